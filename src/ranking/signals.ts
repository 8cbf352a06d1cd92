import type { Entry } from '../digest/digest.ts'
import { compareText } from './compare-text.ts'

/** Numbers that sources give, by their names. */
export type Signals = Readonly<Record<string, number>>

/** What readers did with a paper, and the names under which sources count it; the first that is there is taken. */
export const countNames = {
  votes: ['upvotes', 'votes', 'points', 'likes'],
  stars: ['stars', 'githubStars'],
  comments: ['comments', 'numComments'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type CountName = keyof typeof countNames

/** Numbers above this are mistakes of the source, not votes. */
const maxSignal = 1e9

/**
 * The signals of an entry that are numbers one can rank by. What is not a finite number of at least 0, or is absurdly
 * large, counts as not given: a source's mistake must neither lead an issue nor push a paper out of it.
 */
export function listSignals(entry: Entry): Signals {
  const kept = Object.entries(entry.signals).filter(([, value]) => isCount(value))
  return Object.fromEntries(kept.sort(([a], [b]) => compareText(a, b)))
}

/** How many votes, stars or comments a paper has; undefined where its source does not count them. */
export function findCount(signals: Signals, name: CountName): number | undefined {
  return countNames[name].map((known) => signals[known]).find((count) => count !== undefined)
}

/** The larger of each signal: two sources counted the same readers at different hours. */
export function mergeSignals(a: Signals, b: Signals): Signals {
  const merged: Record<string, number> = { ...a }
  for (const [name, value] of Object.entries(b)) merged[name] = Math.max(value, merged[name] ?? 0)
  return merged
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= maxSignal
}
