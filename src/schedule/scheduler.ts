/**
 * The loop: looks at every schedule, writes down what was missed, claims what is due and carries it out. Any number of
 * daemons may run it over one store, because a run is claimed by its row. A failure of one schedule or one run stops
 * no other.
 */
import { formatInstant, type Clock, type Instant } from '../clock.ts'
import { planDays, planRuns, retryMs, type RunPlan } from './plan-runs.ts'
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

/** Who runs the loop, and until when. */
export interface SchedulerOptions {
  /** Name of this process among all that share the store. */
  readonly owner: string
  readonly signal: AbortSignal
}

/**
 * The longest wait. A timer of hours fires late after the machine slept, and at the wrong time after its clock was set;
 * looking at the clock twice a minute is right in both cases and costs nothing.
 */
const mostWaitMs = 30_000
const leaseMs = 90_000
/** No clock that is right shows less; a machine without a battery starts in 1970 until it has asked for the time. */
const programYear = '2026-01-01'
const firstRetryMs = 60_000
const mostRetryMs = 30 * 60_000

/** Runs until the signal aborts, then waits for what is under way. */
export async function runScheduler(
  schedules: readonly Schedule[],
  ports: SchedulerPorts,
  options: SchedulerOptions,
): Promise<void> {
  const active = new Map<string, Promise<void>>()
  while (!options.signal.aborted) {
    const nextAt = await look(schedules, ports, { ...options, active })
    const untilNextMs = nextAt === undefined ? mostWaitMs : Date.parse(nextAt) - Date.parse(ports.clock.now())
    await ports.wait(Math.max(1000, Math.min(mostWaitMs, untilNextMs)), options.signal)
  }
  await Promise.all(active.values())
}

/** Carries out what is due now and ends: for timers of the system and for continuous integration. */
export async function runDueOnce(
  schedules: readonly Schedule[],
  ports: SchedulerPorts,
  options: SchedulerOptions,
): Promise<void> {
  const active = new Map<string, Promise<void>>()
  await look(schedules, ports, { ...options, active })
  await Promise.all(active.values())
}

interface Looking extends SchedulerOptions {
  readonly active: Map<string, Promise<void>>
}

/** One look at every schedule. @returns when the next one has something to do */
async function look(
  schedules: readonly Schedule[],
  ports: SchedulerPorts,
  looking: Looking,
): Promise<Instant | undefined> {
  const now = ports.clock.now()
  if (now < programYear) {
    ports.onEvent({ kind: 'clock.wrong', now })
    return undefined
  }
  let nextAt: Instant | undefined
  for (const schedule of schedules) {
    try {
      const plan = await lookAt(schedule, ports, looking)
      if (plan.nextAt !== undefined && (nextAt === undefined || plan.nextAt < nextAt)) nextAt = plan.nextAt
    } catch (error) {
      ports.onEvent({ kind: 'schedule.failed', schedule: schedule.name, error })
    }
  }
  return nextAt
}

async function lookAt(schedule: Schedule, ports: SchedulerPorts, looking: Looking): Promise<RunPlan> {
  const { store, clock, onEvent } = ports
  const now = clock.now()
  const openedAt = await store.openSchedule(schedule.name, now)
  const since = formatInstant(Date.parse(now) - (planDays + 1) * 86_400_000)
  const plan = planRuns(schedule, { now, openedAt, records: await store.listRecords(schedule.name, since) })
  for (const { run, reason } of plan.missed) {
    if (await store.recordMissed(run, reason, now)) onEvent({ kind: 'run.missed', run, reason })
  }
  for (const run of plan.abandoned) await abandon(run, ports, looking)
  const { due } = plan
  if (due !== undefined && !looking.active.has(keyOf(due)) && !looking.signal.aborted) {
    const lease = await claim(due, ports, looking)
    if (lease) {
      onEvent({ kind: 'run.started', run: due, attempt: lease.attempt, isLate: plan.isLate })
      begin(schedule, lease, ports, looking)
    }
  }
  return plan
}

/** A run that is out of time: whoever had it is gone, or waited in vain. */
async function abandon(run: Run, ports: SchedulerPorts, looking: Looking): Promise<void> {
  if (looking.active.has(keyOf(run))) return
  const lease = await claim(run, ports, looking)
  if (!lease) return
  await settle(lease, { status: 'failed', detail: 'it was begun and did not end in its catch-up window' }, ports)
}

function claim(run: Run, { store, clock }: SchedulerPorts, { owner }: Looking): Promise<RunLease | undefined> {
  const now = clock.now()
  return store.claimRun(run, { owner, now, until: formatInstant(Date.parse(now) + leaseMs) })
}

function begin(schedule: Schedule, lease: RunLease, ports: SchedulerPorts, { active, signal }: Looking): void {
  const key = keyOf(lease.run)
  const work = carryOut(schedule, lease, ports, signal)
    .catch((error: unknown) => ports.onEvent({ kind: 'schedule.failed', schedule: schedule.name, error }))
    .finally(() => active.delete(key))
  active.set(key, work)
}

async function carryOut(
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

async function settle(lease: RunLease, outcome: RunOutcome, { store, clock, onEvent }: SchedulerPorts): Promise<void> {
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

function keyOf({ schedule, due }: Run): string {
  return `${schedule} ${due}`
}
