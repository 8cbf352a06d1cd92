import type { Candidate } from '../candidate.ts'
import type { Interests } from '../interests.ts'
import type { Reason, TopicLabel } from '../ranking.ts'
import { besideVotes, measureDay, scoreEngagement } from './engagement.ts'
import type { DayEngagement } from './engagement.ts'
import { scoreInterests } from './interest.ts'
import { measureDayMetadata, scoreMetadata } from './metadata.ts'
import type { DayMetadata } from './metadata.ts'
import { roundPoints } from './points.ts'
import type { ScoreModel } from './score-model.ts'
import { scoreText } from './text.ts'

/** What the papers of one digest have in common, against which each is measured. */
export interface ScoreContext {
  readonly engagement: DayEngagement
  readonly metadata: DayMetadata
  readonly interests: Interests
  readonly model: ScoreModel
}

/** Every paper starts with these, so that a score is hardly ever below zero. */
const startPoints = 10

/** Prepares what all papers of a digest share. */
export function buildScoreContext(
  candidates: readonly Candidate[],
  interests: Interests,
  model: ScoreModel,
): ScoreContext {
  return { engagement: measureDay(candidates), metadata: measureDayMetadata(candidates), interests, model }
}

/** All components of a paper's score, largest first; their points add up to the score. */
export function scorePaper(candidate: Candidate, labels: readonly TopicLabel[], context: ScoreContext): Reason[] {
  const { engagement, metadata, interests, model } = context
  const share = engagement.medians.has('votes') ? besideVotes : 1
  const textShare = metadata.has('authors') ? (model.metadata['text'] ?? 1) : 1
  const guessed = [
    ...scoreMetadata(candidate, metadata, model).map((reason) => scaleReason(reason, share)),
    ...scoreText(candidate, model).map((reason) => scaleReason(reason, share * textShare)),
  ]
  const start = { signal: 'start', points: startPoints, sentence: '' }
  return [
    start,
    ...scoreEngagement(candidate, engagement, model),
    ...guessed,
    ...scoreInterests(candidate, labels, interests),
  ]
    .map((reason) => scaleReason(reason, 1))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.signal < b.signal ? -1 : 1))
}

function scaleReason({ signal, points, sentence }: Reason, share: number): Reason {
  return { signal, points: roundPoints(points * share), sentence }
}
