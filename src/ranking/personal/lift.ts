import type { Posting, TopicPosting } from './postings.ts'
import { compareTies } from '../scored-candidate.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { authorPoints, weighTopic, weighWords } from '../scoring/interest.ts'

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
  /** How many wanted words each paper has, and `otherwise` where some other wish found it; 0 for the untouched. */
  readonly found: Uint16Array
  /** The most that a wanted topic gives, the most that an unwanted one takes, and what an author gives. */
  readonly more: Float64Array
  readonly less: Float64Array
  readonly author: Float64Array
  readonly scores: Float64Array
  /** The papers that some wish has found. */
  readonly touched: Int32Array
  /** The places of the best papers after `liftPapers`, best first. */
  readonly best: Int32Array
}

/** Points have four places: in these units they are whole numbers, whose sums are exact. */
function toUnits(points: number): number {
  return Math.round(points * 1e4)
}

const authorUnits = toUnits(authorPoints)
const otherwise = 0x8000
const mostWords = otherwise - 1
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
    found: new Uint16Array(size),
    more: new Float64Array(size),
    less: new Float64Array(size),
    author: new Float64Array(size),
    scores: new Float64Array(size),
    touched: new Int32Array(size),
    best: new Int32Array(size),
  }
}

/**
 * Puts the best papers for one reader in order; returns how many there are, `limit` at most. The work follows what the
 * wishes find: papers that none has found stand in their common order already, and only the first of them are read.
 */
export function liftPapers(lift: Lift, wishes: Wishes, limit: number): number {
  if (wishes.words.length >= wordTable.length) wordTable = buildWordTable(wishes.words.length * 2)
  let count = 0
  for (const { places } of wishes.words) count = countWord(lift, places, count)
  for (const topic of wishes.topics) {
    count = touch(lift, topic.places, count)
    moveTopic(lift, topic)
  }
  for (const { places } of wishes.authors) {
    count = touch(lift, places, count)
    for (const place of places) lift.author[place] = authorUnits
  }
  scoreTouched(lift, count, wordTable)
  for (const { places } of wishes.exclude) {
    count = touch(lift, places, count)
    for (const place of places) lift.scores[place] = Number.NEGATIVE_INFINITY
  }
  const found = selectBest(lift, count, Math.min(limit, lift.base.length))
  clear(lift, count)
  return found
}

function buildWordTable(length: number): Float64Array {
  return Float64Array.from({ length }, (_, count) => toUnits(weighWords(count)))
}

function countWord({ found, touched }: Lift, places: Int32Array, start: number): number {
  let count = start
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const known = found[place] ?? 0
    if (known === 0) touched[count++] = place
    found[place] = known + 1
  }
  return count
}

/** Touches the papers of any other wish; gives the new count. */
function touch({ found, touched }: Lift, places: Int32Array, start: number): number {
  let count = start
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const known = found[place] ?? 0
    if (known === 0) touched[count++] = place
    found[place] = known | otherwise
  }
  return count
}

function moveTopic({ more, less }: Lift, { places, units }: WeighedPosting): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const own = units[at] ?? 0
    if (own > (more[place] ?? 0)) more[place] = own
    if (own < (less[place] ?? 0)) less[place] = own
  }
}

function scoreTouched(
  { base, found, more, less, author, scores, touched }: Lift,
  count: number,
  table: Float64Array,
): void {
  for (let at = 0; at < count; at++) {
    const place = touched[at] ?? 0
    const raised = (more[place] ?? 0) + (less[place] ?? 0) + (author[place] ?? 0)
    scores[place] = (base[place] ?? 0) + raised + (table[(found[place] ?? 0) & mostWords] ?? 0)
  }
}

/** The first papers that nothing has touched, then the touched ones into the same short list, which is kept sorted. */
function selectBest({ base, scores, ties, found, touched, best }: Lift, touchedCount: number, limit: number): number {
  if (limit === 0) return 0
  let count = 0
  for (let place = 0; place < base.length && count < limit; place++) {
    if (found[place] !== 0) continue
    scores[place] = base[place] ?? 0
    best[count++] = place
  }
  let least = count < limit ? Number.NEGATIVE_INFINITY : (scores[best[count - 1] ?? 0] ?? 0)
  for (let at = 0; at < touchedCount; at++) {
    const place = touched[at] ?? 0
    const score = scores[place] ?? 0
    if (score < least || score === Number.NEGATIVE_INFINITY) continue
    const tie = ties[place] ?? 0
    let to = count
    while (to > 0) {
      const other = best[to - 1] ?? 0
      const known = scores[other] ?? 0
      if (known > score || (known === score && (ties[other] ?? 0) < tie)) break
      if (to < limit) best[to] = other
      to--
    }
    if (to < limit) best[to] = place
    if (count < limit) count++
    if (count === limit) least = scores[best[count - 1] ?? 0] ?? least
  }
  return count
}

function clear({ found, more, less, author, touched }: Lift, count: number): void {
  for (let at = 0; at < count; at++) {
    const place = touched[at] ?? 0
    found[place] = 0
    more[place] = 0
    less[place] = 0
    author[place] = 0
  }
}

/** What a topic gives to its papers when it is wanted with this weight. */
export function weighPosting({ places, shares }: TopicPosting, weight: number): WeighedPosting {
  return { places, units: Float64Array.from(shares, (share) => toUnits(weighTopic(share, weight))) }
}
