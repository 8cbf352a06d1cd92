/** A generator of numbers in [0, 1) that gives the same ones for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Mean and 95 % percentile interval of 1,000 bootstrap samples. */
export function findInterval(values: readonly number[]): { mean: number; low: number; high: number } {
  const random = createRandom(1)
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length)
  const means = Array.from({ length: 1000 }, () =>
    mean(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  )
  means.sort((a, b) => a - b)
  return { mean: mean(values), low: means[25] ?? 0, high: means[974] ?? 0 }
}

/** Normalised discounted cumulative gain of the first `count` places; 1 is the best order there is. */
export function measureNdcg(gains: readonly number[], scores: readonly number[], count: number): number {
  const order = gains.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const discounted = (list: readonly number[]): number =>
    list.slice(0, count).reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0)
  const ideal = discounted(gains.toSorted((a, b) => b - a))
  return ideal === 0 ? 1 : discounted(order.map((at) => gains[at] ?? 0)) / ideal
}

/** Spearman's rank correlation, ties at their mean rank; 0 where one of the two does not vary. */
export function measureSpearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [rankValues(a), rankValues(b)]
  const middle = (a.length + 1) / 2
  let [both, first, second] = [0, 0, 0]
  for (const [at, rank] of x.entries()) {
    const [dx, dy] = [rank - middle, (y[at] ?? middle) - middle]
    both += dx * dy
    first += dx * dx
    second += dy * dy
  }
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second)
}

function rankValues(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return below + (equal + 1) / 2
  })
}
