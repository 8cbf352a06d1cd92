import type { Posting, TopicPosting } from './postings.ts'
import { selectFromAll, selectFromTouched } from './best-list.ts'
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
  /** The places of the best papers after `liftPapers`, best first. */
  readonly best: Int32Array
}

/** Points have four places: in these units they are whole numbers, whose sums are exact. */
function toUnits(points: number): number {
  return Math.round(points * 1e4)
}

const authorUnits = toUnits(authorPoints)

/** The arrays for papers in their common order. */
export function createLift(papers: readonly ScoredCandidate[]): Lift {
  const size = papers.length
  const ties = new Int32Array(size)
  const order = [...papers.keys()].sort((a, b) => compareTies(papers[a], papers[b]))
  for (const [tie, place] of order.entries()) ties[place] = tie
  return {
    base: Float64Array.from(papers, ({ score }) => toUnits(score)),
    ties,
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

/**
 * Puts the best papers for one reader in order; returns how many there are, `limit` at most. Where the wishes find few
 * papers, only those and the first of the common order are read; where they find many, one pass over all is shorter.
 */
export function liftPapers(lift: Lift, wishes: Wishes, limit: number): number {
  if (wishes.words.length >= lift.wordPoints.length) lift.wordPoints = listWordPoints(wishes.words.length * 2)
  const size = lift.base.length
  const kept = Math.min(limit, size)
  if (kept === 0) return 0
  const isDense = countPlaces(wishes.words) > size
  let [count, inAll] = [0, 0]
  for (const { places, absent } of wishes.words) {
    if (!isDense) count = countSparseWord(lift, places, count)
    else if (absent === undefined) countWord(lift.found, places, 1)
    else {
      inAll++
      countWord(lift.found, absent, -1)
    }
  }
  count = applyOthers(lift, wishes, count)
  const best = isDense ? selectFromAll(lift, kept, inAll) : selectFromTouched(lift, count, kept)
  if (isDense) clearAll(lift)
  else clearTouched(lift, count)
  return best
}

function countPlaces(postings: readonly Posting[]): number {
  let sum = 0
  for (const { places } of postings) sum += places.length
  return sum
}

/** Topics, authors and excluded words, which find few papers. */
function applyOthers(lift: Lift, { topics, authors, exclude }: Wishes, start: number): number {
  let count = start
  for (const topic of topics) {
    count = touch(lift, topic.places, count)
    moveTopic(lift, topic)
  }
  for (const { places } of authors) {
    count = touch(lift, places, count)
    for (const place of places) lift.author[place] = authorUnits
  }
  for (const { places } of exclude) {
    count = touch(lift, places, count)
    for (const place of places) lift.less[place] = Number.NEGATIVE_INFINITY
  }
  return count
}

function listWordPoints(length: number): Float64Array {
  return Float64Array.from({ length }, (_, count) => toUnits(weighWords(count)))
}

/** How many wanted words each paper has; the innermost loop of all, so its array is given alone. */
function countWord(found: Int16Array, places: Int32Array, by: number): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    found[place] = (found[place] as number) + by
  }
}

function countSparseWord({ found, touched }: Lift, places: Int32Array, start: number): number {
  let count = start
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    const known = found[place] as number
    if (known === 0) touched[count++] = place
    found[place] = known + 1
  }
  return count
}

/** Touches the papers of any other wish; gives the new count. */
function touch({ found, others, touched }: Lift, places: Int32Array, start: number): number {
  let count = start
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    if (found[place] === 0 && others[place] === 0) touched[count++] = place
    others[place] = 1
  }
  return count
}

function moveTopic({ more, less }: Lift, { places, units }: WeighedPosting): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    const own = units[at] as number
    if (own > (more[place] as number)) more[place] = own
    if (own < (less[place] as number)) less[place] = own
  }
}

function clearAll({ found, others, more, less, author }: Lift): void {
  found.fill(0)
  others.fill(0)
  more.fill(0)
  less.fill(0)
  author.fill(0)
}

function clearTouched({ found, others, more, less, author, touched }: Lift, count: number): void {
  for (let at = 0; at < count; at++) {
    const place = touched[at] as number
    found[place] = 0
    others[place] = 0
    more[place] = 0
    less[place] = 0
    author[place] = 0
  }
}

/** What a topic gives to its papers when it is wanted with this weight. */
export function weighPosting({ places, shares }: TopicPosting, weight: number): WeighedPosting {
  return { places, units: Float64Array.from(shares, (share) => toUnits(weighTopic(share, weight))) }
}
