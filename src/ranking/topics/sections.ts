import type { Topic, TopicLabel } from '../ranking.ts'
import type { Taxonomy } from './taxonomy.ts'

/** A heading and the papers under it, as places in the list that was given, in that order. */
export interface PaperSection {
  readonly topic: Topic
  readonly members: readonly number[]
}

/** The heading of what fits nowhere; always the last section. */
export const moreTopic: Topic = { slug: 'more', title: 'More papers' }

const maxSections = 8
/** What one more heading costs, in nats; lower makes more and smaller sections. */
const headingCost = 2.2
/** How much a broad area loses against a topic that says more. */
const areaCost = 1.2
const minShare = 0.02

interface Heading {
  readonly topic: Topic
  /** Per paper, how well the heading fits: the logarithm of its share, less what a vague heading costs. */
  readonly fits: readonly number[]
}

/**
 * Chooses headings for papers in order of rank: as few as say enough. Each paper counts for the logarithm of the share
 * that its heading has in it; a heading costs `headingCost`, a broad area `areaCost` per paper. Headings are added while
 * they gain, at most eight; no section has a single paper; what fits nowhere goes under "More papers".
 */
export function buildSections(labels: readonly (readonly TopicLabel[])[], taxonomy: Taxonomy): PaperSection[] {
  const chosen = chooseHeadings(listHeadings(labels, taxonomy), labels.length)
  const sections = assignPapers(chosen, labels.length)
  const kept = sections.filter(({ members }) => members.length > 1)
  const left = sections.filter(({ members }) => members.length === 1).flatMap(({ members }) => members)
  const ordered = kept.sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))
  return left.length === 0 ? ordered : [...ordered, { topic: moreTopic, members: left.sort((a, b) => a - b) }]
}

function listHeadings(labels: readonly (readonly TopicLabel[])[], taxonomy: Taxonomy): Heading[] {
  const shares = labels.map((list) => new Map(list.map(({ slug, share }) => [slug, share])))
  const shareOf = (paper: number, slugs: readonly string[]): number =>
    slugs.reduce((sum, slug) => sum + (shares[paper]?.get(slug) ?? 0), 0)
  const build = (topic: Topic, slugs: readonly string[], cost: number): Heading => ({
    topic: { slug: topic.slug, title: topic.title },
    fits: labels.map((_, paper) => Math.log(Math.max(minShare, shareOf(paper, slugs))) - cost),
  })
  const fine = taxonomy.topics.map((topic) => build(topic, [topic.slug], 0))
  const broad = taxonomy.areas.map((area) => {
    const slugs = taxonomy.topics.filter((topic) => topic.area === area.slug).map(({ slug }) => slug)
    return build(area, slugs, areaCost)
  })
  return [...fine, ...broad]
}

function chooseHeadings(headings: readonly Heading[], paperCount: number): Heading[] {
  const chosen: Heading[] = []
  let best: readonly number[] = Array.from({ length: paperCount }, () => Math.log(minShare) - areaCost)
  while (chosen.length < maxSections) {
    let bestGain = 0
    let next: Heading | undefined
    for (const heading of headings) {
      const gain = heading.fits.reduce((sum, fit, at) => sum + Math.max(0, fit - (best[at] ?? 0)), -headingCost)
      if (gain > bestGain + 1e-9) [bestGain, next] = [gain, heading]
    }
    if (!next) break
    chosen.push(next)
    const { fits } = next
    best = best.map((value, at) => Math.max(value, fits[at] ?? value))
  }
  return chosen
}

function assignPapers(chosen: readonly Heading[], paperCount: number): PaperSection[] {
  const members = new Map<Heading, number[]>(chosen.map((heading) => [heading, []]))
  const left: number[] = []
  for (let paper = 0; paper < paperCount; paper++) {
    const fit = (heading: Heading): number => heading.fits[paper] ?? Number.NEGATIVE_INFINITY
    const [best] = [...chosen].sort((a, b) => fit(b) - fit(a))
    if (best) members.get(best)?.push(paper)
    else left.push(paper)
  }
  const sections = [...members].map(([{ topic }, papers]) => ({ topic, members: papers }))
  return left.length === 0 ? sections : [...sections, { topic: moreTopic, members: left }]
}
