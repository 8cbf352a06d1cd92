/**
 * Schedule and instant in, runs out, in order of time. Pure: the same schedule, instant and time zone data give the same
 * runs. What decides, in this order: the pattern, the holidays, the calendar. Every due time that does not take place
 * comes out as well, with the reason.
 *
 * Where clocks change: a time that is skipped is due at the first one after the gap, and a time that comes twice is due
 * once. Patterns with a wildcard or step in minutes or hours go by elapsed time instead, as Vixie cron has it.
 */
import { Cron } from 'croner'
import { formatInstant, type Instant, type PlainDate } from '../clock.ts'
import { AppError } from '../errors.ts'
import { findDayOff, listAnnouncements } from './arxiv-calendar.ts'
import { findHoliday } from './holidays.ts'
import { dayOfRun, type PlannedRun, type Run, type Schedule } from './schedule.ts'
import { formatOffset, formatWallClock, offsetMinutes } from './zone.ts'

/** Due times looked at without finding a run that takes place, before a schedule counts as one that never runs. */
const mostSkipped = 1000
const dayMs = 86_400_000

/** The pattern's due times after an instant, whether or not a rule lets them take place. */
export function* listDueTimes(schedule: Schedule, after: Instant): Generator<Run> {
  const cron = openPattern(schedule)
  let at = cron.nextRun(new Date(after))
  while (at !== null) {
    yield buildRun(schedule, at.getTime())
    at = cron.nextRun(at)
  }
}

/** The next `count` runs that take place after an instant, and between them those that do not. */
export function listRuns(schedule: Schedule, after: Instant, count: number): PlannedRun[] {
  const runs: PlannedRun[] = []
  let left = count
  let skipped = 0
  if (count < 1) return runs
  for (const run of listDueTimes(schedule, after)) {
    const planned = planRun(schedule, run)
    runs.push(planned)
    skipped = planned.takesPlace ? 0 : skipped + 1
    if (planned.takesPlace) left -= 1
    if (left === 0 || skipped >= mostSkipped) break
  }
  return runs
}

/** Every due time after one instant and not after another, with its reason. */
export function listRunsBetween(schedule: Schedule, after: Instant, until: Instant): PlannedRun[] {
  const runs: PlannedRun[] = []
  for (const run of listDueTimes(schedule, after)) {
    if (run.dueAt > until) break
    runs.push(planRun(schedule, run))
  }
  return runs
}

/** Says whether a due time takes place, and why. */
function planRun(schedule: Schedule, run: Run): PlannedRun {
  const holiday = findHoliday(dayOfRun(run), schedule.holidays)
  if (holiday !== undefined) return { ...run, takesPlace: false, reason: `holiday (${holiday})` }
  const notes = describeClockChange(run, schedule.zone)
  if (schedule.calendar === 'none') return { ...run, takesPlace: true, reason: ['as scheduled', ...notes].join('; ') }
  const { takesPlace, reason } = askArxiv(schedule, run)
  return { ...run, takesPlace, reason: [reason, ...notes].join('; ') }
}

/** A run takes place when arXiv has announced papers since the last due time that was no holiday. */
function askArxiv(schedule: Schedule, run: Run): { takesPlace: boolean; reason: string } {
  const untilMs = Date.parse(run.dueAt)
  const sinceMs = findRunBefore(schedule, untilMs)
  const announced = listAnnouncements(sinceMs, untilMs)
  const last = announced.at(-1)
  if (last === undefined) return { takesPlace: false, reason: describeSilence(untilMs) }
  const reason =
    announced.length === 1
      ? `after the announcement of arXiv on ${last.date}`
      : `after ${announced.length} announcements of arXiv`
  return { takesPlace: true, reason }
}

function findRunBefore(schedule: Schedule, beforeMs: number): number {
  const cron = openPattern(schedule)
  let at = beforeMs
  for (let looked = 0; looked < mostSkipped; looked += 1) {
    const [before] = cron.previousRuns(1, new Date(at))
    if (before === undefined || before.getTime() >= at) return beforeMs - 7 * dayMs
    at = before.getTime()
    const day = formatWallClock(at, schedule.zone).slice(0, 10) as PlainDate
    if (findHoliday(day, schedule.holidays) === undefined) return at
  }
  return beforeMs - 7 * dayMs
}

/** The evening in New York before the run is the one whose silence explains it. */
function describeSilence(untilMs: number): string {
  const evening = formatWallClock(untilMs - 21 * 3_600_000, 'America/New_York').slice(0, 10) as PlainDate
  return findDayOff(evening) ?? 'no announcement of arXiv since the run before'
}

function describeClockChange({ dueAt }: Run, zone: string): string[] {
  const now = Date.parse(dueAt)
  const change = offsetMinutes(now, zone) - offsetMinutes(now - dayMs, zone)
  if (change === 0) return []
  return [`clocks went ${change > 0 ? 'forward' : 'back'} by ${Math.abs(change)} minutes`]
}

function buildRun({ name, zone }: Schedule, dueMs: number): Run {
  const wallClock = formatWallClock(dueMs, zone)
  const isSecond = isRepeated(dueMs, wallClock, zone)
  const due = isSecond ? `${wallClock}${formatOffset(offsetMinutes(dueMs, zone))}` : wallClock
  return { schedule: name, due, dueAt: formatInstant(dueMs) }
}

/** Whether the wall clock showed the same time before, because it was set back since. */
function isRepeated(dueMs: number, wallClock: string, zone: string): boolean {
  const setBack = offsetMinutes(dueMs - 3 * 3_600_000, zone) - offsetMinutes(dueMs, zone)
  return setBack > 0 && formatWallClock(dueMs - setBack * 60_000, zone) === wallClock
}

const patterns = new Map<string, Cron>()

/** The compiled pattern. @throws AppError `invalid` */
export function openPattern({ cron, zone }: Pick<Schedule, 'cron' | 'zone'>): Cron {
  const key = `${zone} ${cron}`
  const known = patterns.get(key)
  if (known) return known
  try {
    const options = { timezone: zone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true } as const
    const compiled = new Cron(cron, options)
    compiled.nextRun()
    patterns.set(key, compiled)
    return compiled
  } catch (error) {
    const why = (error as Error).message.replace(/^CronPattern: /, '')
    throw new AppError('invalid', `"${cron}" is no cron pattern: ${why}. Write five fields, such as 0 7 * * mon-fri.`)
  }
}
