/*
 * In: records and what their columns mean. Out: what each record says of one person.
 */
import { addressKey, parseAddress, parseMailbox, type AddrSpec } from '../../mail/address.ts'
import { unguardFormula } from '../export-csv.ts'
import { normalizeColumn, type ColumnField, type ColumnReading } from '../columns/column.ts'
import { isAddressCell } from '../columns/columns.ts'
import { listSigns, readStanding, shorten, type RowContext } from './standing.ts'
import { parseExportTime } from '../columns/words.ts'
import type { RawRecord } from '../formats/raw-table.ts'
import type { ReadRow } from './subscriber-file.ts'
import { parseTags } from './tags.ts'

/** A function that understands one record after another. */
export function createRowReader(
  columns: readonly ColumnReading[],
  context: RowContext,
): (record: RawRecord) => ReadRow {
  const place = findPlaces(columns)
  const signs = listSigns(columns)

  return (record) => {
    const { line } = record
    if (record.problem !== undefined) return reject(record, record.problem)
    const cells = context.recognizer?.source === 'courant' ? record.cells.map(unguardFormula) : record.cells
    const text = (cells[place.address] ?? '') || (cells[place.spare] ?? '')
    const found = readAddress(text)
    if (found.address === undefined)
      return reject({ ...record, cells }, whyNoAddress(text, columns[place.address]?.column))
    const row: ReadRow = { line, outcome: 'confirmed', address: found.address, key: addressKey(found.address) }
    if (found.reason !== undefined) row.reason = found.reason
    if (isRagged(cells, columns.length)) {
      if (signs.length > 0) {
        return reject(
          record,
          `has ${cells.length} cells where the header has ${columns.length}, so its status cannot be told`,
        )
      }
      row.reason = `has ${cells.length} cells where the header has ${columns.length}: only the address was taken`
      return row
    }
    readStanding(row, cells, signs, context)
    const name = found.name ?? composeName(cells, place)
    if (name !== '') row.name = name
    readFacts(row, cells, place)
    return row
  }
}

/** Address books have a second address beside the first, which may be empty. */
const spareAddress = /^e ?mail (?:address )?2(?: value| address)?$/

/** Where in a record each fact stands; -1 where there is no such column. */
function findPlaces(columns: readonly ColumnReading[]) {
  const indexes = new Map<ColumnField, number>()
  for (const [index, { field }] of columns.entries())
    if (field !== null && !indexes.has(field)) indexes.set(field, index)
  const at = (field: ColumnField) => indexes.get(field) ?? -1
  return {
    address: at('address'),
    spare: columns.findIndex(({ column }) => spareAddress.test(normalizeColumn(column))),
    name: at('name'),
    first: at('first_name'),
    middle: at('middle_name'),
    last: at('last_name'),
    tags: at('tags'),
    topics: at('topics'),
    consentAt: at('consent_at'),
    createdAt: at('created_at'),
    ip: at('consent_ip'),
    source: at('consent_source'),
  }
}

function reject(record: RawRecord, reason: string): ReadRow {
  return { line: record.line, outcome: 'rejected', reason, cells: record.cells }
}

/** Reads an address, `Name <address>`, `mailto:address`, or the first of Google's ` ::: ` list. */
function readAddress(text: string): { address?: AddrSpec; name?: string; reason?: string } {
  const plain = parseAddress(text)
  if (plain !== undefined) return { address: plain }
  const cleaned = text.replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '').replace(/^\s*mailto:/i, '')
  if (cleaned.includes(' ::: ')) {
    const [first = '', ...others] = cleaned.split(' ::: ').map((part) => part.trim())
    const address = parseAddress(first)
    return address === undefined
      ? {}
      : { address, reason: `also has ${others.join(', ')}: the first address was taken` }
  }
  const mailbox = parseMailbox(cleaned)
  if (mailbox === undefined) return {}
  const name = cleanText(mailbox.displayName ?? '')
  return { address: mailbox.address, ...(name === '' ? {} : { name }) }
}

function whyNoAddress(text: string, column: string | undefined): string {
  const shown = text.trim()
  if (shown === '') return 'has no address'
  if (column !== undefined && normalizeColumn(shown) === normalizeColumn(column)) return 'repeats the header'
  if (shown.split(/[,;\s]+/).filter(isAddressCell).length > 1) return `"${shorten(shown)}" is more than one address`
  return `"${shorten(shown)}" is no address`
}

function isRagged(cells: readonly string[], width: number): boolean {
  if (cells.length <= width) return false
  for (let index = width; index < cells.length; index += 1) if (cells[index]?.trim() !== '') return true
  return false
}

type Place = Readonly<ReturnType<typeof findPlaces>>

function composeName(cells: readonly string[], place: Place): string {
  const whole = place.name < 0 ? '' : cleanText(dropAddress(cells[place.name] ?? ''))
  if (place.first < 0 && place.last < 0) return whole
  const first = cleanText(cells[place.first] ?? '')
  const last = cleanText(cells[place.last] ?? '')
  if (whole === '') return [first, cleanText(cells[place.middle] ?? ''), last].filter((part) => part !== '').join(' ')
  // French files call the family name "nom", Spanish ones the first name "nombre".
  if (place.last < 0) return first === '' || whole.includes(first) ? whole : `${first} ${whole}`
  return first !== '' || last === '' || whole.includes(last) ? whole : `${whole} ${last}`
}

/** Outlook shows the address behind the name: `Ann Oz (ann@example.com)`. */
function dropAddress(name: string): string {
  const opening = name.endsWith(')') ? name.lastIndexOf('(') : -1
  return opening > 0 && name.includes('@', opening) ? name.slice(0, opening) : name
}

function readFacts(row: ReadRow, cells: readonly string[], place: Place): void {
  const tags = parseTags(cells[place.tags] ?? '')
  if (tags.length > 0) row.tags = tags
  const topics = parseTags(cells[place.topics] ?? '')
  if (topics.length > 0) row.topics = topics
  const consentAt =
    parseExportTime(cells[place.consentAt] ?? '') ?? row.consentAt ?? parseExportTime(cells[place.createdAt] ?? '')
  if (consentAt !== undefined) row.consentAt = consentAt
  const ip = (cells[place.ip] ?? '').trim()
  if (ip !== '' && /^[0-9a-f.:]{3,45}$/i.test(ip)) row.consentIp = ip
  const source = cleanText(cells[place.source] ?? '')
  if (source !== '') row.consentSource = source
}

/** Text from a file as one line of at most 200 characters, without controls and marks that turn the direction of writing. */
export function cleanText(text: string): string {
  const trimmed = text.trim()
  if (trimmed.length <= 200 && /^[!-~]*(?: [!-~]+)*$/.test(trimmed)) return trimmed
  const plain = trimmed
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g, '')
  return plain.normalize('NFC').trim().slice(0, 200)
}
