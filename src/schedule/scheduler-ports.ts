import type { Clock, Instant } from '../clock.ts'
import type { RunLease, RunOutcome, RunStore } from './run-store.ts'
import type { Run, Schedule } from './schedule.ts'

/** What happened, for the log and for the alarm. */
export type SchedulerEvent =
  | { readonly kind: 'run.started'; readonly run: Run; readonly attempt: number; readonly isLate: boolean }
  | { readonly kind: 'run.settled'; readonly run: Run; readonly outcome: RunOutcome }
  | { readonly kind: 'run.missed'; readonly run: Run; readonly reason: string }
  | { readonly kind: 'run.lost'; readonly run: Run }
  | { readonly kind: 'schedule.failed'; readonly schedule: string; readonly error: unknown }
  | { readonly kind: 'clock.wrong'; readonly now: Instant }

/** What the loop needs of the world. */
export interface SchedulerPorts {
  readonly store: RunStore
  readonly clock: Clock
  /** Resolves after so many milliseconds of elapsed time, or when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Does what a run is for; what it throws is tried again within the catch-up window. */
  readonly execute: (schedule: Schedule, lease: RunLease, signal: AbortSignal) => Promise<RunOutcome>
  readonly onEvent: (event: SchedulerEvent) => void
}
