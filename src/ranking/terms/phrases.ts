/** Terms and pairs of neighbouring terms of a text, each once, by their numbers, and how often each occurs. */
export interface Phrases {
  readonly terms: Int32Array
  readonly termCounts: Int32Array
  /** A pair as one number (`pairOf`). */
  readonly pairs: Float64Array
  readonly pairCounts: Int32Array
}

const pairFactor = 2 ** 26

/** Two neighbouring terms as one number. */
export function pairOf(first: number, second: number): number {
  return first * pairFactor + second
}

/** The terms of a pair. */
export function splitPair(pair: number): readonly [number, number] {
  const first = Math.floor(pair / pairFactor)
  return [first, pair - first * pairFactor]
}

/** How often each term and each pair of neighbouring terms occurs; terms and pairs in order of their numbers. */
export function countPhrases(ids: Int32Array): Phrases {
  const pairs = new Float64Array(Math.max(0, ids.length - 1))
  for (let at = 0; at < pairs.length; at++) pairs[at] = pairOf(ids[at] ?? 0, ids[at + 1] ?? 0)
  const terms = ids.slice().sort()
  const termCounts = foldRuns(terms)
  const pairCounts = foldRuns(pairs.sort())
  return {
    terms: terms.subarray(0, termCounts.length),
    termCounts,
    pairs: pairs.subarray(0, pairCounts.length),
    pairCounts,
  }
}

/** Moves each value of a sorted list once to its start; gives how often each was there. */
function foldRuns(sorted: Int32Array | Float64Array): Int32Array {
  const counts = new Int32Array(sorted.length)
  let size = 0
  for (let at = 0; at < sorted.length; at++) {
    const value = sorted[at] ?? 0
    if (size === 0 || sorted[size - 1] !== value) sorted[size++] = value
    counts[size - 1] = (counts[size - 1] ?? 0) + 1
  }
  return counts.subarray(0, size)
}

/** How often a run of terms occurs, of any length. */
export function countRun(ids: Int32Array, run: readonly number[]): number {
  const [first = -1] = run
  let count = 0
  for (let at = ids.indexOf(first); at >= 0; at = ids.indexOf(first, at + 1)) {
    if (run.every((id, place) => ids[at + place] === id)) count++
  }
  return count
}
