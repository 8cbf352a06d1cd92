// Lift → the best papers in order, in `best`; their scores are in `scores`. Papers that are out are in neither.
import type { AppliedWishes } from './apply-wishes.ts'
import type { Lift } from './lift.ts'

/** A longer list than this is sorted at the end, and not kept sorted while papers come in. */
const longestKept = 64

/** Puts the best papers in order; gives how many there are, `limit` at most. */
export function selectBest(lift: Lift, { touchedCount, inAll, isDense }: AppliedWishes, limit: number): number {
  if (limit > longestKept) return Math.min(limit, sortAll(lift, inAll))
  return isDense ? selectFromAll(lift, limit, inAll) : selectFromTouched(lift, touchedCount, limit)
}

/** The score of a paper for this reader, in units; `inAll` words are counted from below. */
function scoreOf({ base, found, others, more, less, author, wordPoints }: Lift, place: number, inAll: number): number {
  const score = (base[place] as number) + (wordPoints[(found[place] as number) + inAll] as number)
  if (others[place] === 0) return score
  return score + (more[place] as number) + (less[place] as number) + (author[place] as number)
}

function sortAll(lift: Lift, inAll: number): number {
  const { scores, ties, best } = lift
  let count = 0
  for (let place = 0; place < scores.length; place++) {
    const score = scoreOf(lift, place, inAll)
    scores[place] = score
    if (score !== Number.NEGATIVE_INFINITY) best[count++] = place
  }
  best
    .subarray(0, count)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || (ties[a] as number) - (ties[b] as number))
  return count
}

/** All papers in their common order into a short list: most of them fall short of its end at once. */
function selectFromAll(lift: Lift, limit: number, inAll: number): number {
  let count = 0
  let least = Number.NEGATIVE_INFINITY
  for (let place = 0; place < lift.base.length; place++) {
    const score = scoreOf(lift, place, inAll)
    if (score < least || score === Number.NEGATIVE_INFINITY) continue
    lift.scores[place] = score
    count = insert(lift, place, count, limit)
    if (count === limit) least = lift.scores[lift.best[count - 1] as number] as number
  }
  return count
}

/** The first papers that nothing has touched, then the touched ones into the same short list. */
function selectFromTouched(lift: Lift, touchedCount: number, limit: number): number {
  const { base, scores, found, others, touched, best } = lift
  let count = 0
  for (let place = 0; place < base.length && count < limit; place++) {
    if (found[place] !== 0 || others[place] !== 0) continue
    scores[place] = base[place] as number
    best[count++] = place
  }
  for (let at = 0; at < touchedCount; at++) {
    const place = touched[at] as number
    const score = scoreOf(lift, place, 0)
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
