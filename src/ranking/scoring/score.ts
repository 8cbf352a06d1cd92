import type { Candidate } from '../candidate.ts'
import type { Interests } from '../interests.ts'
import type { Reason, TopicLabel } from '../ranking.ts'
import { scoreEngagement } from './engagement.ts'
import { scoreInterests } from './interest.ts'
import { scoreMetadata } from './metadata.ts'
import { scoreText } from './text.ts'

/** What a day's papers have in common: which signals its sources give, and the middle value of each. */
export interface DaySignals {
  readonly medians: ReadonlyMap<string, number>
  readonly hasEngagement: boolean
}

/** Components never drown votes: with engagement known, what is guessed from metadata and text is worth this much. */
const guessShare = 0.05

/** All components of a paper's score, largest first; their points add up to the score. */
export function scorePaper(
  candidate: Candidate,
  day: DaySignals,
  labels: readonly TopicLabel[],
  interests: Interests,
): Reason[] {
  const share = day.hasEngagement ? guessShare : 1
  const guessed = [...scoreMetadata(candidate), ...scoreText(candidate)]
  return [
    ...scoreEngagement(candidate, day),
    ...guessed.map((reason) => scaleReason(reason, share)),
    ...scoreInterests(candidate, labels, interests),
  ]
    .map((reason) => scaleReason(reason, 1))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.signal < b.signal ? -1 : 1))
}

/** The sum of the components, rounded so that the order of adding cannot show. */
export function sumPoints(reasons: readonly Reason[]): number {
  return roundPoints(reasons.reduce((sum, { points }) => sum + points, 0))
}

function roundPoints(points: number): number {
  return Math.round(points * 1e4) / 1e4
}

function scaleReason({ signal, points, sentence }: Reason, share: number): Reason {
  return { signal, points: roundPoints(points * share), sentence }
}
