/**
 * Ten simulated years in twelve zones, against two oracles: systemd's calendar where it is installed, and the wall clock
 * read minute by minute around every change of the clocks.
 */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { formatInstant, type Instant } from '../../src/clock.ts'
import { createMemoryRunStore } from '../../src/schedule/memory-run-store.ts'
import { listDueTimes } from '../../src/schedule/next-run.ts'
import { planRuns } from '../../src/schedule/plan-runs.ts'
import type { Schedule } from '../../src/schedule/schedule.ts'
import { aSchedule } from '../support/builders.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
]
/** Hours at which clocks change somewhere, and one at which they never do. */
const times = ['00:30', '01:15', '02:30', '07:00']
const fromMs = Date.UTC(2026, 0, 1)
const untilMs = Date.UTC(2036, 0, 1)
const minuteMs = 60_000
const dayMs = 86_400_000

const cases = zones.flatMap((zone) => times.map((time) => ({ zone, time })))

function buildCron(time: string): string {
  const [hour, minute] = time.split(':').map(Number)
  return `${minute} ${hour} * * *`
}

function listDue(schedule: Schedule): number[] {
  const due: number[] = []
  for (const { dueAt } of listDueTimes(schedule, formatInstant(fromMs))) {
    if (Date.parse(dueAt) >= untilMs) break
    due.push(Date.parse(dueAt))
  }
  return due
}

/** A clock on the wall, read with nothing of ours. */
function createWallClock(zone: string): (ms: number) => { day: string; time: string } {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (ms) => {
    const [day = '', time = ''] = format.format(ms).split(' ')
    return { day, time }
  }
}

/**
 * For each day on the wall the first minute that shows the time or, when none does, the first one past it. Days of 1440
 * minutes are read at one minute only, all others minute by minute.
 */
function readMinuteByMinute(zone: string, time: string): number[] {
  const read = createWallClock(zone)
  const found: number[] = []
  let dayStart = findDayStart(read, fromMs - 2 * dayMs)
  while (dayStart < untilMs) {
    const nextStart = findDayStart(read, dayStart + dayMs - 2 * 3_600_000)
    const due = findOnDay(read, time, [dayStart, nextStart])
    if (due !== undefined && due > fromMs && due < untilMs) found.push(due)
    dayStart = nextStart
  }
  return found
}

/** The first minute of the next day after an instant. */
function findDayStart(read: ReturnType<typeof createWallClock>, afterMs: number): number {
  const { day } = read(afterMs)
  let before = afterMs
  let after = afterMs + 2 * dayMs
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs
    if (read(middle).day === day) before = middle
    else after = middle
  }
  return after
}

function findOnDay(
  read: ReturnType<typeof createWallClock>,
  time: string,
  [start, end]: readonly [number, number],
): number | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const usual = start + (hour * 60 + minute) * minuteMs
  if (end - start === dayMs && read(start).time === '00:00' && read(usual).time === time) return usual
  for (let ms = start; ms < end; ms += minuteMs) {
    if (read(ms).time >= time) return ms
  }
  return undefined
}

/** The same days by systemd, which leaves out a day whose time is skipped. */
function askSystemd(zone: string, time: string): number[] | undefined {
  const { stdout, status } = spawnSync(
    'systemd-analyze',
    ['calendar', '--iterations=3652', `--base-time=${formatSystemd(fromMs)}`, `*-*-* ${time}:00 ${zone}`],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 },
  )
  if (status !== 0) return undefined
  const lines = [
    ...stdout.matchAll(/(?:Next elapse|\(in UTC\)|Iter\. #\d+): \w{3} (\d{4}-\d{2}-\d{2}) ([\d:]{8}) UTC/g),
  ]
  return [...new Set(lines.map(([, day, clock]) => Date.parse(`${day}T${clock}Z`)))].filter((ms) => ms < untilMs)
}

function formatSystemd(ms: number): string {
  return `${formatInstant(ms).replace('T', ' ').replace('Z', '')} UTC`
}

describe('ten years in twelve zones', () => {
  it.each(cases)('$time in $zone is due once a day, as the clock on the wall has it', ({ zone, time }) => {
    const due = listDue(aSchedule({ zone, cron: buildCron(time) }))
    expect(due).toEqual(readMinuteByMinute(zone, time))
    const days = due.map((ms) => createWallClock(zone)(ms).day)
    expect(new Set(days).size).toBe(days.length)
    expect(days.length).toBeGreaterThanOrEqual(3651)
  })

  it.each(cases)('$time in $zone agrees with systemd, except on days without that time', (given) => {
    const { zone, time } = given
    const theirs = askSystemd(zone, time)
    if (theirs === undefined) {
      console.log('not compared: systemd-analyze does not run here')
      expect(theirs).toBeUndefined()
      return
    }
    const read = createWallClock(zone)
    const ours = listDue(aSchedule({ zone, cron: buildCron(time) })).filter((ms) => read(ms).time === time)
    expect(ours).toEqual(theirs)
  })

  it.each(zones)(
    'in %s a daemon that looks at odd times begins each run once or says that it was missed',
    async (zone) => {
      const schedule = aSchedule({ zone, cron: '30 2,14 * * *', catchUpHours: 3 })
      const { begun, missed } = await liveThrough(schedule)
      const all = listDue(schedule)
      expect([...begun, ...missed].sort((a, b) => a - b)).toEqual(all)
      expect(begun.length).toBeGreaterThan(all.length / 2)
      expect(missed.length).toBeGreaterThan(100)
    },
  )
})

/** Wakes after 1 minute to 9 hours, by a fixed sequence, from the first to the last day. */
async function liveThrough(schedule: Schedule): Promise<{ begun: number[]; missed: number[] }> {
  const store = createMemoryRunStore()
  const begun: number[] = []
  const missed: number[] = []
  const openedAt = await store.openSchedule(schedule.name, formatInstant(fromMs))
  let seed = 1
  let nowMs = fromMs
  let records = await store.listRecords(schedule.name, openedAt)
  while (nowMs < untilMs + dayMs) {
    const now = formatInstant(nowMs)
    const plan = planRuns(schedule, { now, openedAt, records: records.slice(-70) })
    for (const { run, reason } of plan.missed) {
      expect(await store.recordMissed(run, reason, now)).toBe(true)
      missed.push(Date.parse(run.dueAt))
    }
    if (plan.due !== undefined) {
      const lease = await store.claimRun(plan.due, { owner: 'one', now, until: now })
      if (lease) await store.settleRun(lease, { status: 'sent', detail: '' }, now)
      expect(lease).toBeDefined()
      begun.push(Date.parse(plan.due.dueAt))
    }
    if (plan.due !== undefined || plan.missed.length > 0) {
      records = await store.listRecords(schedule.name, formatInstant(nowMs - 40 * dayMs) as Instant)
    }
    seed = (seed * 48_271) % 2_147_483_647
    nowMs += (1 + (seed % 540)) * minuteMs
  }
  return { begun: begun.filter((ms) => ms < untilMs), missed: missed.filter((ms) => ms < untilMs) }
}
