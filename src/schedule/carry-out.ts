/**
 * One run: claimed, carried out while its lease is kept, and settled by whoever still holds it. What fails is tried again
 * within the catch-up window.
 */
import { formatInstant, type Instant } from '../clock.ts'
import { retryMs } from './plan-runs.ts'
import type { RunLease, RunOutcome } from './run-store.ts'
import type { Run, Schedule } from './schedule.ts'
import type { SchedulerPorts } from './scheduler-ports.ts'

const leaseMs = 90_000
const firstRetryMs = 60_000
const mostRetryMs = 30 * 60_000

/** Takes a run for a lease. @returns undefined when somebody else has it */
export function claim(run: Run, { store, clock }: SchedulerPorts, owner: string): Promise<RunLease | undefined> {
  const now = clock.now()
  return store.claimRun(run, { owner, now, until: formatInstant(Date.parse(now) + leaseMs) })
}

/** Carries a claimed run out to its end, whatever happens on the way. */
export async function carryOut(
  schedule: Schedule,
  lease: RunLease,
  ports: SchedulerPorts,
  signal: AbortSignal,
): Promise<void> {
  const ended = new AbortController()
  const lost = new AbortController()
  const beating = keepLease(lease, ports, { ended: ended.signal, lost })
  const outcome = await ports
    .execute(schedule, lease, AbortSignal.any([signal, lost.signal]))
    .catch((error: unknown) => decideRetry(schedule, lease, { error, now: ports.clock.now() }))
  ended.abort()
  await beating
  await settle(lease, outcome, ports)
}

/** Writes down what a run came to; of a lease that is lost, nothing. */
export async function settle(
  lease: RunLease,
  outcome: RunOutcome,
  { store, clock, onEvent }: SchedulerPorts,
): Promise<void> {
  const isOurs = await store.settleRun(lease, outcome, clock.now())
  onEvent(isOurs ? { kind: 'run.settled', run: lease.run, outcome } : { kind: 'run.lost', run: lease.run })
}

/** Says every third of the lease that we are alive; when somebody else has taken the run, ours is stopped. */
async function keepLease(
  lease: RunLease,
  { store, clock, wait, onEvent }: SchedulerPorts,
  { ended, lost }: { readonly ended: AbortSignal; readonly lost: AbortController },
): Promise<void> {
  for (;;) {
    await wait(leaseMs / 3, ended)
    if (ended.aborted) return
    const now = clock.now()
    const until = formatInstant(Date.parse(now) + leaseMs)
    const isOurs = await store.extendLease(lease, { now, until }).catch((error: unknown) => {
      onEvent({ kind: 'schedule.failed', schedule: lease.run.schedule, error })
      return true
    })
    if (!isOurs) {
      lost.abort()
      return
    }
  }
}

/** What failed is tried again after 1, 2, 4 … 30 minutes, as long as the catch-up window is open. */
function decideRetry(
  schedule: Schedule,
  { run, attempt }: RunLease,
  { error, now }: { readonly error: unknown; readonly now: Instant },
): RunOutcome {
  const detail = error instanceof Error ? error.message : String(error)
  const nextMs = Date.parse(now) + Math.min(mostRetryMs, firstRetryMs * 2 ** (attempt - 1))
  if (nextMs > Date.parse(run.dueAt) + retryMs(schedule)) return { status: 'failed', detail }
  return { status: 'waiting', detail, retryAt: formatInstant(nextMs) }
}
