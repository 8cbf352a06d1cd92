/** A paper in JSON as a draft, in any spelling that is usual: our own, the APIs of the field, and what people write. */
import { parseArxivId } from '../arxiv-id.ts'
import type { Draft } from '../draft.ts'
import { isJsonObject, type JsonObject } from './read-json.ts'
import { splitAuthors } from '../split-authors.ts'
import { isTitleName, sortMembers, type JsonField, type JsonFields } from './json-fields.ts'

/** A paper as a draft, or what is wrong with it, to stand after its name; `key` is the name under which it stands. */
export function buildJsonDraft(element: unknown, key?: string): Draft | string {
  if (!isJsonObject(element)) return 'is not an object'
  if (Object.keys(element).length > mostMembers) return 'has too many members'
  const fields = sortMembers(element)
  const title = readTitle(fields)
  if (title === undefined || !isOfPaper(element, fields)) return 'has no title'
  return { title, ...readTexts(fields, key), ...readLists(fields), signals: readSignals(fields) }
}

/** Whether an object is a paper: it has a title, or a name beside what only papers have. */
export function looksLikePaper(element: JsonObject): boolean {
  if (Object.keys(element).length > mostMembers) return false
  const fields = sortMembers(element)
  return readTitle(fields) !== undefined && isOfPaper(element, fields)
}

/** Everything has a name; only papers have titles, abstracts, ids and DOIs. */
function isOfPaper(element: JsonObject, fields: JsonFields): boolean {
  const names = Object.keys(element)
  if (names.some((name) => !/^(?:display_?)?name$/i.test(name) && isTitleName(name))) return true
  if (names.some((name) => /abstract|summary/i.test(name))) return true
  const content = element['content']
  if (isJsonObject(content) && looksLikePaper(content)) return true
  const { doi, arxivId, url } = readTexts(fields, undefined)
  return doi !== undefined || [arxivId, url].some((text) => text !== undefined && parseArxivId(text) !== undefined)
}

function readTitle(fields: JsonFields): string | undefined {
  const wrapped = (fields.get('inner') ?? []).filter((value) => typeof value === 'string' && !isAddress(value))
  return firstText([...(fields.get('title') ?? []), ...wrapped])
}

const mostWords = 5000
/** An object with more is a table of something. */
const mostMembers = 1000
const textFields = ['abstract', 'doi', 'primaryCategory', 'updated', 'journalRef'] as const

function readTexts(fields: JsonFields, key: string | undefined): Partial<Draft> {
  const texts = textFields.map((field) => [field, firstText(fields.get(field))] as const)
  const indexed = fields.get('wordIndex')?.find((value) => isJsonObject(value))
  const published = readDay(fields.get('published'))
  const comment = fields.get('comment')?.find((value) => typeof value === 'string' && !/^\d+$/.test(value))
  const own: (readonly [keyof Draft, string | undefined])[] = [
    ['abstract', indexed === undefined ? undefined : readWordIndex(indexed)],
    ...texts,
    ['arxivId', readId(fields) ?? key],
    ['url', readAddresses(fields.get('url'))[0] ?? readAddresses(fields.get('inner'))[0]],
    ['published', published],
    ['comment', typeof comment === 'string' ? comment : undefined],
  ]
  return Object.fromEntries(own.filter(([, value]) => value !== undefined))
}

/** OpenAlex gives the places of each word of an abstract: `{ "We": [0, 9], "show": [1] }`. */
function readWordIndex(index: JsonObject): string {
  const words: string[] = []
  for (const [word, places] of Object.entries(index))
    for (const place of Array.isArray(places) ? (places as unknown[]) : [])
      if (typeof place === 'number' && place >= 0 && place < mostWords) words[place] = word
  return words.filter((word) => word !== undefined).join(' ')
}

/** The version may be a number of its own. */
function readId(fields: JsonFields): string | undefined {
  const id = firstText(fields.get('arxivId'))
  const version = fields.get('version')?.find((value) => typeof value === 'number')
  return id === undefined || version === undefined || /v\d+$/.test(id) ? id : `${id}v${version}`
}

function readLists(fields: JsonFields): Partial<Draft> {
  const authorCount = fields.get('authorCount')?.find((value) => typeof value === 'number')
  const addresses = (field: JsonField) => (fields.get(field) ?? []).flatMap((value) => readAddresses([value]))
  return {
    authors: (fields.get('authors') ?? []).map((value) => readNames(value)).find((list) => list.length > 0) ?? [],
    categories: (fields.get('categories') ?? []).flatMap((value) => readTerms(value)),
    links: [...addresses('url').slice(1), ...addresses('links'), ...addresses('project')],
    codeLinks: addresses('code'),
    ...(typeof authorCount === 'number' ? { authorCount } : {}),
  }
}

/** `["A B"]`, `[{ "name": "A B" }]`, `[{ "given": "A", "family": "B" }]`, or `"A B, C D and E F"`. */
function readNames(value: unknown): string[] {
  if (typeof value === 'string') return splitAuthors(value)
  if (!Array.isArray(value)) return isJsonObject(value) ? readName(value) : []
  return value.flatMap((element: unknown) => {
    if (typeof element === 'string') return [element]
    return isJsonObject(element) ? readName(element) : []
  })
}

function readName(person: JsonObject): string[] {
  const inner = person['author']
  if (isJsonObject(inner)) return readName(inner)
  const member = (...names: string[]) => firstText(names.map((name) => person[name]))
  const whole = member('name', 'fullName', 'full_name', 'fullname', 'display_name', 'displayName', 'literal')
  if (whole !== undefined) return [whole]
  const parts = [member('given', 'first', 'firstName', 'first_name'), member('family', 'last', 'lastName', 'last_name')]
  const name = parts.filter((part) => part !== undefined).join(' ')
  return name === '' ? [] : [name]
}

function readTerms(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/\s*[,;]\s*|\s+(?=[a-z-]+\.[A-Z]{2}\b)/)
  if (!Array.isArray(value)) return []
  return value.flatMap((element: unknown) => {
    if (typeof element === 'string') return [element]
    if (!isJsonObject(element)) return []
    return firstText([element['term'], element['name'], element['display_name'], element['category']]) ?? []
  })
}

/** Addresses, which some write without their scheme, alone, in a list, or as `{ "url": … }`. */
function readAddresses(values: readonly unknown[] | undefined): string[] {
  return (values ?? []).flatMap((value): string[] => {
    if (typeof value === 'string') return isAddress(value) ? [completeAddress(value)] : []
    if (Array.isArray(value)) return readAddresses(value)
    return isJsonObject(value) ? readAddresses([value['url'] ?? value['href'] ?? value['URL']]) : []
  })
}

function isAddress(text: string): boolean {
  return /^\s*(?:https?:\/\/|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}\/)\S*\s*$/i.test(text)
}

function completeAddress(text: string): string {
  return /^\s*https?:/i.test(text) ? text : `https://${text.trim()}`
}

/** A text, a year, seconds or milliseconds since 1970, or the numbers of CSL (`{ "date-parts": [[2026, 11, 20]] }`). */
function readDay(values: readonly unknown[] | undefined): string | undefined {
  for (const value of values ?? []) {
    if (typeof value === 'string') return value
    if (typeof value === 'number' && value > 1e9 && value < 4e12)
      return new Date(value < 1e11 ? value * 1000 : value).toISOString()
    if (typeof value === 'number' && value > 1900 && value < 2200) return String(value)
    const parts: unknown = isJsonObject(value) ? value['date-parts'] : undefined
    const [numbers]: unknown[] = Array.isArray(parts) ? parts : []
    if (Array.isArray(numbers)) return numbers.map((part) => String(part).padStart(2, '0')).join('-')
  }
  return undefined
}

/** The first that is a text with something in it, numbers included; Crossref puts even titles into lists. */
function firstText(values: readonly unknown[] | undefined): string | undefined {
  for (const value of values ?? []) {
    const text: unknown = Array.isArray(value) ? value[0] : value
    if (typeof text === 'string' && text.trim() !== '') return text
    if (typeof text === 'number') return String(text)
  }
  return undefined
}

/** Our own `signals` say all; else each count under whatever name it has. */
function readSignals(fields: JsonFields): Record<string, unknown> {
  const given = fields.get('signals')?.find((value) => isJsonObject(value))
  if (isJsonObject(given)) return { ...given }
  const first = (field: JsonField) =>
    fields.get(field)?.find((value) => typeof value === 'number' || typeof value === 'string')
  return { upvotes: first('upvotes'), stars: first('stars'), comments: first('commentCount') }
}
