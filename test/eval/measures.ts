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

/** Agreement of two partitions of the same things: V-measure and adjusted Rand index, 1 when they are equal. */
export function comparePartitions(truth: readonly string[], found: readonly string[]): { v: number; ari: number } {
  const cells = new Map<string, number>()
  for (const [at, label] of truth.entries()) increase(cells, `${label}\u0000${found[at] ?? ''}`)
  const rows = countLabels(truth)
  const columns = countLabels(found)
  const size = truth.length
  const joint = entropy([...cells.values()], size)
  const [a, b] = [entropy([...rows.values()], size), entropy([...columns.values()], size)]
  const homogeneity = a === 0 ? 1 : (a + b - joint) / a
  const completeness = b === 0 ? 1 : (a + b - joint) / b
  const v = homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness)
  const pairs = (counts: Iterable<number>): number => [...counts].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
  const [both, inRows, inColumns] = [pairs(cells.values()), pairs(rows.values()), pairs(columns.values())]
  const expected = (inRows * inColumns) / ((size * (size - 1)) / 2)
  const most = (inRows + inColumns) / 2
  return { v, ari: most === expected ? 1 : (both - expected) / (most - expected) }
}

function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const label of labels) increase(counts, label)
  return counts
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function entropy(counts: readonly number[], size: number): number {
  return counts.reduce((sum, count) => sum - (count / size) * Math.log(count / size), 0)
}
