import { buildPlainDate, type PlainDate } from '../clock.ts'

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const weekday = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+)?'
const monthFirst = new RegExp(`^${weekday}${month}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?$`, 'i')
const dayFirst = new RegExp(`^${weekday}(\\d{1,2})(?:st|nd|rd|th)?\\s+${month}(?:,?\\s+(\\d{4}))?$`, 'i')
const numeric = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/

/**
 * A line that is nothing but a date (`Jul 29`, `29 July 2026`, `2026-07-29`), as a day. Without a year it is the
 * latest such day that is not after `today`.
 */
export function parsePageDate(line: string, today: PlainDate): PlainDate | undefined {
  const text = line.trim()
  if (text.length < 5 || text.length > 32) return undefined
  const digits = numeric.exec(text)
  if (digits) return buildPlainDate(Number(digits[1]), Number(digits[2]), Number(digits[3]))
  const [, name, day, year] = monthFirst.exec(text) ?? swapDay(dayFirst.exec(text)) ?? []
  if (name === undefined) return undefined
  const monthNumber = monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return year === undefined
    ? latestDay(monthNumber, Number(day), today)
    : buildPlainDate(Number(year), monthNumber, Number(day))
}

function swapDay(match: RegExpExecArray | null): (string | undefined)[] | undefined {
  return match === null ? undefined : [match[0], match[2], match[1], match[3]]
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
