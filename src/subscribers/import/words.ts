import { parseInstant, type Instant } from '../../clock.ts'
import words from './words.data.json' with { type: 'json' }
import type { Standing } from './subscriber-file.ts'

const standings = new Map(
  Object.entries(words.standings).flatMap(([standing, list]) =>
    list.map((word) => [word, standing as Standing] as const),
  ),
)

/** The standing that a word of a status column means; undefined for a word nobody has met. */
export function parseStanding(text: string): Standing | undefined {
  return (
    standings.get(text) ??
    standings.get(
      text
        .toLowerCase()
        .replace(/[\s_-]+/g, ' ')
        .trim(),
    )
  )
}

const yes = new Set(words.yes)
const no = new Set(words.no)

/** Yes or no in the languages of spreadsheets; undefined when it is neither, or empty. */
export function parseYesNo(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

// What most exports write; a day that every month has needs no calendar.
const plainTime =
  /^(?:19|20|21)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

const when =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i

/** A time as exports write it: year first, to the nanosecond or to the day, UTC where no zone stands; or Unix seconds. */
export function parseExportTime(text: string): Instant | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (/^\d{9,10}$/.test(trimmed)) return parseInstant(new Date(Number(trimmed) * 1000).toISOString())
  if (plainTime.test(trimmed)) return `${trimmed.slice(0, 19)}Z` as Instant
  const match = when.exec(trimmed)
  if (!match) return undefined
  const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00', zone = 'Z'] = match
  const offset = /^(?:Z|UTC|GMT)$/i.test(zone) ? 'Z' : zone.replace(/^(...):?(..)$/, '$1:$2')
  return parseInstant(`${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${minute}:${second}${offset}`)
}

function pad(text: string): string {
  return text.padStart(2, '0')
}
