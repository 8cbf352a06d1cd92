import type { PlainDate } from '../clock.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock on the wall of a zone shows: `2026-11-24T07:00`. */
export function formatWallClock(epochMs: number, zone: string): string {
  const parts: Record<string, string> = {}
  for (const { type, value } of findFormat(zone).formatToParts(epochMs)) parts[type] = value
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}`
}

/** The day that it is in a zone. */
export function dayInZone(epochMs: number, zone: string): PlainDate {
  return formatWallClock(epochMs, zone).slice(0, 10) as PlainDate
}

/** The day so many days later on the calendar; a step of 24 hours would leap over a day of 23. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as PlainDate
}

/** Minutes that the wall clock is ahead of UTC. */
export function offsetMinutes(epochMs: number, zone: string): number {
  const wholeMinute = Math.floor(epochMs / 60_000) * 60_000
  return (Date.parse(`${formatWallClock(wholeMinute, zone)}Z`) - wholeMinute) / 60_000
}

/** `+05:30`. */
export function formatOffset(minutes: number): string {
  const size = Math.abs(minutes)
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/**
 * The first instant at which a wall clock shows this time, in epoch milliseconds. A time that the clock skips is the
 * first one after the gap.
 *
 * @param wallClock `2026-11-24T07:00`
 */
export function findInstant(wallClock: string, zone: string): number {
  const asUtc = Date.parse(`${wallClock}Z`)
  const dayMs = 86_400_000
  const offsets = [offsetMinutes(asUtc - dayMs, zone), offsetMinutes(asUtc + dayMs, zone)]
  const exact = offsets
    .map((offset) => asUtc - offset * 60_000)
    .filter((epochMs) => formatWallClock(epochMs, zone) === wallClock)
  return exact.length > 0 ? Math.min(...exact) : findGapEnd(asUtc, offsets, zone)
}

/** The transition lies between the readings of the two offsets; it is found to the minute. */
function findGapEnd(asUtc: number, offsets: readonly number[], zone: string): number {
  const candidates = offsets.map((offset) => asUtc - offset * 60_000)
  let before = Math.min(...candidates) - 60_000
  let after = Math.max(...candidates)
  const offsetBefore = offsetMinutes(before, zone)
  while (after - before > 60_000) {
    const middle = Math.floor((before + after) / 120_000) * 60_000
    if (offsetMinutes(middle, zone) === offsetBefore) before = middle
    else after = middle
  }
  return after
}

function findFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(zone, format)
  return format
}
