import { moreTopic, type Topic } from '../ranking.ts'
import { buildHeading, findBest, listAreas, shareOf, sumShares, type Heading, type Shares } from './heading.ts'
import type { Taxonomy } from './taxonomy.ts'

/** A heading and the papers under it, as places in the list that was given, in that order. */
export interface PaperSection {
  readonly topic: Topic
  readonly members: readonly number[]
}

/** Sections at most, "More papers" not counted. */
const mostSections = 8
/** A broad area that holds more than this share of the papers is split into its topics. */
const largestArea = 0.34
/** A paper moves to another heading only where the topics of that have at least this share in it. */
const leastShare = 0.1
/** Papers at least in a topic that is split off. */
const leastSplit = 2

/**
 * Cuts papers, given in order of rank, into sections:
 * 1. every paper goes under the broad area whose topics have the largest share in it on average (a topic without an area
 *    is its own), but not where that is next to nothing (heading.ts);
 * 2. an area that holds more than a third of all papers is split into its topics;
 * 3. a paper whose main topic has become a heading goes there;
 * 4. while there are too many headings, or one with a single paper, the one that loses least is dissolved, what a split
 *    has left over first: its papers go where they fit next, or under "More papers" where they fit nowhere.
 */
export function buildSections(shares: Shares, taxonomy: Taxonomy): PaperSection[] {
  const headings = assignAll(shares, listAreas(taxonomy))
  splitLargeAreas(headings, shares, taxonomy)
  settlePapers(headings, shares)
  const left = dissolveSmall(headings, shares)
  const sections = headings.map(({ topic, members }) => ({ topic, members: members.sort((a, b) => a - b) }))
  sections.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
  return left.length === 0 ? sections : [...sections, { topic: moreTopic, members: left.sort((a, b) => a - b) }]
}

function assignAll(shares: Shares, headings: readonly Heading[]): Heading[] {
  for (const paper of shares.keys()) findBest(paper, headings, shares)?.members.push(paper)
  return headings.filter(({ members }) => members.length > 0)
}

function splitLargeAreas(headings: Heading[], shares: Shares, taxonomy: Taxonomy): void {
  for (;;) {
    const large = headings
      .filter(({ isArea, members }) => isArea && members.length > largestArea * shares.length)
      .sort((a, b) => b.members.length - a.members.length)[0]
    if (!large || large.members.length < 2 * leastSplit) return
    const parts = splitArea(large, shares, taxonomy)
    headings.splice(headings.indexOf(large), 1, ...parts)
  }
}

/** An area as its topics that hold enough papers; what is left stays under the area's own title, open to the others. */
function splitArea(area: Heading, shares: Shares, taxonomy: Taxonomy): Heading[] {
  const parts = area.topics.flatMap((at) => {
    const topic = taxonomy.topics[at]
    return topic ? [buildHeading(topic, at)] : []
  })
  for (const paper of area.members) findBest(paper, parts, shares)?.members.push(paper)
  const kept = parts.filter(({ members }) => members.length >= leastSplit)
  const rest = parts.filter(({ members }) => members.length < leastSplit)
  const members = rest.flatMap((part) => part.members)
  if (members.length === 0) return kept
  const topic = { slug: area.topic.slug, title: `More on ${area.topic.title.toLowerCase()}` }
  return [
    ...kept,
    { topic, topics: rest.flatMap((part) => part.topics), isArea: false, isRest: true, spread: 3, members },
  ]
}

/** Areas are told apart before topics are; what a split shows to be nearer to a topic's own heading moves there. */
function settlePapers(headings: readonly Heading[], shares: Shares): void {
  const own = headings.filter(({ topics }) => topics.length === 1)
  for (const heading of headings) {
    for (const paper of heading.members) {
      const best = findBest(paper, own, shares)
      if (!best || best === heading || shareOf(paper, best, shares) <= sumShares(paper, heading.topics, shares))
        continue
      heading.members = heading.members.filter((member) => member !== paper)
      best.members.push(paper)
    }
  }
}

function dissolveSmall(headings: Heading[], shares: Shares): number[] {
  const left: number[] = []
  for (;;) {
    const empty = headings.findIndex(({ members }) => members.length === 0)
    if (empty >= 0) {
      headings.splice(empty, 1)
      continue
    }
    const single = headings.filter(({ members }) => members.length === 1)
    const rest = headings.filter(({ isRest }) => isRest)
    const many = headings.length > mostSections ? (rest.length > 0 ? rest : headings) : []
    const candidates = single.length > 0 ? single : many
    if (candidates.length === 0) return left
    const losses = candidates.map((heading) => ({ heading, loss: measureLoss(heading, headings, shares) }))
    const least = losses.reduce((a, b) => (b.loss < a.loss ? b : a)).heading
    headings.splice(headings.indexOf(least), 1)
    for (const paper of least.members) {
      const next = findBest(paper, headings, shares)
      if (next && sumShares(paper, next.topics, shares) >= leastShare) next.members.push(paper)
      else left.push(paper)
    }
  }
}

/** What moving all papers of a heading to their next best one costs, in nats. */
function measureLoss(heading: Heading, headings: readonly Heading[], shares: Shares): number {
  const others = headings.filter((other) => other !== heading)
  return heading.members.reduce((sum, paper) => {
    const next = findBest(paper, others, shares)
    const share = next ? shareOf(paper, next, shares) : 0
    return sum + Math.log((shareOf(paper, heading, shares) + 0.01) / (share + 0.01)) + 0.5
  }, 0)
}
