/** A point in time, RFC 3339, always UTC: `2026-11-23T07:00:00Z`. */
export type Instant = string & { readonly __brand: 'Instant' }

/** A calendar day without a zone: `2026-11-23`. */
export type PlainDate = string & { readonly __brand: 'PlainDate' }

/** Where the present comes from; tests pass a clock that stands still. */
export interface Clock {
  now(): Instant
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => formatInstant(Date.now()) }

/** Milliseconds since the epoch as an Instant, to the second. */
export function formatInstant(epochMs: number): Instant {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z') as Instant
}

/**
 * Reads any date-time or day, in UTC where it names no zone, whatever the zone of the machine; undefined when it is none
 * or lies outside 1900 to 2200.
 */
export function parseInstant(text: string): Instant | undefined {
  const epochMs = parseEpochMs(text.trim())
  if (!Number.isFinite(epochMs)) return undefined
  const year = new Date(epochMs).getUTCFullYear()
  return year >= 1900 && year <= 2200 ? formatInstant(epochMs) : undefined
}

const zoned = /\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[ap]m\s*)?(?:z|[+-]\d\d|utc?|gmt|[ecmp][sd]t)/i

/** Whether a date-time says in which zone it is. */
export function namesZone(text: string): boolean {
  return zoned.test(text)
}

/** Parts of ISO 8601 without a time are in UTC for the engine too; everything else without a zone is in its own. */
function parseEpochMs(text: string): number {
  if (namesZone(text) || /^\d{4}(?:-\d\d){0,2}$/.test(text)) return Date.parse(text)
  const epochMs = Date.parse(/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : `${text} UTC`)
  return Number.isFinite(epochMs) ? epochMs : Date.parse(text)
}

/** The day of an instant in UTC. */
export function dayOf(instant: Instant): PlainDate {
  return instant.slice(0, 10) as PlainDate
}

/** Reads `YYYY-MM-DD`; undefined when the calendar has no such day. */
export function parsePlainDate(text: string): PlainDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim())
  if (!match) return undefined
  return buildPlainDate(Number(match[1]), Number(match[2]), Number(match[3]))
}

/** A day from its numbers (month 1 to 12); undefined when the calendar has no such day. */
export function buildPlainDate(year: number, month: number, day: number): PlainDate | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || year > 2200 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.toISOString().slice(0, 10) as PlainDate
}

/** Whether a name is one of a time zone that this machine's data knows (IANA). */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
