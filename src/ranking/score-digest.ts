import type { Digest } from '../digest/digest.ts'
import { listCandidates } from './candidate.ts'
import { mergeDuplicates } from './identify.ts'
import { emptyMemory } from './memory.ts'
import type { RankOptions } from './rank.ts'
import type { DroppedPaper } from './ranking.ts'
import { compareScored } from './scored-candidate.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { sumPoints } from './scoring/points.ts'
import { buildScoreContext, scorePaper } from './scoring/score.ts'
import { builtInScoreModel } from './scoring/score-model.ts'
import { drop, findExclusion, findSeen } from './select.ts'
import { buildTopicModel, classifyPaper } from './topics/classify.ts'
import type { TopicModel, TopicWeights } from './topics/classify.ts'
import { builtInTaxonomy } from './topics/taxonomy.ts'
import type { Taxonomy } from './topics/taxonomy.ts'
import { builtInTopicWeights } from './topics/topic-weights.ts'

/** All papers of a digest that may be shown, best first, and those that may not. */
export interface ScoredDigest {
  readonly scored: readonly ScoredCandidate[]
  readonly refused: readonly DroppedPaper[]
}

/** Folds duplicates, leaves out what is excluded or known, and scores the rest. */
export function scoreDigest(digest: Digest, options: RankOptions): ScoredDigest {
  const { interests = {}, selection = {}, memory = emptyMemory, taxonomy = builtInTaxonomy, all = false } = options
  const entries = listCandidates(digest)
  const merged = all ? entries.map((kept) => ({ kept, folded: [] })) : mergeDuplicates(entries)
  const candidates = merged.map(({ kept }) => kept)
  const context = buildScoreContext(candidates, interests, options.scoreModel ?? builtInScoreModel)
  const model = findModel(taxonomy, options.topicWeights ?? builtInTopicWeights)
  const scored: ScoredCandidate[] = []
  const refused = merged.flatMap(({ folded }) =>
    folded.map(({ paper, because }) => drop({ paper }, 'duplicate', because)),
  )
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

const models = new WeakMap<Taxonomy, WeakMap<TopicWeights, TopicModel>>()

/** The prepared taxonomy; made once for each pair. */
function findModel(taxonomy: Taxonomy, weights: TopicWeights): TopicModel {
  const known = models.get(taxonomy) ?? new WeakMap<TopicWeights, TopicModel>()
  const model = known.get(weights) ?? buildTopicModel(taxonomy, weights)
  models.set(taxonomy, known.set(weights, model))
  return model
}
