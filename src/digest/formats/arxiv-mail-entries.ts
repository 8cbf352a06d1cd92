/** The entries of an arXiv mail as they stand in it: where one begins and ends, its fields and its abstract. */
import { splitLines } from '../lines.ts'

/** An entry of the mail. */
export interface MailEntry {
  /** Index of its first line. */
  readonly start: number
  /** The line with its id. */
  readonly head: string
  readonly fields: ReadonlyMap<string, string>
  readonly abstract: string
}

const beginning = /^(?:arXiv:\s*\S+|Paper(?:\s*\([^)]*\))?:\s*\S+)/
const field =
  /^(Title|Authors?|Categories|Comments|Report-no|Journal-ref|DOI|MSC-class|ACM-class|Proxy|License|Date[^:]{0,20}|replaced with revised version)\s?:?\s+(\S.*)$/
/** What parts an entry; where Markdown has read the mail, one of the two signs is left. */
export const separator = /^\\{1,2}\s*$/
const closing = /^\\{1,2}\s*\(\s*(https?:\/\/\S+)/

/** The lines of the mail itself: without the signs of a quotation, the indentation, or the empty lines of a forward. */
export function readLines(text: string): string[] {
  const lines = splitLines(text)
  const sample = lines.slice(0, 200).filter((line) => line.trim() !== '')
  const isQuoted = sample.length > 4 && sample.filter((line) => line.startsWith('>')).length > 0.8 * sample.length
  const plain = isQuoted ? lines.map((line) => line.replace(/^(?:> ?)+/, '')) : lines
  const head = plain.find((line) => /^\s*\\{1,2}\s*$/.test(line)) ?? ''
  const indent = /^\s*/.exec(head)?.[0] ?? ''
  const own = indent === '' ? plain : plain.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
  const empty = own.slice(0, 400).filter((line) => line.trim() === '').length
  return empty > 0.4 * Math.min(own.length, 400) ? own.filter((line) => line.trim() !== '') : own
}

/** An entry begins with its id below a line of `\\`; the same words inside an abstract begin nothing. */
export function findEntries(lines: readonly string[]): number[] {
  const starts: number[] = []
  for (const [index, line] of lines.entries()) {
    if (beginning.test(line) && separator.test(lines[index - 1] ?? '')) starts.push(index)
  }
  return starts
}

/** Reads the entry that begins at a line. */
export function readEntry(lines: readonly string[], start: number): MailEntry {
  const fields = new Map<string, string>()
  let index = start + 1
  let name = ''
  for (; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (separator.test(line) || closing.test(line) || isRule(line)) break
    const match = field.exec(line)
    if (match) {
      name = match[1] ?? ''
      fields.set(name, match[2] ?? '')
    } else if (line.trim() !== '' && name !== '') fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`)
  }
  const isClosed = closing.test(lines[index] ?? '') || isRule(lines[index] ?? '')
  return { start, head: lines[start] ?? '', fields, abstract: isClosed ? '' : readAbstract(lines, index + 1) }
}

/** The abstract ends where the address stands; a rule of dashes ends it too, where the mail is cut short. */
function readAbstract(lines: readonly string[], start: number): string {
  const abstract: string[] = []
  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (closing.test(line) || (isRule(line) && isEntryAfter(lines, index))) break
    if (separator.test(line) && isEndAfter(lines, index)) break
    abstract.push(line.trim())
  }
  return abstract.join(' ')
}

function isRule(line: string): boolean {
  return /^(?:-{40,}|%{2,}-+%{2,}.*)\s*$/.test(line)
}

function isEntryAfter(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).find((line) => line.trim() !== '' && !isRule(line))
  return next === undefined || separator.test(next)
}

function isEndAfter(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 3).find((line) => line.trim() !== '')
  return next === undefined || isRule(next)
}
