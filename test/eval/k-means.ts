type Vector = ReadonlyMap<string, number>

/** Spherical k-means on TF-IDF vectors of lists of terms, the best of ten starts; gives the number of the cluster of each. */
export function clusterTexts(texts: readonly (readonly string[])[], count: number, random: () => number): string[] {
  const vectors = listVectors(texts)
  let best = { fit: Number.NEGATIVE_INFINITY, labels: vectors.map(() => 0) }
  for (let start = 0; start < 10; start++) {
    const found = runOnce(vectors, count, random)
    if (found.fit > best.fit) best = found
  }
  return best.labels.map(String)
}

function listVectors(texts: readonly (readonly string[])[]): Vector[] {
  const papers = new Map<string, number>()
  for (const terms of texts) for (const term of new Set(terms)) papers.set(term, (papers.get(term) ?? 0) + 1)
  return texts.map((terms) => {
    const vector = new Map<string, number>()
    for (const term of terms) vector.set(term, (vector.get(term) ?? 0) + 1)
    for (const [term, times] of vector) {
      vector.set(term, (1 + Math.log(times)) * (1 + Math.log((1 + texts.length) / (1 + (papers.get(term) ?? 0)))))
    }
    return normalize(vector)
  })
}

function runOnce(vectors: readonly Vector[], count: number, random: () => number): { fit: number; labels: number[] } {
  let centres = pickCentres(vectors, count, random)
  let labels: number[] = []
  let fit = 0
  for (let step = 0; step < 30; step++) {
    const nearest = vectors.map((vector) => findNearest(vector, centres))
    labels = nearest.map(({ at }) => at)
    const next = nearest.reduce((sum, { likeness }) => sum + likeness, 0)
    if (next - fit < 1e-9) break
    fit = next
    centres = centres.map((centre, at) => {
      const members = vectors.filter((_, place) => labels[place] === at)
      return members.length === 0 ? centre : addAll(members)
    })
  }
  return { fit, labels }
}

/** k-means++: each next start is likelier the farther it is from those before. */
function pickCentres(vectors: readonly Vector[], count: number, random: () => number): Vector[] {
  const centres: Vector[] = [vectors[Math.floor(random() * vectors.length)] ?? new Map<string, number>()]
  while (centres.length < count) {
    const far = vectors.map((vector) => (1 - findNearest(vector, centres).likeness) ** 2)
    let lot = random() * far.reduce((sum, value) => sum + value, 0)
    const at = far.findIndex((value) => (lot -= value) <= 0)
    centres.push(vectors[Math.max(0, at)] ?? new Map<string, number>())
  }
  return centres
}

function findNearest(vector: Vector, centres: readonly Vector[]): { at: number; likeness: number } {
  return centres
    .map((centre, at) => ({ at, likeness: dot(vector, centre) }))
    .reduce((a, b) => (b.likeness > a.likeness ? b : a))
}

function addAll(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>()
  for (const vector of vectors) for (const [term, value] of vector) sum.set(term, (sum.get(term) ?? 0) + value)
  return normalize(sum)
}

function normalize(vector: Vector): Vector {
  const length = Math.sqrt([...vector.values()].reduce((sum, value) => sum + value * value, 0)) || 1
  return new Map([...vector].map(([term, value]) => [term, value / length]))
}

function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (const [term, value] of a) sum += value * (b.get(term) ?? 0)
  return sum
}
