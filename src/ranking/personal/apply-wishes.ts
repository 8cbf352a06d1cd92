// Wishes → Lift. What each paper has of a reader's wishes is counted in the arrays of a lift, and taken out again.
import { authorUnits, type Lift, type WeighedPosting, type Wishes } from './lift.ts'
import type { Posting } from './postings.ts'

/** What applying wishes found. */
export interface AppliedWishes {
  /** How many papers stand in `touched`; of a dense list those that other wishes than words have found. */
  readonly touchedCount: number
  /** Words that are in so many papers that those without them were counted down from zero instead. */
  readonly inAll: number
  /** Words find so many papers that one pass over all is shorter than a look at each. */
  readonly isDense: boolean
}

/** Counts a reader's wishes in a lift whose arrays are zero. */
export function applyWishes(lift: Lift, wishes: Wishes): AppliedWishes {
  const isDense = countPlaces(wishes.words) > lift.base.length
  let [count, inAll] = [0, 0]
  for (const { places, absent } of wishes.words) {
    if (!isDense) count = countSparseWord(lift, places, count)
    else if (absent === undefined) countWord(lift.found, places, 1)
    else {
      inAll++
      countWord(lift.found, absent, -1)
    }
  }
  return { touchedCount: applyOthers(lift, wishes, count), inAll, isDense }
}

/** Leaves the arrays of a lift as they were. */
export function clearWishes(lift: Lift, { touchedCount, isDense }: AppliedWishes): void {
  const { found, others, more, less, author, touched } = lift
  if (isDense) for (const array of [found, others, more, less, author]) array.fill(0)
  else {
    for (let at = 0; at < touchedCount; at++) {
      const place = touched[at] as number
      found[place] = 0
      others[place] = 0
      more[place] = 0
      less[place] = 0
      author[place] = 0
    }
  }
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
