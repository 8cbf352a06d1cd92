import data from './score-model.data.json' with { type: 'json' }

/** How a measure of a paper becomes points: (value − mean) ÷ deviation × weight. */
export interface ShapeWeight {
  readonly mean: number
  readonly deviation: number
  readonly weight: number
}

/** Weights that `test/eval/fit-score.ts` fits on days whose votes are known. */
export interface ScoreModel {
  readonly version: number
  /** First and last day of the papers it was fitted on. */
  readonly fittedOn: readonly string[]
  /** Points for a term (stem) of title and abstract; divided by the root of the number of different terms. */
  readonly terms: Readonly<Record<string, number>>
  /** The same for terms of the title alone. */
  readonly titleTerms: Readonly<Record<string, number>>
  /** How the text is built: lengths, numbers, links. */
  readonly shape: Readonly<Record<string, ShapeWeight>>
  /** What is known beside the text, and how much the text counts beside it. */
  readonly metadata: Readonly<Record<string, number>>
  /** Points for an author (lower-case words of the name) whose earlier papers had votes; over the root of their number. */
  readonly authors: Readonly<Record<string, number>>
  /** Points for ten times as many stars or comments where no votes are known. */
  readonly engagement: Readonly<Record<string, number>>
}

/** The weights that come with Courant. */
export const builtInScoreModel: ScoreModel = data
