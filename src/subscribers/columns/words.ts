import { parseInstant, type Instant } from '../../clock.ts'
import words from './words.data.json' with { type: 'json' }
import type { Standing } from './column.ts'

/** A word in the form that words are compared in: lower case, no accents, one space for any gap. */
export function foldWord(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC')
  return plain
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
}

const standings = new Map(
  Object.entries(words.standings).flatMap(([standing, list]) =>
    list.flatMap((word) => [[word, standing as Standing] as const, [foldWord(word), standing as Standing] as const]),
  ),
)

/** A standing with more behind it: `Unsubscribed by admin`, `Bounced (mailbox full)`. */
const beginnings: readonly (readonly [RegExp, Standing])[] = [
  [/^unsubscribed\b|^opted out\b/, 'unsubscribed'],
  // RFC 3463 §2: a class of 5 is a permanent failure.
  [/^(?:hard )?bounced\b|^5\.\d{1,3}\.\d{1,3}\b/, 'bounced'],
  [/^complained\b|^marked as spam\b/, 'complained'],
  [/^(?:pending|awaiting|unconfirmed)\b/, 'unconfirmed'],
]

/** The standing that a word of a status column means; undefined for a word nobody has met. */
export function parseStanding(text: string): Standing | undefined {
  const known = standings.get(text)
  if (known !== undefined) return known
  const word = foldWord(text)
  return standings.get(word) ?? beginnings.find(([pattern]) => pattern.test(word))?.[1]
}

const yes = new Set(words.yes)
const no = new Set(words.no)

/** Yes or no in the languages of spreadsheets; undefined when it is neither, or empty. */
export function parseYesNo(text: string): boolean | undefined {
  const word = text.trim().toLowerCase().normalize('NFC')
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

/** What people say; `on` and `x` only stand in cells of their own. */
const answers = new Set(
  [...yes, ...no].filter((word) => !/^(?:[a-z]|on|off|true|false|null|none|never|ne|ei|da)$/.test(word)),
)

/** The same of a sentence that begins with the answer: `Yes, please`, `No thanks`. */
export function parseAnswer(text: string): boolean | undefined {
  const first = /^\p{L}+(?=[\s,.;:!、。，！])/u.exec(text.trim())?.[0]
  return parseYesNo(text) ?? (first === undefined || !answers.has(first.toLowerCase()) ? undefined : parseYesNo(first))
}

// What most exports write; a day that every month has needs no calendar.
const plainTime =
  /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

const when =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const clock = String.raw`(?:[ ,T]+(?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))? ?([ap]\.?m\.?)?)?`
const byNumbers = new RegExp(String.raw`^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})${clock}$`, 'i')
const byMonthName = new RegExp(
  String.raw`^(?:(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),?[ -](\d{4})${clock}$`,
  'i',
)

/**
 * A time as people write it: `3.2.2021`, `1/25/2024 11:59 PM`, `Jan 5, 2024`. Dots are written day first; with other signs
 * a day above 12 must tell which is which, because a wrong date proves nothing.
 */
function parseWrittenTime(text: string): Instant | undefined {
  const numbers = byNumbers.exec(text)
  if (numbers) {
    const [, one = '', sign, other = '', year = '', ...time] = numbers
    const dayFirst = sign === '.' || Number(one) > 12 || one === other
    if (!dayFirst && Number(other) <= 12) return undefined
    const [day, month] = dayFirst ? [one, other] : [other, one]
    return buildTime({ year: year.length === 2 ? `20${year}` : year, month, day }, time)
  }
  const named = byMonthName.exec(text)
  if (!named) return undefined
  const [, dayBefore, monthAfter, monthBefore, dayAfter, year = '', ...time] = named
  const month = months.indexOf((monthAfter ?? monthBefore ?? '').slice(0, 3).toLowerCase()) + 1
  return buildTime({ year, month: String(month), day: dayBefore ?? dayAfter ?? '' }, time)
}

function buildTime(
  { year, month, day }: { year: string; month: string; day: string },
  [hour = '0', minute = '00', second = '00', half]: readonly (string | undefined)[],
): Instant | undefined {
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)
  const text = `${year}-${pad(month)}-${pad(day)}T${pad(String(hours))}:${minute}:${second}Z`
  const instant = parseInstant(text)
  // 31 February would become 3 March.
  return instant?.slice(0, 10) === text.slice(0, 10) ? instant : undefined
}

/** A time as exports write it: year first, to the nanosecond or to the day, UTC where no zone stands; Unix seconds; or as people do. */
export function parseExportTime(text: string): Instant | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (/^\d{9,10}$/.test(trimmed)) return parseInstant(new Date(Number(trimmed) * 1000).toISOString())
  if (plainTime.test(trimmed)) return `${trimmed.slice(0, 19)}Z` as Instant
  const match = when.exec(trimmed)
  if (!match) return parseWrittenTime(trimmed)
  const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00', zone = 'Z'] = match
  const offset = /^(?:Z|UTC|GMT)$/i.test(zone)
    ? 'Z'
    : zone.replace(/^(...):?(..)?$/, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)
  return parseInstant(`${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${second}${offset}`)
}

function pad(text: string): string {
  return text.padStart(2, '0')
}
