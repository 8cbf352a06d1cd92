/**
 * Ten simulated years in twelve zones, against two oracles: systemd's calendar where it is installed, and the wall clock
 * read minute by minute around every change of the clocks.
 */
import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { formatInstant } from '../../src/clock.ts'
import { createMemoryRunStore } from '../schedule/memory-run-store.ts'
import { listDueTimes } from '../../src/schedule/next-run.ts'
import { planRuns } from '../../src/schedule/plan-runs.ts'
import type { Schedule } from '../../src/schedule/schedule.ts'
import { aSchedule } from '../support/schedules.ts'

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
/** Hours at which clocks change somewhere. */
const times = ['00:30', '01:15', '02:30']
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
  const { read, starts } = getWall(zone)
  return starts.slice(0, -1).flatMap((start, at) => {
    const due = findOnDay(read, time, [start, starts[at + 1] ?? start])
    return due !== undefined && due > fromMs && due < untilMs ? [due] : []
  })
}

interface Wall {
  readonly read: ReturnType<typeof createWallClock>
  /** First minutes of all days, and of the one after them. */
  readonly starts: readonly number[]
}

const walls = new Map<string, Wall>()

/** The days of a zone, found once for all times of day. */
function getWall(zone: string): Wall {
  const known = walls.get(zone)
  if (known) return known
  const read = createWallClock(zone)
  const starts = [findDayStart(read, fromMs - 2 * dayMs)]
  for (let last = starts[0] ?? 0; last < untilMs; starts.push(last))
    last = findDayStart(read, last + dayMs - 2 * 3_600_000)
  const wall = { read, starts }
  walls.set(zone, wall)
  return wall
}

/** The first minute of the next day after an instant. */
function findDayStart(read: ReturnType<typeof createWallClock>, afterMs: number): number {
  const { day, time } = read(afterMs)
  const usual = afterMs + (1440 - Number(time.slice(0, 2)) * 60 - Number(time.slice(3))) * minuteMs
  if (read(usual).time === '00:00' && read(usual - minuteMs).day === day) return usual
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

/** The same days by systemd, which leaves out a day whose time is skipped; undefined where it does not run. */
async function askSystemd(zone: string, time: string): Promise<number[] | undefined> {
  const base = `${formatInstant(fromMs).replace('T', ' ').replace('Z', '')} UTC`
  const stdout = await runProgram(
    'systemd-analyze',
    ['calendar', '--iterations=3652', `--base-time=${base}`, `*-*-* ${time}:00 ${zone}`],
    '',
  )
  const lines = stdout?.matchAll(/: \w{3} (\d{4}-\d{2}-\d{2}) ([\d:]{8}) UTC/g)
  if (lines === undefined) return undefined
  const due = [...lines].map(([, day, clock]) => Date.parse(`${day}T${clock}Z`))
  return [...new Set(due)].filter((ms) => ms > fromMs && ms < untilMs)
}

/** Whether the machine's time zone data has the same offsets as Node's, asked for every tenth day at noon. */
async function hasSameZoneData(zone: string): Promise<boolean> {
  const noons = Array.from({ length: 365 }, (_, at) => fromMs + at * 10 * dayMs + 12 * 3_600_000)
  const input = noons.map((ms) => `@${ms / 1000}\n`).join('')
  const theirs = await runProgram('date', ['--file=-', '+%Y-%m-%d %H:%M'], input, zone)
  const read = createWallClock(zone)
  const ours = noons.map((ms) => `${read(ms).day} ${read(ms).time}\n`).join('')
  return theirs === ours
}

async function runProgram(
  name: string,
  args: readonly string[],
  input: string,
  zone = 'UTC',
): Promise<string | undefined> {
  const child = spawn(name, args, { env: { ...process.env, TZ: zone, LC_ALL: 'C' }, stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(-1))
    child.on('close', (status) => resolve(status ?? -1))
  })
  child.stdin.on('error', () => {
    // A program that is not there reads nothing; the status tells.
  })
  child.stdin.end(input)
  const output = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString()
  return (await ended) === 0 ? output : undefined
}

const hasSystemd = (await runProgram('systemd-analyze', ['calendar', '*-*-* 07:00:00 Europe/Berlin'], '')) !== undefined
const compared: string[] = []
for (const zone of hasSystemd ? zones : []) if (await hasSameZoneData(zone)) compared.push(zone)
const left = zones.filter((zone) => !compared.includes(zone))
if (!hasSystemd) console.log('not compared with systemd-analyze, which does not run here')
else if (left.length > 0) console.log(`not compared with systemd-analyze, time zone data differ: ${left.join(', ')}`)

describe('ten years in twelve zones', () => {
  it.each(cases)('$time in $zone is due once a day, as the clock on the wall has it', ({ zone, time }) => {
    const due = listDue(aSchedule({ zone, cron: buildCron(time) }))
    expect(due).toEqual(readMinuteByMinute(zone, time))
    const read = createWallClock(zone)
    const days = due.map((ms) => read(ms).day)
    expect(new Set(days).size).toBe(days.length)
    expect(days.length).toBeGreaterThanOrEqual(3651)
  })

  it.runIf(hasSystemd).each(compared)(
    '02:30 in %s agrees with systemd, which skips days without that time',
    async (zone) => {
      const read = createWallClock(zone)
      const ours = listDue(aSchedule({ zone, cron: '30 2 * * *' })).filter((ms) => read(ms).time === '02:30')
      expect(ours).toEqual(await askSystemd(zone, '02:30'))
    },
  )

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
      if (await store.recordMissed(run, reason, now)) missed.push(Date.parse(run.dueAt))
    }
    if (plan.due !== undefined) {
      const lease = await store.claimRun(plan.due, { owner: 'one', now, until: now })
      if (lease && (await store.settleRun(lease, { status: 'sent', detail: '' }, now)))
        begun.push(Date.parse(plan.due.dueAt))
    }
    if (plan.due !== undefined || plan.missed.length > 0) {
      records = await store.listRecords(schedule.name, formatInstant(nowMs - 40 * dayMs))
    }
    seed = (seed * 48_271) % 2_147_483_647
    nowMs += (1 + (seed % 540)) * minuteMs
  }
  return { begun: begun.filter((ms) => ms < untilMs), missed: missed.filter((ms) => ms < untilMs) }
}
