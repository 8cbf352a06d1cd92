import type { Lift } from './lift.ts'

/** The score of a paper for this reader, in units; `inAll` words are counted from below. */
function scoreOf({ base, found, others, more, less, author, wordPoints }: Lift, place: number, inAll: number): number {
  const score = (base[place] as number) + (wordPoints[(found[place] as number) + inAll] as number)
  if (others[place] === 0) return score
  return score + (more[place] as number) + (less[place] as number) + (author[place] as number)
}

/** All papers in their common order into a short list: most of them fall short of its end at once. */
export function selectFromAll(lift: Lift, limit: number, inAll: number): number {
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
export function selectFromTouched(lift: Lift, touchedCount: number, limit: number): number {
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
