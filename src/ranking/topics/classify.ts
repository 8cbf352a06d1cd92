import type { Candidate } from '../candidate.ts'
import type { TopicLabel } from '../ranking.ts'
import type { Taxonomy } from './taxonomy.ts'
import { formatPhrase, listTerms } from '../terms.ts'

/** A taxonomy made ready for many papers: for every phrase, the topics it speaks for. */
export interface TopicModel {
  readonly taxonomy: Taxonomy
  readonly phrases: ReadonlyMap<string, readonly PhraseWeight[]>
}

interface PhraseWeight {
  readonly topic: number
  readonly weight: number
  readonly word: string
}

/** Prepares a taxonomy: words of one term weigh less than phrases, and words that many topics claim weigh less. */
export function buildTopicModel(taxonomy: Taxonomy): TopicModel {
  const phrases = new Map<string, PhraseWeight[]>()
  for (const [topic, { words }] of taxonomy.topics.entries()) {
    for (const word of words) {
      const phrase = formatPhrase(word)
      if (phrase === '') continue
      const weights = phrases.get(phrase) ?? []
      weights.push({ topic, weight: phrase.includes(' ') ? 1.6 : 1, word })
      phrases.set(phrase, weights)
    }
  }
  return { taxonomy, phrases }
}

/** What a paper is about: every topic of the taxonomy with its share, main topic first. */
export function classifyPaper(candidate: Candidate, model: TopicModel): TopicLabel[] {
  const evidence = weighPhrases(candidate, model)
  const points = evidence.map((found) => found.reduce((sum, { points }) => sum + points, 0))
  const top = Math.max(...points)
  const powers = points.map((value) => Math.exp(value - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  const labels = model.taxonomy.topics.map(({ slug, title }, at) => ({
    slug,
    title,
    share: (powers[at] ?? 0) / total,
    words: (evidence[at] ?? []).sort((a, b) => b.points - a.points).map(({ word }) => word),
  }))
  return labels.sort((a, b) => b.share - a.share || (a.slug < b.slug ? -1 : 1))
}

function weighPhrases(candidate: Candidate, model: TopicModel): { word: string; points: number }[][] {
  const title = new Set(listTerms(candidate.paper.title))
  const found: { word: string; points: number }[][] = model.taxonomy.topics.map(() => [])
  for (const [phrase, count] of candidate.phrases) {
    for (const { topic, weight, word } of model.phrases.get(phrase) ?? []) {
      const inTitle = phrase.split(' ').every((term) => title.has(term))
      found[topic]?.push({ word, points: weight * (Math.log2(1 + count) * 0.5 + (inTitle ? 1 : 0)) })
    }
  }
  return found
}
