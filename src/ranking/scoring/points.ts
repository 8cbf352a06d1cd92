import type { Reason } from '../ranking.ts'

/** Points to four places, so that the order in which they are added cannot show. */
export function roundPoints(points: number): number {
  return Math.round(points * 1e4) / 1e4
}

/** The sum of the components. */
export function sumPoints(reasons: readonly Reason[]): number {
  return roundPoints(reasons.reduce((sum, { points }) => sum + points, 0))
}
