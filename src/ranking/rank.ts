import type { Digest } from '../digest/digest.ts'
import { listCandidates } from './candidate.ts'
import type { Candidate } from './candidate.ts'
import { buildTopicModel, classifyPaper } from './topics/classify.ts'
import type { TopicModel, TopicWeights } from './topics/classify.ts'
import { mergeDuplicates } from './identify.ts'
import type { Interests } from './interests.ts'
import { emptyMemory } from './memory.ts'
import type { ReaderMemory } from './memory.ts'
import type { DroppedPaper, RankedPaper, Ranking, TopicGroup, TopicLabel } from './ranking.ts'
import { buildScoreContext, scorePaper, sumPoints } from './scoring/score.ts'
import { builtInScoreModel } from './scoring/score-model.ts'
import type { ScoreModel } from './scoring/score-model.ts'
import { buildSections, moreTopic } from './topics/sections.ts'
import { compareScored } from './scored-candidate.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { drop, findExclusion, findSeen, selectPapers } from './select.ts'
import type { Selected, SelectionRules } from './select.ts'
import { defaultSummaryCharacters, summarizeAbstract } from './summary/summarize.ts'
import { builtInTaxonomy } from './topics/taxonomy.ts'
import { builtInTopicWeights } from './topics/topic-weights.ts'
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
  const candidates = listCandidates(digest)
  const merged = options.all ? candidates.map((kept) => ({ kept, folded: [] })) : mergeDuplicates(candidates)
  const duplicates = merged.flatMap(({ folded }) =>
    folded.map(({ paper, because }) => drop({ paper }, 'duplicate', because)),
  )
  const { scored, refused } = scoreAll(
    merged.map(({ kept }) => kept),
    options,
  )
  const { chosen, dropped } = choose(scored, options)
  return {
    date: digest.date,
    groups: groupPapers(chosen, options),
    dropped: [...dropped, ...refused, ...duplicates],
  }
}

function scoreAll(
  candidates: readonly Candidate[],
  options: RankOptions,
): { scored: ScoredCandidate[]; refused: DroppedPaper[] } {
  const { interests = {}, selection = {}, memory = emptyMemory, taxonomy = builtInTaxonomy } = options
  const context = buildScoreContext(candidates, interests, options.scoreModel ?? builtInScoreModel)
  const model = findModel(taxonomy, options.topicWeights ?? builtInTopicWeights)
  const scored: ScoredCandidate[] = []
  const refused: DroppedPaper[] = []
  for (const candidate of candidates) {
    const seen = findSeen(candidate, memory)
    const out = findExclusion(candidate, selection, interests) ?? seen.dropped
    if (out) {
      refused.push(out)
      continue
    }
    const labels = classifyPaper(candidate, model)
    const reasons = [...scorePaper(candidate, labels, context), ...(seen.reason ? [seen.reason] : [])]
    scored.push({ candidate, labels, reasons, score: sumPoints(reasons) })
  }
  return { scored: scored.sort(compareScored), refused }
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

const models = new WeakMap<Taxonomy, WeakMap<TopicWeights, TopicModel>>()

/** The prepared taxonomy; made once for each pair. */
function findModel(taxonomy: Taxonomy, weights: TopicWeights): TopicModel {
  const known = models.get(taxonomy) ?? new WeakMap<TopicWeights, TopicModel>()
  const model = known.get(weights) ?? buildTopicModel(taxonomy, weights)
  models.set(taxonomy, known.set(weights, model))
  return model
}
