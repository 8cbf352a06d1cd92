import { buildPlainDate, type PlainDate } from '../clock.ts'
import { findMonth } from './month-names.ts'

const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+)?'
const monthFirst = new RegExp(`^${weekday}${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?$`, 'i')
const dayFirst = new RegExp(`^${weekday}(\\d{1,2})(?:st|nd|rd|th)?\\s+${month}(?:,?\\s+(\\d{4}))?$`, 'i')
const numeric = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/
/** `20. Nov. 2026`, `20 de nov. de 2026`, and with signs, `2026年11月20日`, `11월 20일`. */
const translated = /^(\d{1,2})(?:\.|er)?\s+(?:de\s+)?(\p{L}{3,9})\.?(?:,?\s+(?:de\s+)?(\d{4}))?$/u
const withSigns = /^(?:(\d{4})[年년]\s?)?(\d{1,2})[月월]\s?(\d{1,2})[日일]$/
const weekOnly = /^(?:(20\d\d)-)?w(?:eek\s*)?(\d{1,2})(?:,?\s+(20\d\d))?$/i
const monthOnly = new RegExp(`^${month}\\s+(20\\d\\d)$`, 'i')

/**
 * A line that is nothing but a date (`Jul 29`, `29 July 2026`, `2026-07-29`), as a day. Without a year it is the
 * latest such day that is not after `today`.
 */
export function parsePageDate(line: string, today: PlainDate): PlainDate | undefined {
  const text = line.trim()
  if (text.length < 4 || text.length > 32) return undefined
  const digits = numeric.exec(text)
  if (digits) return buildPlainDate(Number(digits[1]), Number(digits[2]), Number(digits[3]))
  const [, name, day, year] =
    monthFirst.exec(text) ?? swapDay(dayFirst.exec(text) ?? translated.exec(text)) ?? readSigns(text) ?? []
  const monthNumber = name === undefined ? undefined : /^\d/.test(name) ? Number(name) : findMonth(name)
  if (monthNumber === undefined) return undefined
  return year === undefined
    ? latestDay(monthNumber, Number(day), today)
    : buildPlainDate(Number(year), monthNumber, Number(day))
}

/** Whether a line is nothing but a date, a week or a month. */
export function isDayOrPeriod(line: string): boolean {
  const last = '2200-01-01' as PlainDate
  return parsePageDate(line, last) !== undefined || parsePagePeriod(line, last) !== undefined
}

/** A line that is nothing but a week or a month (`Week 47`, `Nov 16 - Nov 22`, `November 2026`), as its last day so far. */
export function parsePagePeriod(line: string, today: PlainDate): PlainDate | undefined {
  const text = line.trim()
  if (text.length < 5 || text.length > 40) return undefined
  const last = findLastDay(text, today)
  return last !== undefined && last > today ? today : last
}

function findLastDay(text: string, today: PlainDate): PlainDate | undefined {
  const [, before, number, after] = weekOnly.exec(text) ?? []
  if (number !== undefined) return findSunday(Number(number), before ?? after, today)
  const [, month, year] = monthOnly.exec(text) ?? []
  if (month !== undefined) return findMonthEnd(month, Number(year))
  const [start = '', end = ''] = text.split(/\s*[-–—]\s*(?=\p{L}|\d{1,2}\b)/u)
  const first = parsePageDate(start, today)
  if (first === undefined || end === '') return undefined
  const last = parsePageDate(/^\d/.test(end) ? `${start.split(/\s/, 1)[0] ?? ''} ${end}` : end, today)
  return last === undefined || last >= first ? last : today
}

/** Weeks are ISO 8601's: the first has 4 January in it, and they end on Sunday. */
function findSunday(week: number, written: string | undefined, today: PlainDate): PlainDate | undefined {
  const thisYear = Number(today.slice(0, 4))
  for (const year of written === undefined ? [thisYear, thisYear - 1] : [Number(written)]) {
    const fourth = new Date(Date.UTC(year, 0, 4))
    const sunday = 4 - (fourth.getUTCDay() || 7) + 7 * week
    const monday = dayOfYear(year, sunday - 6)
    if (week >= 1 && week <= 53 && monday <= today) return dayOfYear(year, sunday)
  }
  return undefined
}

function dayOfYear(year: number, day: number): PlainDate {
  return new Date(Date.UTC(year, 0, day)).toISOString().slice(0, 10) as PlainDate
}

function findMonthEnd(name: string, year: number): PlainDate | undefined {
  const number = findMonth(name) ?? 0
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return buildPlainDate(year, number, length)
}

function swapDay(match: RegExpExecArray | null): (string | undefined)[] | undefined {
  return match === null ? undefined : [match[0], match[2], match[1], match[3]]
}

function readSigns(text: string): (string | undefined)[] | undefined {
  const [all, year, month, day] = withSigns.exec(text) ?? []
  return all === undefined ? undefined : [all, month, day, year]
}

/** Eight years back are enough to meet a 29 February. */
function latestDay(monthNumber: number, day: number, today: PlainDate): PlainDate | undefined {
  const thisYear = Number(today.slice(0, 4))
  for (let year = thisYear; year >= thisYear - 8; year--) {
    const date = buildPlainDate(year, monthNumber, day)
    if (date !== undefined && date <= today) return date
  }
  return undefined
}
