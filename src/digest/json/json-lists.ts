/**
 * Where in a JSON value the papers are: a list, lists in an object (`papers`, `data.dailyPapers`, a list per day or per
 * section), a table, or an object with a paper under each id. What hangs below a paper (its authors, its references) is part
 * of it.
 */
import { parsePlainDate, type PlainDate } from '../../clock.ts'
import { getMember, isJsonObject, type JsonObject } from './read-json.ts'
import { looksLikePaper } from './json-paper.ts'
import { readTable } from './json-tables.ts'

/** Elements that are papers, or should be. */
export interface JsonList {
  readonly elements: readonly JsonElement[]
  /** How many brackets are open around each element. */
  readonly depth: number
}

/** An element, and its name where it is a member of an object. */
export interface JsonElement {
  readonly value: unknown
  readonly key?: string
}

/** The lists of papers, in order, and the day that is written beside them. */
export interface FoundLists {
  readonly lists: readonly JsonList[]
  readonly date: PlainDate | undefined
}

const deepest = 8
/** Rows of a table are no objects in the text, so none has a line. */
const noDepth = deepest + 1
const listNames =
  /^(?:digest|entries|papers|daily_?papers|items|results?|articles|publications|works|data|docs|documents|response|hits|feed|list|rows|records|content|message|props|pageProps)$/i
const sectionNames = /^(?:entries|(?:daily_?)?papers|items|articles|publications)$/i
const partNames =
  /^(?:authors?|authorships|creators?|references|citations|related.*|versions|links|tags|categories|comments|submitted.*)$/i
const dateNames = [
  'date',
  'day',
  'dateString',
  'date_string',
  'publishedOn',
  'generated',
  'generated_at',
  'generatedAt',
]

/** Finds the papers of a JSON value. */
export function findLists(value: unknown): FoundLists {
  const lists: JsonList[] = []
  const dates: PlainDate[] = []
  collect(value, 1, { lists, dates })
  if (lists.length === 0 && isJsonObject(value) && looksLikePaper(value))
    lists.push({ elements: [{ value }], depth: 0 })
  if (lists.length === 0 && Array.isArray(value))
    lists.push({ elements: readTitles(value) ?? value.map((element) => ({ value: element as unknown })), depth: 1 })
  return { lists, date: dates.toSorted().at(-1) }
}

/** A list of nothing but texts of several words is one of titles. */
function readTitles(values: readonly unknown[]): JsonElement[] | undefined {
  const areTitles = values.every((value) => typeof value === 'string' && value.trim().split(/\s+/).length > 2)
  return areTitles && values.length > 1 ? values.map((title) => ({ value: { title } })) : undefined
}

interface Collected {
  readonly lists: JsonList[]
  readonly dates: PlainDate[]
}

function collect(value: unknown, depth: number, found: Collected): void {
  if (depth > deepest) return
  const rows = readTable(value)
  if (rows !== undefined) found.lists.push({ elements: rows.map((row) => ({ value: row })), depth: noDepth })
  else if (Array.isArray(value)) collectArray(value, depth, found)
  else if (isJsonObject(value)) collectObject(value, depth, found)
}

function collectArray(values: readonly unknown[], depth: number, found: Collected): void {
  if (values.some((value) => isJsonObject(value) && isPaper(value)))
    found.lists.push({ elements: values.map((value) => ({ value })), depth })
  else for (const value of values) collect(value, depth + 1, found)
}

function collectObject(object: JsonObject, depth: number, found: Collected): void {
  const members = Object.entries(object).filter(([name, value]) => typeof value === 'object' && !partNames.test(name))
  const date = [object, getMember(object, 'meta'), getMember(object, 'metadata')]
    .flatMap((holder) => (isJsonObject(holder) ? dateNames.map((name) => readDate(getMember(holder, name))) : []))
    .find((day) => day !== undefined)
  const before = found.lists.length
  const named = members.filter(([name]) => listNames.test(name))
  for (const [, value] of named) collect(value, depth + 1, found)
  if (found.lists.length === before && !collectMap(members, depth, found))
    for (const [name, value] of members.filter(([member]) => !listNames.test(member))) {
      const listed = found.lists.length
      collect(value, depth + 1, found)
      const day = readDate(name)
      if (found.lists.length > listed && day !== undefined) found.dates.push(day)
    }
  if (found.lists.length > before && date !== undefined) found.dates.push(date)
}

/** `{ "2611.01234": { "title": … } }` */
function collectMap(members: readonly (readonly [string, unknown])[], depth: number, found: Collected): boolean {
  const isMap = members.length > 1 && members.every(([, value]) => isJsonObject(value) && isPaper(value))
  if (isMap) found.lists.push({ elements: members.map(([key, value]) => ({ key, value })), depth })
  return isMap
}

/** A section has a title too, but papers below it, or a place for them. */
function isPaper(object: JsonObject): boolean {
  const members = Object.entries(object).filter(([name]) => !partNames.test(name))
  const isSection = members.some(
    ([name, value]) => Array.isArray(value) && (sectionNames.test(name) || isPaperList(value)),
  )
  return !isSection && looksLikePaper(object)
}

function isPaperList(value: readonly unknown[]): boolean {
  return value.some((element) => isJsonObject(element) && looksLikePaper(element))
}

function readDate(value: unknown): PlainDate | undefined {
  return typeof value === 'string' ? parsePlainDate(value.slice(0, 10)) : undefined
}
