import type { RankedPaper, TopicGroup, TopicLabel } from './ranking.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { buildSections, moreTopic } from './topics/sections.ts'
import type { Taxonomy } from './topics/taxonomy.ts'

type Summarize = (abstract: string) => readonly string[]

/** Share from which on a topic that is not the main one is worth naming. */
const leastShare = 0.15

/** Chosen papers, best first, under the headings of their sections. */
export function groupPapers(
  chosen: readonly ScoredCandidate[],
  taxonomy: Taxonomy,
  summarize: Summarize,
): TopicGroup[] {
  const sections = buildSections(
    chosen.map(({ labels }) => labels),
    taxonomy,
  )
  return sections.map(({ topic, members }) => ({
    topic,
    papers: members.flatMap((at) => {
      const paper = chosen[at]
      return paper ? [{ ...buildRanked(paper, topic.slug, summarize), rank: at + 1 }] : []
    }),
  }))
}

function buildRanked(paper: ScoredCandidate, slug: string, summarize: Summarize): Omit<RankedPaper, 'rank'> {
  const { candidate, score, reasons, labels } = paper
  return {
    paper: candidate.paper,
    score,
    reasons,
    signals: candidate.signals,
    summary: summarize(candidate.paper.abstract),
    placement: formatPlacement(labels, slug),
    labels: labels.filter(({ share }, at) => at === 0 || share >= leastShare),
  }
}

function formatPlacement(labels: readonly TopicLabel[], slug: string): string {
  const [main] = labels
  if (!main || main.words.length === 0) return 'No topic has words for it.'
  const words = main.words.slice(0, 3).map((word) => `“${word}”`)
  const about = `About ${main.title}: ${words.join(', ')}.`
  if (slug === main.slug) return about
  return slug === moreTopic.slug
    ? `${about} No other paper is under that heading.`
    : `${about} Grouped under a broader heading.`
}
