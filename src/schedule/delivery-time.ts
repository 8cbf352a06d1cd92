/**
 * The reader's own time. An issue is released once; each reader gets it at their hour in their zone, on the days they
 * want, or not at all, with the reason.
 */
import { formatInstant, type Instant, type PlainDate } from '../clock.ts'
import { listRuns } from './next-run.ts'
import type { Schedule } from './schedule.ts'
import { addDays, dayInZone, findInstant } from './zone.ts'

/** When somebody wants their issue. */
export interface ReaderTime {
  readonly frequency: 'daily' | 'weekly' | 'above_score'
  /** 1 is Monday, 7 is Sunday; counts for `weekly`. */
  readonly weekday: number
  /** 0 to 23; absent means at once. */
  readonly hour?: number
  /** IANA name; the schedule's zone when absent. */
  readonly zone?: string
  /** First day on which mail is wanted again. */
  readonly snoozedUntil?: PlainDate
  /** Weekdays without mail, 1 is Monday. */
  readonly quietDays?: readonly number[]
  /** Least score of `above_score`. */
  readonly minScore?: number
  /** Day of the last issue this reader got, in their zone. */
  readonly lastIssueOn?: PlainDate
}

/** What of an issue decides about its delivery. */
export interface Release {
  readonly releasedAt: Instant
  /** Zone of readers who named none. */
  readonly zone: string
  /** Score of the best paper that the reader would get. */
  readonly topScore?: number
}

/** When a reader gets an issue; without `at` they do not get it. */
export interface DeliveryTime {
  readonly at?: Instant
  readonly reason: string
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The first time of the reader's at or after the release, or why there is none. */
export function findDeliveryTime(reader: ReaderTime, release: Release): DeliveryTime {
  const zone = reader.zone ?? release.zone
  const atMs = findOwnHour(Date.parse(release.releasedAt), reader.hour, zone)
  const day = dayInZone(atMs, zone)
  const refusal = findRefusal(reader, day, release)
  if (refusal !== undefined) return { reason: refusal }
  return {
    at: formatInstant(atMs),
    reason: reader.hour === undefined ? 'with everybody' : `at ${String(reader.hour).padStart(2, '0')}:00 ${zone}`,
  }
}

/** When a new reader gets the first issue of a schedule, for the page that welcomes them. */
export function findFirstDelivery(reader: ReaderTime, schedule: Schedule, after: Instant): Instant | undefined {
  const runs = listRuns(schedule, after, 31).filter(({ takesPlace }) => takesPlace)
  for (const { dueAt } of runs) {
    const { at } = findDeliveryTime(reader, { releasedAt: dueAt, zone: schedule.zone })
    if (at !== undefined) return at
  }
  return undefined
}

function findOwnHour(releasedMs: number, hour: number | undefined, zone: string): number {
  if (hour === undefined) return releasedMs
  const today = dayInZone(releasedMs, zone)
  for (const days of [-1, 0, 1, 2]) {
    const atMs = findInstant(`${addDays(today, days)}T${String(hour).padStart(2, '0')}:00`, zone)
    if (atMs >= releasedMs) return atMs
  }
  return releasedMs
}

function findRefusal(reader: ReaderTime, day: PlainDate, { topScore }: Release): string | undefined {
  const weekday = ((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7) + 1
  if (reader.snoozedUntil !== undefined && day < reader.snoozedUntil) return `snoozed until ${reader.snoozedUntil}`
  if (reader.quietDays?.includes(weekday) === true) return `no mail on ${nameOf(weekday)}s`
  if (reader.frequency === 'weekly') return findWeeklyRefusal(reader, day, weekday)
  if (reader.frequency === 'above_score' && topScore !== undefined && topScore < (reader.minScore ?? 0))
    return `no paper scores ${reader.minScore ?? 0}`
  return undefined
}

/** The first issue on or after the weekday, so that a holiday on that day costs nobody the week. */
function findWeeklyRefusal(
  { weekday: wanted, lastIssueOn }: ReaderTime,
  day: PlainDate,
  weekday: number,
): string | undefined {
  const since = addDays(day, -((weekday - wanted + 7) % 7))
  const isDue = lastIssueOn === undefined ? weekday === wanted : lastIssueOn < since
  return isDue ? undefined : `weekly, on ${nameOf(wanted)}`
}

function nameOf(weekday: number): string {
  return weekdays[weekday - 1] ?? ''
}
