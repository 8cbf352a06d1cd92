import type { Posting } from './postings.ts'
import { toUnits } from './postings.ts'
import { compareTies } from './scored-candidate.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { authorPoints, weighWords } from './scoring/interest.ts'

/** A reader's wishes as what they find in the digest. */
export interface Wishes {
  readonly topics: readonly Posting[]
  readonly words: readonly Posting[]
  readonly authors: readonly Posting[]
  readonly exclude: readonly Posting[]
}

/** Arrays with a number per paper, made once and used for every reader; scores are in units. */
export interface Lift {
  readonly base: Float64Array
  /** Where each paper stands among papers with the same score. */
  readonly ties: Int32Array
  readonly words: Int32Array
  readonly extra: Float64Array
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
    extra: new Float64Array(size),
    scores: new Float64Array(size),
    best: new Int32Array(size),
  }
}

/** Scores all papers for one reader and puts the best in order; returns how many there are, `limit` at most. */
export function liftPapers(lift: Lift, wishes: Wishes, limit: number): number {
  if (wishes.words.length >= wordTable.length) wordTable = buildWordTable(wishes.words.length * 2)
  lift.words.fill(0)
  lift.extra.fill(0)
  for (const { places } of wishes.words) countWord(lift.words, places)
  for (const topic of wishes.topics) raiseTopic(lift.extra, topic)
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

function raiseTopic(extra: Float64Array, { places, points }: Posting): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    const units = points[at] ?? 0
    if (units > (extra[place] ?? 0)) extra[place] = units
  }
}

function addWords({ base, words, extra, scores }: Lift, table: Float64Array): void {
  for (let place = 0; place < scores.length; place++) {
    scores[place] = (base[place] ?? 0) + (extra[place] ?? 0) + (table[words[place] ?? 0] ?? 0)
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
