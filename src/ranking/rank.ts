import type { Digest } from '../digest/digest.ts'
import type { TopicWeights } from './topics/classify.ts'
import type { Interests } from './interests.ts'
import type { ReaderMemory } from './memory.ts'
import type { RankedPaper, Ranking, TopicGroup, TopicLabel } from './ranking.ts'
import type { ScoreModel } from './scoring/score-model.ts'
import { buildSections, moreTopic } from './topics/sections.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { scoreDigest } from './score-digest.ts'
import { selectPapers } from './select.ts'
import type { Selected, SelectionRules } from './select.ts'
import { defaultSummaryCharacters, summarizeAbstract } from './summary/summarize.ts'
import { builtInTaxonomy } from './topics/taxonomy.ts'
import type { Taxonomy } from './topics/taxonomy.ts'

/** Papers in an issue unless asked otherwise. */
export const defaultLimit = 20

/** How to rank; everything has a default. */
export interface RankOptions {
  /** Papers to keep (default 20). */
  readonly limit?: number
  /** Every paper of the digest, without limit, caps or merging of duplicates. */
  readonly all?: boolean
  readonly interests?: Interests
  readonly selection?: SelectionRules
  readonly taxonomy?: Taxonomy
  /** What this reader had already. */
  readonly memory?: ReaderMemory
  /** Limit of a summary (default 280). */
  readonly summaryCharacters?: number
  /** Weights to rank by (default: those that come with Courant). */
  readonly scoreModel?: ScoreModel
  /** Weights to sort under topics by (default: those that come with Courant). */
  readonly topicWeights?: TopicWeights
}

/**
 * Digest → Ranking. Every entry comes out once, in a group or among the dropped; neither the order of the entries nor
 * the machine changes the result. Steps: fold duplicates, exclude, score, select, sort under topics, summarise.
 */
export function rankPapers(digest: Digest, options: RankOptions = {}): Ranking {
  const { scored, refused } = scoreDigest(digest, options)
  const { chosen, dropped } = choose(scored, options)
  return {
    date: digest.date,
    groups: groupPapers(chosen, options),
    dropped: [...dropped, ...refused],
  }
}

function choose(scored: readonly ScoredCandidate[], options: RankOptions): Selected {
  if (options.all) return { chosen: scored, dropped: [] }
  return selectPapers(scored, options.limit ?? defaultLimit, options.selection ?? {})
}

function groupPapers(chosen: readonly ScoredCandidate[], options: RankOptions): TopicGroup[] {
  const taxonomy = options.taxonomy ?? builtInTaxonomy
  const sections = buildSections(
    chosen.map(({ labels }) => labels),
    taxonomy,
  )
  return sections.map(({ topic, members }) => ({
    topic,
    papers: members.flatMap((at) => {
      const paper = chosen[at]
      return paper ? [buildRanked(paper, at + 1, topic.slug, options)] : []
    }),
  }))
}

function buildRanked(paper: ScoredCandidate, rank: number, slug: string, options: RankOptions): RankedPaper {
  const { candidate, score, reasons, labels } = paper
  return {
    paper: candidate.paper,
    rank,
    score,
    reasons,
    signals: candidate.signals,
    summary: summarizeAbstract(candidate.paper.abstract, options.summaryCharacters ?? defaultSummaryCharacters),
    placement: formatPlacement(labels, slug),
    labels: labels.filter(({ share }, at) => at === 0 || share >= 0.15),
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
