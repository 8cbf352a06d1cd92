import type { Candidate } from '../candidate.ts'
import { besideVotes, measureDay, scoreEngagement, type DayEngagement } from './engagement.ts'
import { measureDayMetadata, scoreMetadata, type DayMetadata } from './metadata.ts'
import { compareComponents, roundPoints, type Component } from './points.ts'
import { scoreRecord } from './record.ts'
import type { ScoreModel } from './score-model.ts'
import { buildTextModel, scoreText, type TextModel } from './text.ts'

/** What the papers of one digest have in common, against which each is measured. */
export interface ScoreContext {
  readonly engagement: DayEngagement
  readonly metadata: DayMetadata
  readonly text: TextModel
  readonly model: ScoreModel
}

/** Every paper starts with these, so that a score is hardly ever below zero. */
const start: Component = { signal: 'start', points: 10, sentence: () => '' }

/** Prepares what all papers of a digest share. */
export function buildScoreContext(candidates: readonly Candidate[], model: ScoreModel): ScoreContext {
  return {
    engagement: measureDay(candidates),
    metadata: measureDayMetadata(candidates),
    text: buildTextModel(model, candidates[0]?.vocabulary),
    model,
  }
}

/** The components of a paper's score that are the same for every reader, largest first; their points add up to it. */
export function scorePaper(candidate: Candidate, { engagement, metadata, text, model }: ScoreContext): Component[] {
  const share = engagement.medians.has('votes') ? besideVotes : 1
  const textShare = metadata.has('authors') ? (model.metadata['text'] ?? 1) : 1
  const guessed = [...scoreMetadata(candidate, metadata, model), ...scoreRecord(candidate, model)]
  return [
    start,
    ...scoreEngagement(candidate, engagement, model),
    ...guessed.map((component) => scale(component, share)),
    scale(scoreText(candidate, text), share * textShare),
  ]
    .map((component) => scale(component, 1))
    .filter(({ points }) => points !== 0)
    .sort(compareComponents)
}

function scale({ signal, points, sentence }: Component, share: number): Component {
  return { signal, points: roundPoints(points * share), sentence }
}
