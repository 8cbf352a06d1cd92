/** What a daemon says, as lines of JSON: programs read them, and no address or secret stands in them. */
import type { DaemonEvent } from '../app/schedule/daemon-event.ts'
import type { Instant } from '../clock.ts'

/** One event as one line. */
export function formatDaemonEvent({ kind, ...facts }: DaemonEvent, at: Instant): string {
  return JSON.stringify({ at, event: kind, ...listFacts(facts) })
}

/** Whether an issue that was due has not gone out, or not yet. */
export function isTrouble(event: DaemonEvent): boolean {
  if (event.kind === 'run.settled') return event.outcome.status === 'failed' || event.outcome.status === 'waiting'
  return ['run.missed', 'run.lost', 'schedule.failed', 'sender.failed', 'clock.wrong'].includes(event.kind)
}

/** A kept digest is long and an error is no JSON; of both, what a person can use. */
function listFacts(facts: object): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...facts }
  if ('error' in facts) shown['error'] = facts.error instanceof Error ? facts.error.message : String(facts.error)
  if ('outcome' in facts) shown['outcome'] = { ...(facts.outcome as object), digest: undefined }
  return shown
}
