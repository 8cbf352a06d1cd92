import type { Candidate } from '../candidate.ts'
import type { Component } from './points.ts'
import type { ScoreModel } from './score-model.ts'

/** The middle of each measure that at least one paper of the day has. */
export interface DayEngagement {
  readonly medians: ReadonlyMap<string, number>
}

/** One thing readers did, and the names under which sources give it. */
interface Measure {
  readonly signal: string
  readonly names: readonly string[]
  readonly one: string
  readonly many: string
}

const measures: readonly Measure[] = [
  {
    signal: 'votes',
    names: ['upvotes', 'votes', 'points', 'likes'],
    one: 'reader voted for it',
    many: 'readers voted for it',
  },
  { signal: 'stars', names: ['stars', 'githubStars'], one: 'star on its repository', many: 'stars on its repository' },
  { signal: 'comments', names: ['comments', 'numComments'], one: 'comment', many: 'comments' },
]

/** Points for ten times as many votes: more than everything else of a paper together. */
const voteWeight = 20
/** Where votes are known they lead: all that is not votes keeps this share of its points, and breaks near-ties. */
export const besideVotes = 0.05

/** The middle of each measure over the papers of a day whose source gives it; a measure that is 0 for all is left out. */
export function measureDay(candidates: readonly Candidate[]): DayEngagement {
  const medians = new Map<string, number>()
  for (const measure of measures) {
    const values = candidates
      .map((candidate) => readMeasure(candidate, measure))
      .filter((value): value is number => value !== undefined)
    if (values.some((value) => value > 0)) medians.set(measure.signal, median(values))
  }
  return { medians }
}

/**
 * Points for what readers did. A paper whose source does not count it is taken as the day's middle, so that it neither
 * wins nor loses by that.
 */
export function scoreEngagement(candidate: Candidate, day: DayEngagement, model: ScoreModel): Component[] {
  return measures.flatMap((measure): Component[] => {
    const middle = day.medians.get(measure.signal)
    if (middle === undefined) return []
    const value = readMeasure(candidate, measure)
    const points = weigh(measure, day, model) * Math.log10(1 + (value ?? middle))
    return [{ signal: measure.signal, points, sentence: () => formatMeasure(measure, value) }]
  })
}

function weigh({ signal }: Measure, day: DayEngagement, model: ScoreModel): number {
  if (signal === 'votes') return voteWeight
  return (model.engagement[signal] ?? 0) * (day.medians.has('votes') ? besideVotes : 1)
}

function formatMeasure({ signal, one, many }: Measure, value: number | undefined): string {
  if (value === undefined) return `Its source counts no ${signal}; taken as the day's middle.`
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}.`
}

function readMeasure({ signals }: Candidate, { names }: Measure): number | undefined {
  return names.map((name) => signals[name]).find((value) => value !== undefined)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
