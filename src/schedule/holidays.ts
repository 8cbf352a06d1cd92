import { parsePlainDate, type PlainDate } from '../clock.ts'

const everyYear = /^\d{2}-\d{2}$/

/** Whether the text is a holiday: `2026-12-25`, `12-25`, or two of one kind with `..` between. */
export function isHolidayRule(text: string): boolean {
  const days = text.split('..')
  if (days.length > 2) return false
  if (days.every((day) => everyYear.test(day))) return days.every((day) => parsePlainDate(`2024-${day}`) !== undefined)
  return days.every((day) => parsePlainDate(day) !== undefined) && (days[0] ?? '') <= (days.at(-1) ?? '')
}

/** The rule that makes a day a holiday; a yearly range may go over the end of the year. */
export function findHoliday(date: PlainDate, rules: readonly string[]): string | undefined {
  return rules.find((rule) => {
    const [first = '', last = first] = rule.split('..')
    const day = everyYear.test(first) ? date.slice(5) : date
    return first <= last ? first <= day && day <= last : day >= first || day <= last
  })
}
