import type { Candidate } from '../candidate.ts'
import { compareText } from '../compare-text.ts'
import { countRun, splitPair } from '../terms/phrases.ts'
import type { TopicLabel } from '../ranking.ts'
import type { Taxonomy } from './taxonomy.ts'
import type { Clue, TopicReader, WordWeight } from './topic-model.ts'

/** A word of the taxonomy found in a paper, and the points it gives. */
interface FoundWord {
  readonly topic: number
  readonly word: string
  readonly points: number
}

/** What a paper is about. */
export interface PaperTopics {
  readonly taxonomy: Taxonomy
  /** The share of each topic, in the order of the taxonomy; together 1. */
  readonly shares: Float64Array
  /** The place of the main topic in the taxonomy. */
  readonly main: number
}

/** How far the topics of the taxonomy share a paper. */
export function classifyPaper(candidate: Candidate, reader: TopicReader): PaperTopics {
  const { taxonomy } = reader
  const points = sumWordPoints(candidate, reader)
  const { titleTerms, phrases } = candidate
  const root = Math.sqrt(Math.max(1, phrases.terms.length + phrases.pairs.length))
  readClues(candidate, reader, ({ terms }, count, first) => {
    if (terms.length === 0) return
    const value = measureTerm(count, titleTerms.includes(first)) / root
    for (const { topic, weight } of terms) points[topic] = (points[topic] ?? 0) + value * weight
  })
  const shares = formShares(points)
  let main = 0
  for (const [topic, share] of shares.entries()) {
    const best = shares[main] ?? 0
    if (share > best || (share === best && slugOf(taxonomy, topic) < slugOf(taxonomy, main))) main = topic
  }
  return { taxonomy, shares, main }
}

/** The topics of a paper, the main one first, each with the words of the paper that speak for it. */
export function listTopicLabels(candidate: Candidate, reader: TopicReader, { shares }: PaperTopics): TopicLabel[] {
  const found = findWords(candidate, reader)
  const labels = reader.taxonomy.topics.map(({ slug, title }, at) => ({
    slug,
    title,
    share: shares[at] ?? 0,
    words: found
      .filter(({ topic }) => topic === at)
      .sort((a, b) => b.points - a.points || compareText(a.word, b.word))
      .map(({ word }) => word),
  }))
  return labels.sort((a, b) => b.share - a.share || compareText(a.slug, b.slug))
}

/** By topic, the points of the words of the taxonomy that stand in a paper. */
export function sumWordPoints(candidate: Candidate, reader: TopicReader): Float64Array {
  const points = new Float64Array(reader.taxonomy.topics.length)
  for (const { topic, points: own } of findWords(candidate, reader)) points[topic] = (points[topic] ?? 0) + own
  return points
}

/** The words of the taxonomy that stand in a paper; words of the title count more, repetition a little. */
function findWords(candidate: Candidate, reader: TopicReader): FoundWord[] {
  const { terms, titleTerms } = candidate
  const found: FoundWord[] = []
  const add = ({ topic, weight, word }: WordWeight, count: number, inTitle: boolean): void => {
    if (count > 0) found.push({ topic, word, points: weight * (Math.log2(1 + count) * 0.5 + Number(inTitle)) })
  }
  readClues(candidate, reader, ({ words, longWords }, count, first, second) => {
    if (words.length + longWords.length === 0) return
    const inTitle = titleTerms.includes(first) && (second === undefined || titleTerms.includes(second))
    for (const word of words) add(word, count, inTitle)
    for (const word of longWords) {
      add(
        word,
        countRun(terms, word.run),
        word.run.every((id) => titleTerms.includes(id)),
      )
    }
  })
  return found
}

/** Gives every clue that a paper's terms and pairs have, with the number of its occurrences. */
function readClues(
  { phrases }: Candidate,
  { clues, pairs, starts }: TopicReader,
  read: (clue: Clue, count: number, first: number, second?: number) => void,
): void {
  for (let at = 0; at < phrases.terms.length; at++) {
    const term = phrases.terms[at] ?? 0
    const clue = clues[term]
    if (clue) read(clue, phrases.termCounts[at] ?? 0, term)
  }
  for (let at = 0; at < phrases.pairs.length; at++) {
    const pair = phrases.pairs[at] ?? 0
    const [first, second] = splitPair(pair)
    const clue = starts[first] === 1 ? pairs.get(pair) : undefined
    if (clue) read(clue, phrases.pairCounts[at] ?? 0, first, second)
  }
}

/** Points as shares that add up to 1 (softmax). */
function formShares(points: Float64Array): Float64Array {
  let [top, total] = [Number.NEGATIVE_INFINITY, 0]
  for (const value of points) top = Math.max(top, value)
  const shares = points.map((value) => Math.exp(value - top))
  for (const share of shares) total += share
  return shares.map((share) => share / total)
}

function slugOf({ topics }: Taxonomy, at: number): string {
  return topics[at]?.slug ?? ''
}

/**
 * Terms and pairs of terms with 1 + ln(occurrences), those of the title counted twice, over the root of the number of
 * different terms: texts of any length weigh the same.
 */
export function measureTopicTerms({ phrases, titleTerms, vocabulary }: Candidate): Map<string, number> {
  const measured = new Map<string, number>()
  const root = Math.sqrt(Math.max(1, phrases.terms.length + phrases.pairs.length))
  const nameOf = (id: number): string => vocabulary.terms[id] ?? ''
  for (const [at, id] of phrases.terms.entries()) {
    measured.set(nameOf(id), measureTerm(phrases.termCounts[at] ?? 0, titleTerms.includes(id)) / root)
  }
  for (const [at, pair] of phrases.pairs.entries()) {
    const [first, second] = splitPair(pair)
    const value = measureTerm(phrases.pairCounts[at] ?? 0, titleTerms.includes(first)) / root
    measured.set(`${nameOf(first)} ${nameOf(second)}`, value)
  }
  return measured
}

function measureTerm(count: number, inTitle: boolean): number {
  return 1 + Math.log(count + Number(inTitle))
}
