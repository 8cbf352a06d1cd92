import type { Candidate } from '../candidate.ts'
import { findCount, type CountName } from '../signals.ts'
import type { Component } from './points.ts'
import type { ScoreModel } from './score-model.ts'

/** The middle of each measure that at least one paper of the day has. */
export interface DayEngagement {
  readonly medians: ReadonlyMap<string, number>
}

/** One thing readers did, in words. */
interface Measure {
  readonly signal: CountName
  readonly one: string
  readonly many: string
}

const measures: readonly Measure[] = [
  { signal: 'votes', one: 'reader voted for it', many: 'readers voted for it' },
  { signal: 'stars', one: 'star on its repository', many: 'stars on its repository' },
  { signal: 'comments', one: 'comment', many: 'comments' },
]

/** Points for ten times as many votes: more than everything else of a paper together. */
const voteWeight = 20
/** Where votes are known they lead: all that is not votes keeps this share of its points, and breaks near-ties. */
export const besideVotes = 0.05

/** The middle of each measure over the papers of a day whose source gives it; a measure that is 0 for all is left out. */
export function measureDay(candidates: readonly Candidate[]): DayEngagement {
  const medians = new Map<string, number>()
  for (const { signal } of measures) {
    const values = candidates
      .map(({ signals }) => findCount(signals, signal))
      .filter((value): value is number => value !== undefined)
    if (values.some((value) => value > 0)) medians.set(signal, median(values))
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
    const value = findCount(candidate.signals, measure.signal)
    const points = weigh(measure, day, model) * Math.log10(1 + (value ?? middle))
    return [{ signal: measure.signal, points, sentence: () => formatMeasure(measure, value) }]
  })
}

/** Whether a component is what readers did with a paper, and not what the paper is. */
export function isEngagement({ signal }: Component): boolean {
  return measures.some((measure) => measure.signal === signal)
}

function weigh({ signal }: Measure, day: DayEngagement, model: ScoreModel): number {
  if (signal === 'votes') return voteWeight
  return (model.engagement[signal] ?? 0) * (day.medians.has('votes') ? besideVotes : 1)
}

function formatMeasure({ signal, one, many }: Measure, value: number | undefined): string {
  if (value === undefined) return `Its source counts no ${signal}; taken as the day's middle.`
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}.`
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
