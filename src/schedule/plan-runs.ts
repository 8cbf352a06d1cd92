/**
 * Schedule, clock and rows in; what to do now out. Pure. Of all due times that nobody has begun, the latest is carried
 * out when it is within the catch-up window; all others are missed. So however long a machine slept, one issue goes out.
 * A run that waits for its owner's word is neither missed nor given up, whatever comes after it.
 */
import { formatInstant, type Instant } from '../clock.ts'
import { listRuns, listRunsBetween } from './next-run.ts'
import type { RunRecord } from './run-store.ts'
import type { Run, Schedule } from './schedule.ts'

/** What is known when a plan is made. */
export interface PlanState {
  readonly now: Instant
  /** When the schedule was first seen. */
  readonly openedAt: Instant
  /** Rows of the last days, oldest first. */
  readonly records: readonly RunRecord[]
}

/** What a daemon does now, and when it has to look again at the latest. */
export interface RunPlan {
  /** To be claimed and carried out; at most one. */
  readonly due?: Run
  /** Whether `due` should have begun more than a minute ago. */
  readonly isLate: boolean
  /** To be written down as missed, oldest first. */
  readonly missed: readonly { readonly run: Run; readonly reason: string }[]
  /** Begun and not ended in time: to be claimed and written down as failed. */
  readonly abandoned: readonly RunRecord[]
  readonly nextAt?: Instant
}

/** How far back rows are read and due times looked for; a daemon down for longer reports no more than this. */
export const planDays = 31

const hourMs = 3_600_000
/** An owner who says nothing for a week says no. */
const mostThinkingHours = 7 * 24

/** Decides what to do. */
export function planRuns(schedule: Schedule, state: PlanState): RunPlan {
  const open = state.records.filter(({ status }) => status === 'running' || status === 'waiting')
  const fresh = listUnbegun(schedule, state)
  const { latest, missed } = chooseLatest(schedule, fresh, state.now)
  const free = open.filter(({ until }) => until === undefined || until <= state.now)
  const resumed = latest === undefined ? free.findLast((record) => mayGoOn(schedule, record, state.now)) : undefined
  const due = latest ?? resumed
  const nextAt = findNext(schedule, open, state.now)
  return {
    ...(due === undefined ? {} : { due: { schedule: due.schedule, due: due.due, dueAt: due.dueAt } }),
    isLate: due !== undefined && Date.parse(state.now) - Date.parse(due.dueAt) > 60_000,
    missed,
    abandoned: free.filter((record) => record !== resumed && !isAsking(schedule, record)),
    ...(nextAt === undefined ? {} : { nextAt }),
  }
}

/** Due times that take place, up to now, and have no row. */
function listUnbegun(schedule: Schedule, { now, openedAt, records }: PlanState): Run[] {
  const earliest = formatInstant(Date.parse(now) - planDays * 24 * hourMs)
  // A row in the future is from a clock that was ahead; it must not hide what is due until then.
  const last = records.findLast(({ dueAt }) => dueAt <= now)?.dueAt ?? earliest
  const after = [earliest, openedAt, last].reduce((one, other) => (one > other ? one : other))
  const begun = new Set(records.map(({ due }) => due))
  return listRunsBetween(schedule, after, now).filter(({ takesPlace, due }) => takesPlace && !begun.has(due))
}

function chooseLatest(
  schedule: Schedule,
  fresh: readonly Run[],
  now: Instant,
): { latest?: Run; missed: { run: Run; reason: string }[] } {
  const last = fresh.at(-1)
  if (last === undefined) return { missed: [] }
  const isLastInTime = isInTime(schedule, last, now)
  const older = fresh.slice(0, -1).map((run) => ({ run, reason: `nothing ran then, and ${last.due} came after it` }))
  if (isLastInTime) return { latest: last, missed: older }
  const hours = Math.floor((Date.parse(now) - Date.parse(last.dueAt)) / hourMs)
  const reason = `nothing ran then; ${hours} hours later is more than the ${schedule.catchUpHours} to catch up`
  return { missed: [...older, { run: last, reason }] }
}

/** A run that was begun goes on within its window; one whose issue is made, and needs a word, until it has one. */
function mayGoOn(schedule: Schedule, record: RunRecord, now: Instant): boolean {
  return isInTime(schedule, record, now) || isAsking(schedule, record)
}

function isAsking({ approval }: Schedule, { isBound }: RunRecord): boolean {
  return approval !== undefined && isBound
}

/** A run may begin within the catch-up window, and one that holds for papers as long as it holds. */
function isInTime(schedule: Schedule, { dueAt }: Run, now: Instant): boolean {
  return Date.parse(now) - Date.parse(dueAt) <= windowMs(schedule)
}

/** How long after its due time a run may be begun, or begun again. */
export function windowMs({ catchUpHours, emptyDay, holdHours }: Schedule): number {
  // A minute more, so that a run which holds until its last moment still gets its last attempt.
  const hold = emptyDay === 'hold' ? holdHours * hourMs + 60_000 : 0
  return Math.max(catchUpHours * hourMs, hold)
}

/** How long a run is tried again: longer where its owner had time to think. */
export function retryMs(schedule: Schedule): number {
  const { approval } = schedule
  if (approval === undefined) return windowMs(schedule)
  return windowMs(schedule) + (approval === 'required' ? mostThinkingHours : approval.hours) * hourMs
}

function findNext(schedule: Schedule, open: readonly RunRecord[], now: Instant): Instant | undefined {
  const next = listRuns(schedule, now, 1).findLast(({ takesPlace }) => takesPlace)?.dueAt
  const times = [...open.map(({ until }) => until), next].filter((at) => at !== undefined).filter((at) => at > now)
  return times.reduce<Instant | undefined>((one, other) => (one !== undefined && one < other ? one : other), undefined)
}
