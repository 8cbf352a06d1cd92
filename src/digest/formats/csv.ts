/** Tables of papers as CSV: comma, semicolon, tab or bar, with a header that has a column for the title. */
import { CsvError, parse as parseRecords } from 'csv-parse/sync'
import { DigestParseError } from '../../errors.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { buildColumnDraft, findColumns, inferColumns, type Column } from './columns.ts'

export const csv: Format = { detect, parse }

const delimiters = [',', ';', '\t', '|'] as const
const longestRecord = 1_000_000

function detect(text: string): number {
  const [header = '', second] = splitStart(text)
  const delimiter = findDelimiter(header)
  if (second === undefined) return 0
  if (findPreamble(text) > 0) return 0.85
  if (delimiter === undefined) return 0
  const known = findColumns(splitHeader(header, delimiter))?.filter((column) => column !== undefined) ?? []
  // One word that may be a heading, and a comma, is how any text may begin.
  if (known.length > 1 || (known.length === 1 && second.includes(delimiter))) return 0.85
  const isInferred = delimiter === '\t' ? inferColumns(sampleRows(text, delimiter)) !== undefined : opensWithIds(text)
  return isInferred ? 0.7 : 0
}

/** Excel writes `sep=;` above the header. */
function splitStart(text: string): string[] {
  return splitLines(text.slice(0, 20_000))
    .filter((line) => line.trim() !== '' && !/^sep=.$/.test(line))
    .slice(0, 2)
}

const mostPreamble = 10

/** How many lines stand above a header with a title and another column; 0 where it is the first, or there is none. */
function findPreamble(text: string): number {
  const lines = splitLines(text.slice(0, 20_000)).slice(0, mostPreamble + 1)
  const index = lines.findIndex((line) => {
    const delimiter = findDelimiter(line)
    // Bars are those of a table in Markdown.
    const columns =
      delimiter === undefined || delimiter === '|' ? [] : (findColumns(splitHeader(line, delimiter)) ?? [])
    return columns.filter((column) => column !== undefined).length > 1
  })
  return Math.max(0, index)
}

function findDelimiter(header: string): string | undefined {
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }))
  return counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.delimiter
}

function sampleRows(text: string, delimiter: string): string[][] {
  return text
    .slice(0, 20_000)
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => line.split(delimiter))
}

/** Rows without a header that each begin with an arXiv id; cells with commas are quoted, so no line is cut here. */
function opensWithIds(text: string): boolean {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, 50)
  const rows = lines.filter((line) => line.trim() !== '')
  const opened = rows.filter((line) => /^"?(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?"?[,;|]/i.test(line))
  return opened.length > 1 && opened.length > 0.8 * rows.length
}

function splitHeader(header: string, delimiter: string): string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
}

function parse(given: string): DraftDigest {
  const preamble = findPreamble(given)
  const text = preamble === 0 ? given : given.replace(new RegExp(`^(?:.*\\r?\\n){${preamble}}`), '\n'.repeat(preamble))
  const delimiter = findDelimiter(splitStart(text)[0] ?? '') ?? ','
  const all = readRows(
    text.replace(/^\s*sep=.\r?\n/, (line) => line.replace(/[^\n]/g, '')),
    delimiter,
  )
  const named = findColumns(all[0]?.record ?? [])
  const columns = named ?? inferColumns(all.slice(0, 50).map(({ record }) => record))
  const rows = named === undefined ? all : all.slice(1)
  if (columns === undefined)
    throw new DigestParseError('csv', 'has no column for the title. Name one "title" in the first line.', 1)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  const isInverted = rows.some(({ record }) =>
    columns.some((column, index) => column === 'authors' && inverted.test(record[index] ?? '')),
  )
  for (const { record, line } of joinBroken(rows, columns.length)) {
    const draft = buildColumnDraft(columns, isInverted ? closeNames(columns, record) : record, line)
    if (draft.title === '') problems.push({ line, code: 'no_title', message: 'The row has no title; skipped.' })
    else drafts.push(draft)
  }
  return { drafts, problems }
}

/** `Doe, Jane; Roe, Richard` in one row tells that `Doe, Jane` in another is one person: a semicolon says so. */
const inverted = /^[^,;]+, [^,;]+(?:; [^,;]+, [^,;]+)+;?$/

function closeNames(columns: readonly (Column | undefined)[], record: readonly string[]): string[] {
  return record.map((cell, index) => (columns[index] === 'authors' && cell !== '' ? `${cell};` : cell))
}

interface Row {
  readonly record: string[]
  readonly line: number
}

/** Where every line has as many tabs as the first, quotation marks are of the text, unless they enclose all they open. */
function isQuoted(text: string, delimiter: string): boolean {
  if (delimiter !== '\t') return true
  const lines = text.slice(0, 200_000).split(/\r?\n/).slice(0, -1)
  const opened = lines.flatMap((line) => line.split('\t')).filter((cell) => cell.startsWith('"'))
  if (opened.length > 0 && opened.every((cell) => /^"(?:[^"]|"")+"$/.test(cell))) return true
  const tabs = (line: string) => line.split('\t').length
  const width = tabs(lines[0] ?? '')
  return lines.filter((line) => tabs(line) === width).length < 0.9 * lines.length
}

function readRows(text: string, delimiter: string): Row[] {
  try {
    return parseRecords(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      quote: isQuoted(text, delimiter) ? '"' : null,
      skip_empty_lines: true,
      max_record_size: longestRecord,
      // Taken at once, because what the package tells of each record is larger than the record.
      on_record: (record, { lines }) =>
        ({ record, line: lines - record.join('').split('\n').length + 1 }) as unknown as string[],
    }) as unknown as Row[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : undefined
    throw new DigestParseError('csv', `cannot be read as CSV: ${error.message}`, line)
  }
}

/** A line end that nobody quoted cuts a row in two; two short rows that together fill the columns are one. */
function joinBroken(rows: readonly Row[], width: number): Row[] {
  const joined: Row[] = []
  for (const row of rows) {
    const before = joined.at(-1)
    const isRest =
      before !== undefined && before.record.length < width && before.record.length + row.record.length - 1 <= width
    if (!isRest) joined.push(row)
    else {
      const [first = '', ...rest] = row.record
      const record = [...before.record.slice(0, -1), `${before.record.at(-1) ?? ''} ${first.trim()}`, ...rest]
      joined[joined.length - 1] = { record, line: before.line }
    }
  }
  return joined
}
