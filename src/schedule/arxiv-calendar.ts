/**
 * arXiv's announcement calendar. Papers are announced at 20:00 Eastern US time, Sunday to Thursday, except on days off
 * (https://info.arxiv.org/help/availability.html). Years that arXiv has not published yet follow the holidays that it
 * has kept every year.
 */
import type { PlainDate } from '../clock.ts'
import daysOff from './arxiv-days-off.data.json' with { type: 'json' }
import { addDays, dayInZone, findInstant } from './zone.ts'

const zone = 'America/New_York'
const dayMs = 86_400_000
/** The announcement is a job that takes its time, longer on a large night; it counts from then on. */
const lateMs = 60 * 60_000

const published: Readonly<Record<string, readonly string[]>> = daysOff.years

/** One evening on which arXiv announces papers. */
export interface Announcement {
  /** The day in Eastern US time. */
  readonly date: PlainDate
  /** When its papers can be expected to be out, in epoch milliseconds. */
  readonly outMs: number
}

/** Announcements that were out after `afterMs` and not after `untilMs`, at most a month back. */
export function listAnnouncements(afterMs: number, untilMs: number): Announcement[] {
  const found: Announcement[] = []
  const last = dayInZone(untilMs, zone)
  let date = addDays(dayInZone(Math.max(afterMs, untilMs - 31 * dayMs), zone), -1)
  for (; date <= last; date = addDays(date, 1)) {
    if (findDayOff(date) === undefined) found.push({ date, outMs: findInstant(`${date}T20:00`, zone) + lateMs })
  }
  return found.filter(({ outMs }) => outMs > afterMs && outMs <= untilMs)
}

/** Why arXiv announces nothing in the evening of a day in Eastern US time; undefined when it does. */
export function findDayOff(date: PlainDate): string | undefined {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay()
  if (weekday === 5 || weekday === 6) return 'arXiv announces nothing on Fridays and Saturdays'
  const day = date.slice(5)
  const listed = published[date.slice(0, 4)]
  if (listed !== undefined) return listed.includes(day) ? `${date} is a day off at arXiv` : undefined
  return listExpectedDaysOff(Number(date.slice(0, 4))).includes(day)
    ? `${date} is expected to be a day off at arXiv`
    : undefined
}

/** New Year, Martin Luther King Day, Juneteenth, Independence Day, Labor Day, Thanksgiving and Christmas Day. */
function listExpectedDaysOff(year: number): string[] {
  return [
    '01-01',
    nthWeekday(year, 1, { weekday: 1, nth: 3 }),
    '06-19',
    '07-04',
    nthWeekday(year, 9, { weekday: 1, nth: 1 }),
    nthWeekday(year, 11, { weekday: 4, nth: 4 }),
    '12-25',
  ]
}

function nthWeekday(year: number, month: number, { weekday, nth }: { weekday: number; nth: number }): string {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const day = 1 + ((weekday - first + 7) % 7) + (nth - 1) * 7
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
