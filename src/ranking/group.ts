import type { Candidate } from './candidate.ts'
import { moreTopic, type RankedPaper, type TopicGroup, type TopicLabel } from './ranking.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { compareComponents, describeComponent } from './scoring/points.ts'
import { summarizeAbstract } from './summary/summarize.ts'
import { listTopicLabels } from './topics/classify.ts'
import { buildSections } from './topics/sections.ts'
import type { Taxonomy } from './topics/taxonomy.ts'
import type { TopicReader } from './topics/topic-model.ts'

/** What is shown of a paper, whoever reads it. */
type Description = Pick<RankedPaper, 'signals' | 'summary'> & { readonly labels: readonly TopicLabel[] }

/** Share from which on a topic that is not the main one is worth naming. */
const leastShare = 0.15

/** Describes papers when they are first shown, and once each. */
export function createDescriber(
  reader: TopicReader,
  summaryCharacters: number,
): (paper: ScoredCandidate) => Description {
  const known = new Map<Candidate, Description>()
  return ({ candidate, topics }) => {
    const description = known.get(candidate) ?? {
      signals: candidate.signals,
      summary: summarizeAbstract(candidate.paper.abstract, summaryCharacters, candidate.paper.title),
      labels: listTopicLabels(candidate, reader, topics).filter(({ share }, at) => at === 0 || share >= leastShare),
    }
    known.set(candidate, description)
    return description
  }
}

/** Chosen papers, best first, under the headings of their sections. */
export function groupPapers(
  chosen: readonly ScoredCandidate[],
  taxonomy: Taxonomy,
  describe: (paper: ScoredCandidate) => Description,
): TopicGroup[] {
  const sections = buildSections(
    chosen.map(({ topics }) => topics.shares),
    taxonomy,
  )
  return sections.map(({ topic, members }) => ({
    topic,
    papers: members.flatMap((at) => {
      const paper = chosen[at]
      return paper ? [buildRanked(paper, { rank: at + 1, slug: topic.slug, description: describe(paper) })] : []
    }),
  }))
}

interface Place {
  readonly rank: number
  readonly slug: string
  readonly description: Description
}

function buildRanked(paper: ScoredCandidate, { rank, slug, description }: Place): RankedPaper {
  const { candidate, score, components, listAdded } = paper
  const { signals, summary, labels } = description
  const reasons = (listAdded ? [...components, ...listAdded()].sort(compareComponents) : components).map(
    describeComponent,
  )
  return {
    paper: candidate.paper,
    rank,
    score,
    reasons,
    signals,
    summary,
    placement: formatPlacement(labels, slug),
    labels,
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
    : `${about} That topic has no section here; grouped where it fits next.`
}
