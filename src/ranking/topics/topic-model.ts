import { addTo } from '../multimap.ts'
import { pairOf } from '../terms/phrases.ts'
import { formatPhrase } from '../terms/terms.ts'
import type { Vocabulary } from '../terms/vocabulary.ts'
import type { Taxonomy } from './taxonomy.ts'
import type { TopicWeights } from './topic-weights.ts'

/** A taxonomy made ready for many papers. */
export interface TopicModel {
  readonly taxonomy: Taxonomy
  /** For every phrase of the taxonomy of one or two terms, the topics it speaks for. */
  readonly words: ReadonlyMap<string, readonly WordWeight[]>
  /** By their first two terms, the longer phrases. */
  readonly longWords: ReadonlyMap<string, readonly (WordWeight & { readonly run: readonly string[] })[]>
  /** For every fitted term, the topics it speaks for or against. */
  readonly terms: ReadonlyMap<string, readonly TermWeight[]>
}

/** How much something speaks for or against a topic, by its place in the taxonomy. */
export interface TermWeight {
  readonly topic: number
  readonly weight: number
}

/** The same for a word of the taxonomy. */
export interface WordWeight extends TermWeight {
  readonly word: string
}

/** Points of a phrase of one, two and three terms: the longer, the surer. */
const phrasePoints = [0.8, 1.4, 1.6]

/** Prepares a taxonomy; topics that the weights do not know go by their words alone. */
export function buildTopicModel(taxonomy: Taxonomy, weights: TopicWeights): TopicModel {
  const words = new Map<string, WordWeight[]>()
  const longWords = new Map<string, (WordWeight & { readonly run: readonly string[] })[]>()
  const terms = new Map<string, TermWeight[]>()
  for (const [topic, { slug, words: list }] of taxonomy.topics.entries()) {
    for (const word of list) {
      const phrase = formatPhrase(word)
      const weight = phrasePoints[phrase.split(' ').length - 1] ?? 1.6
      const run = phrase.split(' ')
      if (run.length > 2) addTo(longWords, run.slice(0, 2).join(' '), { topic, weight, word, run })
      else if (phrase !== '') addTo(words, phrase, { topic, weight, word })
    }
    const fitted = Object.hasOwn(weights, slug) ? (weights[slug] ?? {}) : {}
    for (const [weight, list] of Object.entries(fitted)) {
      for (const term of list.split(' ')) addTo(terms, term.replace('_', ' '), { topic, weight: Number(weight) })
    }
  }
  return { taxonomy, words, longWords, terms }
}

/** What one term or pair of terms says, by the numbers of a vocabulary. */
export interface Clue {
  readonly words: readonly WordWeight[]
  readonly longWords: readonly (WordWeight & { readonly run: readonly number[] })[]
  readonly terms: readonly TermWeight[]
}

/** A prepared taxonomy in the numbers of one vocabulary: only what its texts can have. */
export interface TopicReader {
  readonly taxonomy: Taxonomy
  readonly clues: readonly (Clue | undefined)[]
  readonly pairs: ReadonlyMap<number, Clue>
  /** 1 for a term that some known pair starts with. */
  readonly starts: Uint8Array
}

/** Reads a prepared taxonomy in the numbers of a vocabulary that is complete. */
export function buildTopicReader(model: TopicModel, vocabulary: Vocabulary): TopicReader {
  const clues = vocabulary.terms.map((term) => findClue(model, term, vocabulary))
  const pairs = new Map<number, Clue>()
  const starts = new Uint8Array(vocabulary.terms.length)
  for (const phrase of new Set([...model.words.keys(), ...model.terms.keys(), ...model.longWords.keys()])) {
    const [first, second] = phrase.split(' ').map((term) => vocabulary.findId(term))
    if (first === undefined || second === undefined) continue
    const clue = findClue(model, phrase, vocabulary)
    if (clue) pairs.set(pairOf(first, second), clue)
    starts[first] = 1
  }
  return { taxonomy: model.taxonomy, clues, pairs, starts }
}

function findClue(model: TopicModel, phrase: string, vocabulary: Vocabulary): Clue | undefined {
  const words = model.words.get(phrase)
  const terms = model.terms.get(phrase)
  const longWords = model.longWords.get(phrase)?.flatMap((word) => {
    const run = word.run.flatMap((term) => vocabulary.findId(term) ?? [])
    return run.length === word.run.length ? [{ ...word, run }] : []
  })
  if (!words && !terms && !longWords) return undefined
  return { words: words ?? [], terms: terms ?? [], longWords: longWords ?? [] }
}
