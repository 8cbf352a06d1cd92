import type { Posting, TopicPosting } from './postings.ts'
import { compareTies } from '../scored-candidate.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { authorPoints, weighTopic, weighWords } from '../scoring/interest.ts'

/** A reader's wishes as what they find in the digest. */
export interface Wishes {
  readonly topics: readonly WantedTopic[]
  readonly words: readonly Posting[]
  readonly authors: readonly Posting[]
  readonly exclude: readonly Posting[]
}

/** A topic's papers and how much the topic is wanted. */
export interface WantedTopic extends TopicPosting {
  readonly weight: number
}

/** Points have four places: in these units they are whole numbers, whose sums are exact. */
function toUnits(points: number): number {
  return Math.round(points * 1e4)
}

/** Arrays with a number per paper, made once and used for every reader; scores are in units. */
export interface Lift {
  readonly base: Float64Array
  /** Where each paper stands among papers with the same score. */
  readonly ties: Int32Array
  readonly words: Int32Array
  /** The most that a wanted topic gives, and the most that an unwanted one takes. */
  readonly more: Float64Array
  readonly less: Float64Array
  readonly scores: Float64Array
  /** The places of the best papers after `liftPapers`, best first. */
  readonly best: Int32Array
}

const authorUnits = toUnits(authorPoints)
/** Points for so many words, looked up instead of computed. */
let wordTable = buildWordTable(64)

/** The arrays for papers in their common order. */
export function createLift(papers: readonly ScoredCandidate[]): Lift {
  const size = papers.length
  const ties = new Int32Array(size)
  const order = [...papers.keys()].sort((a, b) => compareTies(papers[a], papers[b]))
  for (const [tie, place] of order.entries()) ties[place] = tie
  return {
    base: Float64Array.from(papers, ({ score }) => toUnits(score)),
    ties,
    words: new Int32Array(size),
    more: new Float64Array(size),
    less: new Float64Array(size),
    scores: new Float64Array(size),
    best: new Int32Array(size),
  }
}

/** Scores all papers for one reader and puts the best in order; returns how many there are, `limit` at most. */
export function liftPapers(lift: Lift, wishes: Wishes, limit: number): number {
  if (wishes.words.length >= wordTable.length) wordTable = buildWordTable(wishes.words.length * 2)
  lift.words.fill(0)
  lift.more.fill(0)
  lift.less.fill(0)
  for (const { places } of wishes.words) countWord(lift.words, places)
  for (const topic of wishes.topics) moveTopic(lift, topic)
  addWords(lift, wordTable)
  for (const { places } of wishes.authors) markAuthor(lift, places)
  for (const { places } of wishes.exclude) leaveOut(lift.scores, places)
  return selectBest(lift, Math.min(limit, lift.scores.length))
}

function buildWordTable(length: number): Float64Array {
  return Float64Array.from({ length }, (_, count) => toUnits(weighWords(count)))
}

function countWord(words: Int32Array, places: Int32Array): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    words[place] = (words[place] ?? 0) + 1
  }
}

function moveTopic({ more, less }: Lift, { places, shares, weight }: WantedTopic): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const units = toUnits(weighTopic(shares[at] ?? 0, weight))
    if (units > (more[place] ?? 0)) more[place] = units
    if (units < (less[place] ?? 0)) less[place] = units
  }
}

function addWords({ base, words, more, less, scores }: Lift, table: Float64Array): void {
  for (let place = 0; place < scores.length; place++) {
    scores[place] = (base[place] ?? 0) + (more[place] ?? 0) + (less[place] ?? 0) + (table[words[place] ?? 0] ?? 0)
  }
}

/** Several wanted authors of one paper count once: a negative count of words marks it. */
function markAuthor({ words, scores }: Lift, places: Int32Array): void {
  for (const place of places) {
    if ((words[place] ?? 0) < 0) continue
    words[place] = -1
    scores[place] = (scores[place] ?? 0) + authorUnits
  }
}

function leaveOut(scores: Float64Array, places: Int32Array): void {
  for (const place of places) scores[place] = Number.NEGATIVE_INFINITY
}

/** A short list kept sorted: most papers fall short of its end at once. */
function selectBest({ scores, ties, best }: Lift, limit: number): number {
  let count = 0
  let least = Number.NEGATIVE_INFINITY
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] ?? 0
    if (score < least || score === Number.NEGATIVE_INFINITY || limit === 0) continue
    let to = count
    while (to > 0) {
      const other = best[to - 1] ?? 0
      const known = scores[other] ?? 0
      if (known > score || (known === score && (ties[other] ?? 0) < (ties[place] ?? 0))) break
      if (to < limit) best[to] = other
      to--
    }
    if (to < limit) best[to] = place
    if (count < limit) count++
    if (count === limit) least = scores[best[count - 1] ?? 0] ?? least
  }
  return count
}
