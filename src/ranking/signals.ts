import type { Entry } from '../digest/digest.ts'

/** Numbers above this are mistakes of the source, not votes. */
const maxSignal = 1e9

/**
 * The signals of an entry that are numbers one can rank by. What is not a finite number of at least 0, or is absurdly
 * large, counts as not given: a source's mistake must neither lead an issue nor push a paper out of it.
 */
export function listSignals(entry: Entry): Readonly<Record<string, number>> {
  const kept = Object.entries(entry.signals).filter(([, value]) => isCount(value))
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The larger of each signal: two sources counted the same readers at different hours. */
export function mergeSignals(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const merged: Record<string, number> = { ...a }
  for (const [name, value] of Object.entries(b)) merged[name] = Math.max(value, merged[name] ?? 0)
  return merged
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= maxSignal
}
