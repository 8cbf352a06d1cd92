import type { Topic } from '../ranking.ts'
import type { Taxonomy } from './taxonomy.ts'

/** A heading under construction: an area or a topic, and the topics it stands for. */
export interface Heading {
  readonly topic: Topic
  /** By their places in the taxonomy. */
  readonly topics: readonly number[]
  readonly isArea: boolean
  /** What a split has left over. */
  readonly isRest: boolean
  /** Over how many topics the share is spread: an area must not win by having many. */
  readonly spread: number
  members: number[]
}

/** By paper, the share of each topic in the order of the taxonomy. */
export type Shares = readonly Float64Array[]

/**
 * An area counts by the mean of its topics, so that it does not win by having many. A heading that has less than this of
 * a paper has no claim to it, though, where another one has so many times as much in all.
 */
const weakClaim = { share: 0.12, timesMore: 6 }

/** The broad areas, and the topics that have none as headings of their own; all without papers. */
export function listAreas({ topics, areas }: Taxonomy): Heading[] {
  const broad = areas.map((area) => {
    const places = [...topics.keys()].filter((at) => topics[at]?.area === area.slug)
    return { topic: area, topics: places, isArea: true, isRest: false, spread: places.length, members: [] }
  })
  const known = new Set(areas.map(({ slug }) => slug))
  const single = topics.flatMap((topic, at) =>
    topic.area === undefined || !known.has(topic.area) ? [buildHeading(topic, at)] : [],
  )
  return [...broad, ...single].filter((heading) => heading.topics.length > 0)
}

/** A topic as a heading. */
export function buildHeading({ slug, title }: Topic, at: number): Heading {
  return { topic: { slug, title }, topics: [at], isArea: false, isRest: false, spread: 1, members: [] }
}

/** The heading with the largest share in a paper, the first of equals; a weak claim gives way to a far stronger one. */
export function findBest(paper: number, headings: readonly Heading[], shares: Shares): Heading | undefined {
  const best = findLargest(headings, (heading) => shareOf(paper, heading, shares))
  const claim = best ? sumShares(paper, best.topics, shares) : 1
  if (claim >= weakClaim.share) return best
  const strongest = findLargest(headings, ({ topics }) => sumShares(paper, topics, shares))
  return strongest && sumShares(paper, strongest.topics, shares) > weakClaim.timesMore * claim ? strongest : best
}

function findLargest(headings: readonly Heading[], measure: (heading: Heading) => number): Heading | undefined {
  let largest: Heading | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const heading of headings) {
    const share = measure(heading)
    if (share > most) [largest, most] = [heading, share]
  }
  return largest
}

/** What of a paper is about a heading, by the mean of its topics (or what `spread` says). */
export function shareOf(paper: number, { topics, spread }: Heading, shares: Shares): number {
  return sumShares(paper, topics, shares) / spread
}

/** What of a paper is about some topics in all. */
export function sumShares(paper: number, topics: readonly number[], shares: Shares): number {
  const own = shares[paper]
  let sum = 0
  for (const topic of topics) sum += own?.[topic] ?? 0
  return sum
}
