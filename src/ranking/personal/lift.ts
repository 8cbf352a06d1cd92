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
 * Puts the best papers for one reader in order; returns how many there are, `limit` at most. Where the wishes find few
 * papers, only those and the first of the common order are read; where they find many, one pass over all is shorter.
 */
export function liftPapers(lift: Lift, wishes: Wishes, limit: number): number {
  if (wishes.words.length >= wordTable.length) wordTable = buildWordTable(wishes.words.length * 2)
  const size = lift.base.length
  const kept = Math.min(limit, size)
  if (kept === 0) return 0
  const isDense = countPlaces(wishes.words) > size
  let count = 0
  for (const { places } of wishes.words) {
    if (isDense) countWord(lift.found, places)
    else count = countSparseWord(lift, places, count)
  }
  count = applyOthers(lift, wishes, count)
  const best = isDense ? selectFromAll(lift, kept, wordTable) : selectFromTouched(lift, count, kept)
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

function buildWordTable(length: number): Float64Array {
  return Float64Array.from({ length }, (_, count) => toUnits(weighWords(count)))
}

/** How many wanted words each paper has; the innermost loop of all, so its array is given alone. */
function countWord(found: Uint16Array, places: Int32Array): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    found[place] = (found[place] as number) + 1
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
function touch({ found, touched }: Lift, places: Int32Array, start: number): number {
  let count = start
  for (let at = 0; at < places.length; at++) {
    const place = places[at] as number
    const known = found[place] as number
    if (known === 0) touched[count++] = place
    found[place] = known | otherwise
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

/** The score of a paper for this reader, in units. */
function scoreOf({ base, found, more, less, author }: Lift, place: number, table: Float64Array): number {
  const wishes = found[place] as number
  const score = (base[place] as number) + (table[wishes & mostWords] as number)
  if (wishes < otherwise) return score
  return score + (more[place] as number) + (less[place] as number) + (author[place] as number)
}

/** All papers in their common order into a short list: most of them fall short of its end at once. */
function selectFromAll(lift: Lift, limit: number, table: Float64Array): number {
  let count = 0
  let least = Number.NEGATIVE_INFINITY
  for (let place = 0; place < lift.base.length; place++) {
    const score = scoreOf(lift, place, table)
    if (score < least || score === Number.NEGATIVE_INFINITY) continue
    lift.scores[place] = score
    count = insert(lift, place, count, limit)
    if (count === limit) least = lift.scores[lift.best[count - 1] as number] as number
  }
  return count
}

/** The first papers that nothing has touched, then the touched ones into the same short list. */
function selectFromTouched(lift: Lift, touchedCount: number, limit: number): number {
  const { base, scores, found, touched, best } = lift
  let count = 0
  for (let place = 0; place < base.length && count < limit; place++) {
    if (found[place] !== 0) continue
    scores[place] = base[place] as number
    best[count++] = place
  }
  for (let at = 0; at < touchedCount; at++) {
    const place = touched[at] as number
    const score = scoreOf(lift, place, wordTable)
    if (score === Number.NEGATIVE_INFINITY) continue
    scores[place] = score
    if (count < limit || score >= (scores[best[count - 1] as number] as number))
      count = insert(lift, place, count, limit)
  }
  return count
}

/** Puts a paper where it belongs in the list of the best, which is kept sorted; gives the new length of the list. */
function insert({ scores, ties, best }: Lift, place: number, count: number, limit: number): number {
  const score = scores[place] as number
  const tie = ties[place] as number
  let to = count
  while (to > 0) {
    const other = best[to - 1] as number
    const known = scores[other] as number
    if (known > score || (known === score && (ties[other] as number) < tie)) break
    if (to < limit) best[to] = other
    to--
  }
  if (to < limit) best[to] = place
  return Math.min(limit, count + 1)
}

function clearAll({ found, more, less, author }: Lift): void {
  found.fill(0)
  more.fill(0)
  less.fill(0)
  author.fill(0)
}

function clearTouched({ found, more, less, author, touched }: Lift, count: number): void {
  for (let at = 0; at < count; at++) {
    const place = touched[at] as number
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
