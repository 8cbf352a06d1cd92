import type { Candidate } from '../candidate.ts'
import type { Reason } from '../ranking.ts'
import { besideVotes, measureDay, scoreEngagement } from './engagement.ts'
import type { DayEngagement } from './engagement.ts'
import { measureDayMetadata, scoreMetadata } from './metadata.ts'
import type { DayMetadata } from './metadata.ts'
import { roundPoints } from './points.ts'
import { scoreRecord } from './record.ts'
import type { ScoreModel } from './score-model.ts'
import { scoreText } from './text.ts'

/** What the papers of one digest have in common, against which each is measured. */
export interface ScoreContext {
  readonly engagement: DayEngagement
  readonly metadata: DayMetadata
  readonly model: ScoreModel
}

/** Every paper starts with these, so that a score is hardly ever below zero. */
const startPoints = 10

/** Prepares what all papers of a digest share. */
export function buildScoreContext(candidates: readonly Candidate[], model: ScoreModel): ScoreContext {
  return { engagement: measureDay(candidates), metadata: measureDayMetadata(candidates), model }
}

/** The components of a paper's score that are the same for every reader, largest first; their points add up to it. */
export function scorePaper(candidate: Candidate, { engagement, metadata, model }: ScoreContext): Reason[] {
  const share = engagement.medians.has('votes') ? besideVotes : 1
  const textShare = metadata.has('authors') ? (model.metadata['text'] ?? 1) : 1
  const guessed = [
    ...scoreMetadata(candidate, metadata, model).map((reason) => scaleReason(reason, share)),
    ...scoreRecord(candidate, model).map((reason) => scaleReason(reason, share)),
    ...scoreText(candidate, model).map((reason) => scaleReason(reason, share * textShare)),
  ]
  const start = { signal: 'start', points: startPoints, sentence: '' }
  return [start, ...scoreEngagement(candidate, engagement, model), ...guessed]
    .map((reason) => scaleReason(reason, 1))
    .filter(({ points }) => points !== 0)
    .sort(compareReasons)
}

/** The order of the components of a score: what moves it most comes first. */
export function compareReasons(a: Reason, b: Reason): number {
  return Math.abs(b.points) - Math.abs(a.points) || (a.signal < b.signal ? -1 : 1)
}

function scaleReason({ signal, points, sentence }: Reason, share: number): Reason {
  return { signal, points: roundPoints(points * share), sentence }
}
