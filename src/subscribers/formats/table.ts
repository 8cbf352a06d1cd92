/*
 * In: text in blocks. Out: a table of records. Order of detection: vCard, JSON, JSON Lines, a plain list of mailboxes, CSV.
 */
import { AppError } from '../../errors.ts'
import { isAddressCell, isAddressColumn } from '../columns/columns.ts'
import { createCsvReader } from './csv.ts'
import { detectDelimiter, readSepLine } from './delimiter.ts'
import { readJsonLines, readJsonTable } from './json.ts'
import { readMailboxList } from './mailbox-list.ts'
import type { RawRecord, RawTable } from './raw-table.ts'
import { readVcards } from './vcard.ts'

const headLength = 64 * 1024

/** What begins like this is read by other programs. */
const foreigners: readonly (readonly [RegExp, string])[] = [
  [/^<(?:\?xml|!doctype|!--|[a-z][a-z0-9]*(?:\s[^<>@]*)?>)/i, 'XML or a web page'],
  [/^(?:insert\s+into|create\s+table|begin\s*;|set\s+\S+\s*=|\/\*!|--[\s-]*(?:\w*sql\w*|mariadb|dump)\b)/i, 'SQL'],
  [/^(?:---\n)?\s*- \w+: /, 'YAML'],
]

/** Opens the text of a file as a table, whatever its format. */
export async function openTable(name: string, blocks: AsyncIterable<string>): Promise<RawTable> {
  const { head, all } = await peek(blocks)
  const start = head.trimStart()
  if (start === '') throw new AppError('invalid', `${name} is empty: there is nobody in it.`)
  const foreign = foreigners.find(([pattern]) => pattern.test(start))
  if (foreign) throw new AppError('invalid', `${name} is ${foreign[1]}: export the list as CSV, and import that.`)
  if (/^BEGIN:VCARD/i.test(start)) return readVcards(all)
  if (/^[[{]/.test(start)) return isJsonLines(start) ? readJsonLines(name, all) : readJsonTable(name, all)
  return openLines(head, all)
}

/** Reads blocks until there is enough of them to judge by, and gives them back with the rest. */
async function peek(blocks: AsyncIterable<string>): Promise<{ head: string; all: AsyncIterable<string> }> {
  const iterator = blocks[Symbol.asyncIterator]()
  const read: string[] = []
  let length = 0
  while (length < headLength) {
    const next = await iterator.next()
    if (next.done) break
    read.push(next.value)
    length += next.value.length
  }
  async function* replay(): AsyncGenerator<string> {
    yield* read.splice(0)
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { head: read.join(''), all: replay() }
}

function isJsonLines(start: string): boolean {
  const end = start.indexOf('\n')
  if (end < 0 || start.slice(end).trim() === '')
    return start.startsWith('{') && isJson(start) && !/:\s*\[\s*[{"]/.test(start)
  return isJson(start.slice(0, end))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function openLines(head: string, all: AsyncIterable<string>): RawTable {
  const sep = readSepLine(head)
  const body = sep ? head.slice(sep.length) : head
  const delimiter = sep?.delimiter ?? detectDelimiter(body)
  const sample = createCsvReader(delimiter).read(body.slice(0, headLength), true).slice(0, 200)
  const shape = judge(sample)
  if (shape.kind === 'list')
    return { source: 'list', header: ['address', 'name', 'status'], batches: readMailboxList(all) }
  const skippedLines = sep ? 1 : 0
  const batches = readCsv(all, {
    delimiter,
    skipLength: sep?.length ?? 0,
    firstLine: 1 + skippedLines,
    untilLine: shape.headerLine + skippedLines,
  })
  const header = shape.header ?? sample[0]?.cells.map((_, index) => `column ${index + 1}`) ?? []
  return { header, isHeaderless: shape.header === undefined, delimiter, batches }
}

interface Shape {
  readonly kind: 'list' | 'table'
  readonly header?: readonly string[]
  /** Line of the header, 0 when there is none; records up to it are not data. */
  readonly headerLine: number
}

/** `Ann <ann@example.com>`, `ann at example.com`, `ann@example.com Ann Lee`. */
const mailboxWithName = /<[^<>\s]+@[^<>\s]+>|^[^@]+ at [^@]+$|^\s*[^\s@]+@[^\s@]+\.[^\s@]+\s+\p{L}[^@]*$/u

/** Tells a table with a header, a table without and a list of mailboxes apart. */
function judge(sample: readonly RawRecord[]): Shape {
  const titled = sample
    .slice(0, 10)
    .find(({ cells }) => cells.some((cell) => isAddressColumn(cell)) && !cells.some(isAddressCell))
  if (titled) return { kind: 'table', header: titled.cells, headerLine: titled.line }
  const first = sample[0]
  const width = first?.cells.length ?? 1
  if (first?.cells.some((cell) => /<[^<>\s]+@[^<>\s]+>/.test(cell) && !isAddressCell(cell)))
    return { kind: 'list', headerLine: 0 }
  const firstHasAddress = first?.cells.some(isAddressCell) ?? false
  const places = sample.map(({ cells }) => cells.findIndex(isAddressCell))
  const place = places.find((index) => index >= 0) ?? -1
  const crowded = sample.some(({ cells }) => (cells.join(' ').match(/\S@\S/g)?.length ?? 0) > 1)
  const named = sample.some(({ cells }) => cells.some((cell) => mailboxWithName.test(cell)))
  const steady = sample.every(
    ({ cells }, index) => cells.length === width && (places[index] === place || places[index] === -1),
  )
  if (!firstHasAddress && width > 1) return { kind: 'table', header: first?.cells ?? [], headerLine: first?.line ?? 0 }
  if (firstHasAddress && width > 1 && steady && !named && !crowded) return { kind: 'table', headerLine: 0 }
  if (place < 0 && !named) return { kind: 'table', header: first?.cells ?? [], headerLine: first?.line ?? 0 }
  return { kind: 'list', headerLine: 0 }
}

async function* readCsv(
  all: AsyncIterable<string>,
  from: { delimiter: string; skipLength: number; firstLine: number; untilLine: number },
): AsyncGenerator<RawRecord[]> {
  const reader = createCsvReader(from.delimiter, from.firstLine)
  let skip = from.skipLength
  for await (const block of all) {
    const text = skip > 0 ? block.slice(skip) : block
    skip = Math.max(0, skip - block.length)
    yield keep(reader.read(text, false), from.untilLine)
  }
  yield keep(reader.read('', true), from.untilLine)
}

/** A cell of the line that Markdown draws below a header. */
const rule = /^\s*:?-{3,}:?\s*$/

/** Drops what stands above the data, and lines of nothing but delimiters and rules. */
function keep(records: RawRecord[], untilLine: number): RawRecord[] {
  const below = records[0] && records[0].line <= untilLine ? records.filter(({ line }) => line > untilLine) : records
  return below.filter(({ cells }) => cells.some((cell) => cell !== '' && cell.trim() !== '' && !rule.test(cell)))
}
