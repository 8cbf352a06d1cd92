import type { Digest } from '../../digest/digest.ts'
import type { Paper } from '../../digest/paper.ts'
import { listCandidates, type Candidate } from '../candidate.ts'
import { mergeDuplicates } from '../merge-duplicates.ts'
import { dropPaper, type DroppedPaper } from '../ranking.ts'
import { compareScored, type ScoredCandidate } from '../scored-candidate.ts'
import { findExclusion, isPinned, type SelectionRules } from '../selection/rules.ts'
import { normalizeWords } from '../terms/terms.ts'
import { createVocabulary } from '../terms/vocabulary.ts'
import { classifyPaper } from '../topics/classify.ts'
import { buildTopicModel, buildTopicReader, type TopicModel, type TopicReader } from '../topics/topic-model.ts'
import { builtInTaxonomy, type Taxonomy } from '../topics/taxonomy.ts'
import { builtInTopicWeights, type TopicWeights } from '../topics/topic-weights.ts'
import { isEngagement } from './engagement.ts'
import { sumPoints } from './points.ts'
import { buildScoreContext, scorePaper, type ScoreContext } from './score.ts'
import { builtInScoreModel, type ScoreModel } from './score-model.ts'

/** How a digest is scored for every reader. */
export interface ScoringOptions {
  /** Every paper of the digest, without limit, caps or merging of duplicates. */
  readonly all?: boolean
  readonly selection?: SelectionRules
  readonly taxonomy?: Taxonomy
  /** Weights to rank by (default: those that come with Courant). */
  readonly scoreModel?: ScoreModel
  /** Weights to sort under topics by (default: those that come with Courant). */
  readonly topicWeights?: TopicWeights
}

/** All papers of a digest that may be shown, best first for a reader without wishes, and those that no reader may see. */
export interface ScoredDigest {
  readonly scored: readonly ScoredCandidate[]
  readonly refused: readonly DroppedPaper[]
  readonly reader: TopicReader
}

/** Folds duplicates, leaves out what an editor excludes, and scores the rest: all that is the same for every reader. */
export function scoreDigest(digest: Digest, options: ScoringOptions): ScoredDigest {
  const { selection = {}, taxonomy = builtInTaxonomy, all = false } = options
  const entries = listCandidates(digest)
  const merged = all ? entries.map((kept) => ({ kept, folded: [] })) : mergeDuplicates(entries)
  const candidates = merged.map(({ kept }) => kept)
  const context = buildScoreContext(candidates, options.scoreModel ?? builtInScoreModel)
  const model = findModel(taxonomy, options.topicWeights ?? builtInTopicWeights)
  const reader = buildTopicReader(model, candidates[0]?.vocabulary ?? createVocabulary())
  const refused = merged.flatMap(({ folded }) =>
    folded.map(({ paper, because }) => dropPaper(paper, 'duplicate', because)),
  )
  const scored: ScoredCandidate[] = []
  for (const candidate of candidates) {
    const out = findExclusion(candidate, selection)
    if (out) refused.push(out)
    else scored.push(scoreCandidate(candidate, { context, reader, selection }))
  }
  return { scored: scored.sort(compareScored), refused, reader }
}

interface Scoring {
  readonly context: ScoreContext
  readonly reader: TopicReader
  readonly selection: SelectionRules
}

function scoreCandidate(candidate: Candidate, { context, reader, selection }: Scoring): ScoredCandidate {
  const components = scorePaper(candidate, context)
  const author = findFirstAuthor(candidate.paper)
  return {
    candidate,
    topics: classifyPaper(candidate, reader),
    components,
    score: sumPoints(components),
    engagement: sumPoints(components.filter(isEngagement)),
    pinned: isPinned(candidate, selection),
    ...(author === undefined ? {} : { firstAuthor: author }),
  }
}

function findFirstAuthor({ authors: [first] }: Paper): string | undefined {
  return first && (normalizeWords(first.name) || undefined)
}

const models = new WeakMap<Taxonomy, WeakMap<TopicWeights, TopicModel>>()

/** The prepared taxonomy; made once for each pair. */
function findModel(taxonomy: Taxonomy, weights: TopicWeights): TopicModel {
  const known = models.get(taxonomy) ?? new WeakMap<TopicWeights, TopicModel>()
  const model = known.get(weights) ?? buildTopicModel(taxonomy, weights)
  models.set(taxonomy, known.set(weights, model))
  return model
}
