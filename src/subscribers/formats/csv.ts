/*
 * In: text in blocks that end at a line end (RFC 4180, but of any delimiter and forgiving). Out: records with the line they start on.
 * Guaranteed: an unclosed quote costs the one line that it stands on, never the rest of the file.
 * Written by hand because an import must keep up with `sqlite3 .import`: csv-parse reads a quarter as many rows a second
 * and gives up, or drops everything, at an unclosed quote.
 */
import type { RawRecord } from './raw-table.ts'

/** Reads block after block; `last` says that no more text follows. */
export interface CsvReader {
  read(block: string, last: boolean): RawRecord[]
}

/** An open quote is given up when its field is longer than this many characters. */
const maxQuoted = 65_536

/**
 * A reader of records.
 *
 * @param firstLine number of the first line that it will be given
 */
export function createCsvReader(delimiter: string, firstLine = 1): CsvReader {
  let carry = ''
  let line = firstLine
  return {
    read(block, last) {
      const text = carry + block
      const records: RawRecord[] = []
      let at = 0
      let quote = text.indexOf('"')
      while (at < text.length) {
        let end = text.indexOf('\n', at)
        if (end < 0) end = text.length
        if (quote >= 0 && quote < at) quote = text.indexOf('"', at)
        if (quote < 0 || quote > end) {
          if (end > at) records.push({ line, cells: text.slice(at, end).split(delimiter) })
          line += 1
          at = end + 1
          continue
        }
        const found = readQuotedRecord(text, at, delimiter)
        if (found.kind === 'open' && !last && text.length - at < maxQuoted) break
        if (found.kind !== 'record') {
          records.push({
            line,
            cells: text.slice(at, end).replaceAll('"', '').split(delimiter),
            problem: 'has a quote that is never closed',
          })
          line += 1
          at = end + 1
          continue
        }
        records.push({ line, cells: found.cells })
        line += found.lineCount
        at = found.end + 1
      }
      carry = text.slice(at)
      return records
    },
  }
}

type QuotedRecord =
  | { readonly kind: 'record'; readonly cells: string[]; readonly end: number; readonly lineCount: number }
  | { readonly kind: 'open' | 'broken' }

/** Reads the record at `start`, in which a quote occurs; `broken` is a quoted field that spans lines and does not end well. */
function readQuotedRecord(text: string, start: number, delimiter: string): QuotedRecord {
  const cells: string[] = []
  let lineCount = 1
  let at = start
  for (;;) {
    const opening = skipBlanks(text, at, delimiter)
    if (text[opening] !== '"') {
      const end = endOfPlain(text, at, delimiter)
      cells.push(text.slice(at, end))
      if (text[end] !== delimiter) return { kind: 'record', cells, end, lineCount }
      at = end + 1
      continue
    }
    const field = readQuotedField(text, opening + 1, delimiter)
    if (field.kind !== 'field') return field
    cells.push(field.value)
    lineCount += field.breaks
    if (text[field.end] !== delimiter) return { kind: 'record', cells, end: field.end, lineCount }
    at = field.end + 1
  }
}

type QuotedField =
  | { readonly kind: 'field'; readonly value: string; readonly end: number; readonly breaks: number }
  | { readonly kind: 'open' | 'broken' }

/** Reads from behind the opening quote to the delimiter or line end behind the closing one. */
function readQuotedField(text: string, start: number, delimiter: string): QuotedField {
  const parts: string[] = []
  let breaks = 0
  for (let at = start; ;) {
    const quote = text.indexOf('"', at)
    const piece = text.slice(at, quote < 0 ? text.length : quote)
    breaks += countBreaks(piece)
    if (quote < 0 || quote - start > maxQuoted) return { kind: quote < 0 ? 'open' : 'broken' }
    parts.push(piece)
    if (text[quote + 1] === '"') {
      parts.push('"')
      at = quote + 2
      continue
    }
    const end = skipBlanks(text, quote + 1, delimiter)
    if (end >= text.length || text[end] === delimiter || text[end] === '\n') {
      return { kind: 'field', value: parts.join(''), end, breaks }
    }
    // A bare quote inside a field of one line is an apostrophe of somebody; across lines it is the next field's opening.
    if (breaks > 0) return { kind: 'broken' }
    parts.push('"')
    at = quote + 1
  }
}

function endOfPlain(text: string, at: number, delimiter: string): number {
  let end = at
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1
  return end
}

function skipBlanks(text: string, at: number, delimiter: string): number {
  const blank = delimiter === '\t' ? ' ' : ' \t'
  let next = at
  while (next < text.length && blank.includes(text[next] ?? '')) next += 1
  return next
}

function countBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
