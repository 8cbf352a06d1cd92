import { compareText } from '../compare-text.ts'
import type { Reason } from '../ranking.ts'

/** One component of a score; its sentence is made only where somebody reads it. */
export interface Component {
  readonly signal: string
  readonly points: number
  readonly sentence: () => string
}

/** The component as a reader sees it. */
export function describeComponent({ signal, points, sentence }: Component): Reason {
  return { signal, points, sentence: sentence() }
}

/** The order of the components of a score: what moves it most comes first. */
export function compareComponents(a: Component, b: Component): number {
  return Math.abs(b.points) - Math.abs(a.points) || compareText(a.signal, b.signal)
}

/** Points to four places, so that the order in which they are added cannot show. */
export function roundPoints(points: number): number {
  return Math.round(points * 1e4) / 1e4
}

/** The sum of the components. */
export function sumPoints(components: readonly Component[]): number {
  return roundPoints(components.reduce((sum, { points }) => sum + points, 0))
}
