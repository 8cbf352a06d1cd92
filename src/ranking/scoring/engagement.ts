import type { Candidate } from '../candidate.ts'
import type { Reason } from '../ranking.ts'
import type { DaySignals } from './score.ts'

interface Measure {
  readonly signal: string
  /** Names under which sources give it. */
  readonly names: readonly string[]
  readonly one: string
  readonly many: string
  /** Points for ten times as many. */
  readonly weight: number
}

/** What readers did, strongest first: votes lead, stars and comments only break near-ties of votes. */
const measures: readonly Measure[] = [
  {
    signal: 'votes',
    names: ['upvotes', 'votes', 'points', 'likes'],
    one: 'reader voted for it',
    many: 'readers voted for it',
    weight: 20,
  },
  {
    signal: 'stars',
    names: ['stars', 'githubStars'],
    one: 'star on its repository',
    many: 'stars on its repository',
    weight: 0.4,
  },
  { signal: 'comments', names: ['comments', 'numComments'], one: 'comment', many: 'comments', weight: 0.4 },
]

/** The middle of each measure over a day, taken over the papers whose source gives it at all. */
export function measureDay(candidates: readonly Candidate[]): DaySignals {
  const medians = new Map<string, number>()
  for (const measure of measures) {
    const values = candidates.map((candidate) => readMeasure(candidate, measure)).filter((value) => value !== undefined)
    if (values.some((value) => value > 0)) medians.set(measure.signal, median(values))
  }
  return { medians, hasEngagement: medians.size > 0 }
}

/** Points for what readers did; a paper whose source does not count it gets the day's middle, so it neither wins nor loses. */
export function scoreEngagement(candidate: Candidate, day: DaySignals): Reason[] {
  return measures.flatMap((measure): Reason[] => {
    const middle = day.medians.get(measure.signal)
    if (middle === undefined) return []
    const value = readMeasure(candidate, measure)
    const points = measure.weight * Math.log10(1 + (value ?? middle))
    if (value === undefined) {
      return [
        {
          signal: measure.signal,
          points,
          sentence: `Its source counts no ${measure.signal}; taken as the day's middle.`,
        },
      ]
    }
    const words = value === 1 ? measure.one : measure.many
    return [{ signal: measure.signal, points, sentence: `${value.toLocaleString('en')} ${words}.` }]
  })
}

function readMeasure({ signals }: Candidate, { names }: Measure): number | undefined {
  return names.map((name) => signals[name]).find((value) => value !== undefined)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
