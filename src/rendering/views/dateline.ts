import type { PlainDate } from '../../clock.ts'

/** Whether the issue covers a day or a week. */
export const periods = ['day', 'week'] as const
export type Period = (typeof periods)[number]

/** `Wednesday 29 July 2026`, or `23 – 29 July 2026` for a week, as the language writes it. */
export function formatDateline(date: PlainDate, period: Period, language: string): string {
  const day = Date.parse(`${date}T00:00:00Z`)
  if (period === 'week') {
    const format = openDateFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
    return format.formatRange(day - 6 * 86_400_000, day)
  }
  return openDateFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(day)
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function openDateFormat(language: string, fields: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${fields.weekday ?? ''}`
  const known = dateFormats.get(key)
  if (known) return known
  // A page in plain English writes the day before the month; US English asks for it with `en-US`.
  const tag = language === 'en' ? 'en-GB' : language
  const format = new Intl.DateTimeFormat(isLanguageTag(tag) ? tag : 'en-GB', { ...fields, timeZone: 'UTC' })
  dateFormats.set(key, format)
  return format
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0
  } catch {
    return false
  }
}
