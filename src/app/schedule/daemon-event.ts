import type { IntakeEvent } from '../bounces/intake.ts'
import type { SchedulerEvent } from '../../schedule/scheduler-ports.ts'

/** How a daemon is watched and stopped. */
export interface DaemonOptions {
  readonly signal: AbortSignal
  readonly onEvent: (event: DaemonEvent) => void
}

/** What a daemon has to say. */
export type DaemonEvent =
  | SchedulerEvent
  | IntakeEvent
  | { readonly kind: 'sender.ended'; readonly campaign: number; readonly ended: string; readonly detail: string }
  | { readonly kind: 'sender.failed'; readonly campaign: number; readonly error: unknown }
  | { readonly kind: 'alarm.failed'; readonly error: unknown }
