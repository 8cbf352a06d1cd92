import { compareTies, type ScoredCandidate } from '../scored-candidate.ts'
import { authorPoints, weighTopic, weighWords } from '../scoring/interest.ts'
import type { Posting, TopicPosting } from './postings.ts'

/** A topic's papers and what the topic gives to each, in units. */
export interface WeighedPosting extends Posting {
  readonly units: Float64Array
}

/** A reader's wishes as what they find in the digest. */
export interface Wishes {
  readonly topics: WeighedPosting[]
  readonly words: Posting[]
  readonly authors: Posting[]
  readonly exclude: Posting[]
}

/**
 * Arrays with a number per paper, papers in their common order, made once and used for every reader; scores are in
 * units. Between readers all but `base`, `ties` and `best` are zero.
 */
export interface Lift {
  readonly base: Float64Array
  /** Where each paper stands among papers with the same score. */
  readonly ties: Int32Array
  /** How many wanted words each paper has, and 1 where some other wish found it. */
  readonly found: Int16Array
  readonly others: Uint8Array
  /** The most that a wanted topic gives, the most that an unwanted one takes, and what an author gives. */
  readonly more: Float64Array
  readonly less: Float64Array
  readonly author: Float64Array
  /** Points for so many words, looked up instead of computed. */
  wordPoints: Float64Array
  readonly scores: Float64Array
  /** The papers that some wish has found. */
  readonly touched: Int32Array
  /** The places of the best papers, best first. */
  readonly best: Int32Array
}

/** Points have four places: in these units they are whole numbers, whose sums are exact. */
const unitsPerPoint = 1e4

function toUnits(points: number): number {
  return Math.round(points * unitsPerPoint)
}

/** What an author gives, in units. */
export const authorUnits = toUnits(authorPoints)

/** The arrays for papers in their common order. */
export function createLift(papers: readonly ScoredCandidate[]): Lift {
  const size = papers.length
  return {
    base: Float64Array.from(papers, ({ score }) => toUnits(score)),
    ties: listTies(papers),
    found: new Int16Array(size),
    others: new Uint8Array(size),
    more: new Float64Array(size),
    less: new Float64Array(size),
    author: new Float64Array(size),
    wordPoints: listWordPoints(64),
    scores: new Float64Array(size),
    touched: new Int32Array(size),
    best: new Int32Array(size),
  }
}

function listTies(papers: readonly ScoredCandidate[]): Int32Array {
  const order = papers.map((paper, place) => ({ paper, place })).sort((a, b) => compareTies(a.paper, b.paper))
  const ties = new Int32Array(papers.length)
  for (const [tie, { place }] of order.entries()) ties[place] = tie
  return ties
}

function listWordPoints(length: number): Float64Array {
  return Float64Array.from({ length }, (_, count) => toUnits(weighWords(count)))
}

/** Makes room for readers with so many words. */
export function growWordPoints(lift: Lift, wordCount: number): void {
  if (wordCount >= lift.wordPoints.length) lift.wordPoints = listWordPoints(wordCount * 2)
}

/** What a topic gives to its papers when it is wanted with this weight. */
export function weighPosting({ places, shares }: TopicPosting, weight: number): WeighedPosting {
  return { places, units: Float64Array.from(shares, (share) => toUnits(weighTopic(share, weight))) }
}

/** The score of one of the best papers, in points. */
export function pointsOf({ scores }: Lift, place: number): number {
  return (scores[place] as number) / unitsPerPoint
}
