/**
 * The loop: looks at every schedule, writes down what was missed, claims what is due and carries it out. Any number of
 * daemons may run it over one store, because a run is claimed by its row. A failure of one schedule or one run stops
 * no other.
 */
import { formatInstant, type Instant } from '../clock.ts'
import { carryOut, claim, settle } from './carry-out.ts'
import { planDays, planRuns, type RunPlan } from './plan-runs.ts'
import type { RunLease } from './run-store.ts'
import type { Run, Schedule } from './schedule.ts'
import type { SchedulerPorts } from './scheduler-ports.ts'

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
/** No clock that is right shows less; a machine without a battery starts in 1970 until it has asked for the time. */
const programYear = '2026-01-01'
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
    const lease = await claim(due, ports, looking.owner)
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
  const lease = await claim(run, ports, looking.owner)
  if (!lease) return
  await settle(lease, { status: 'failed', detail: 'it was begun and did not end in its catch-up window' }, ports)
}

function begin(schedule: Schedule, lease: RunLease, ports: SchedulerPorts, { active, signal }: Looking): void {
  const key = keyOf(lease.run)
  const work = carryOut(schedule, lease, ports, signal)
    .catch((error: unknown) => ports.onEvent({ kind: 'schedule.failed', schedule: schedule.name, error }))
    .finally(() => active.delete(key))
  active.set(key, work)
}

function keyOf({ schedule, due }: Run): string {
  return `${schedule} ${due}`
}
