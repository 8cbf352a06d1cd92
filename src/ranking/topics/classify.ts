import type { Candidate } from '../candidate.ts'
import type { TopicLabel } from '../ranking.ts'
import { countRun, formatPhrase } from '../terms.ts'
import type { Taxonomy } from './taxonomy.ts'

/**
 * By topic, what further terms say for or against it, as `test/eval/fit-topics.ts` fits it: under each weight the terms
 * (stems) that have it, separated by spaces; `_` joins the two stems of a pair.
 */
export type TopicWeights = Readonly<Record<string, Readonly<Record<string, string>>>>

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

interface TermWeight {
  readonly topic: number
  readonly weight: number
}

interface WordWeight extends TermWeight {
  readonly word: string
}

/** A word of the taxonomy found in a paper, and the points it gives. */
export interface FoundWord {
  readonly word: string
  readonly points: number
}

const none: readonly never[] = []

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

/** What a paper is about: every topic of the taxonomy with its share, main topic first. */
export function classifyPaper(candidate: Candidate, model: TopicModel): TopicLabel[] {
  const found = weighWords(candidate, model)
  const points = found.map((list) => list.reduce((sum, { points }) => sum + points, 0))
  const title = new Set(candidate.titleTerms)
  const root = Math.sqrt(Math.max(1, candidate.phrases.size))
  for (const [term, count] of candidate.phrases) {
    const weights = model.terms.get(term)
    if (!weights) continue
    const value = measureTerm(term, count, title) / root
    for (const { topic, weight } of weights) points[topic] = (points[topic] ?? 0) + value * weight
  }
  const top = Math.max(...points)
  const powers = points.map((value) => Math.exp(value - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const labels = model.taxonomy.topics.map(({ slug, title }, at) => ({
    slug,
    title,
    share: (powers[at] ?? 0) / total,
    words: (found[at] ?? []).sort((a, b) => b.points - a.points).map(({ word }) => word),
  }))
  return labels.sort((a, b) => b.share - a.share || (a.slug < b.slug ? -1 : 1))
}

/** By topic, the words of the taxonomy that stand in a paper; words of the title count more, repetition a little. */
export function weighWords(candidate: Candidate, model: TopicModel): FoundWord[][] {
  const title = new Set(candidate.titleTerms)
  const found: FoundWord[][] = model.taxonomy.topics.map(() => [])
  const add = ({ topic, weight, word }: WordWeight, run: readonly string[], count: number): void => {
    if (count === 0) return
    const inTitle = run.every((term) => title.has(term))
    found[topic]?.push({ word, points: weight * (Math.log2(1 + count) * 0.5 + Number(inTitle)) })
  }
  for (const [phrase, count] of candidate.phrases) {
    for (const weight of model.words.get(phrase) ?? none) add(weight, phrase.split(' '), count)
    for (const weight of model.longWords.get(phrase) ?? none)
      add(weight, weight.run, countRun(candidate.terms, weight.run))
  }
  return found
}

/**
 * Terms and pairs of terms with 1 + ln(occurrences), those of the title counted twice, over the root of the number of
 * different terms: texts of any length weigh the same.
 */
export function measureTopicTerms({ phrases, titleTerms }: Candidate): Map<string, number> {
  const title = new Set(titleTerms)
  const root = Math.sqrt(Math.max(1, phrases.size))
  return new Map([...phrases].map(([term, count]) => [term, measureTerm(term, count, title) / root]))
}

function measureTerm(term: string, count: number, title: ReadonlySet<string>): number {
  const space = term.indexOf(' ')
  return 1 + Math.log(count + Number(title.has(space < 0 ? term : term.slice(0, space))))
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
