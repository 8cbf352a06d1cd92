/** Tables of papers as CSV: comma, semicolon, tab or bar, with a header that has a column for the title. */
import { CsvError, parse as parseRecords } from 'csv-parse/sync'
import { DigestParseError } from '../../errors.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { buildColumnDraft, findColumns } from './columns.ts'

export const csv: Format = { detect, parse }

const delimiters = [',', ';', '\t', '|'] as const
const longestRecord = 1_000_000

function detect(text: string): number {
  const [header = '', second] = splitStart(text)
  const delimiter = findDelimiter(header)
  if (delimiter === undefined || second === undefined) return 0
  return findColumns(splitHeader(header, delimiter)) === undefined ? 0 : 0.85
}

/** Excel writes `sep=;` above the header. */
function splitStart(text: string): string[] {
  return text
    .slice(0, 20_000)
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '' && !/^sep=.$/.test(line))
    .slice(0, 2)
}

function findDelimiter(header: string): string | undefined {
  const counted = delimiters.map((delimiter) => ({ delimiter, count: header.split(delimiter).length - 1 }))
  return counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.delimiter
}

function splitHeader(header: string, delimiter: string): string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
}

function parse(text: string): DraftDigest {
  const delimiter = findDelimiter(splitStart(text)[0] ?? '') ?? ','
  const [head, ...rows] = readRows(
    text.replace(/^\s*sep=.\r?\n/, (line) => line.replace(/[^\n]/g, '')),
    delimiter,
  )
  const columns = head === undefined ? undefined : findColumns(head.record)
  if (columns === undefined)
    throw new DigestParseError('csv', 'has no column for the title. Name one "title" in the first line.', 1)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  for (const { record, line } of rows) {
    const draft = buildColumnDraft(columns, record, line)
    if (draft.title === '') problems.push({ line, code: 'no_title', message: 'The row has no title; skipped.' })
    else drafts.push(draft)
  }
  return { drafts, problems }
}

interface Row {
  readonly record: string[]
  readonly line: number
}

function readRows(text: string, delimiter: string): Row[] {
  try {
    const rows = parseRecords(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: longestRecord,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return rows.map(({ record, info }) => ({ record, line: info.lines - record.join('').split('\n').length + 1 }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? error['lines'] : undefined
    throw new DigestParseError('csv', `cannot be read as CSV: ${error.message}`, line)
  }
}
