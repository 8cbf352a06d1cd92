/**
 * The mail that arXiv sends to subscribers of an archive (arXiv help, "Email alerts"): entries between lines of
 * dashes, each with fields, an abstract between `\\` lines (none for a replacement), and the address at the end.
 */
import type { PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { splitAuthors } from '../split-authors.ts'
import { parsePageDate } from '../page-date.ts'

export const arxivMail: Format = { detect, parse }

const beginning = /^(?:arXiv:\s*\S+|Paper(?:\s*\([^)]*\))?:\s*\S+)/
const field =
  /^(Title|Authors?|Categories|Comments|Report-no|Journal-ref|DOI|MSC-class|ACM-class|Proxy|License|Date[^:]{0,20}|replaced with revised version)\s?:?\s+(\S.*)$/
/** Where Markdown has read the mail, one of the two signs is left. */
const separator = /^\\{1,2}\s*$/
const closing = /^\\{1,2}\s*\(\s*(https?:\/\/\S+)/

function detect(text: string): number {
  if (/^\s*</.test(text)) return 0
  const start = readLines(text.slice(0, 12_000)).join('\n')
  const hasEntry = /^\\{1,2}\s*\n(?:arXiv:|Paper)/m.test(start)
  if (hasEntry && /^Title: /m.test(start)) return 0.97
  return /^Send any comments regarding submissions directly to submitter/m.test(start) ? 0.9 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const lines = readLines(text)
  const drafts: Draft[] = []
  const problems: Problem[] = []
  for (const start of findEntries(lines)) {
    const draft = readEntry(lines, start)
    if (draft.title === '')
      problems.push({
        line: start + 1,
        code: 'no_title',
        message: `The entry ${lines[start]?.trim() ?? ''} has no title; skipped.`,
      })
    else drafts.push(draft)
  }
  const date = findDate(lines, today)
  return { drafts, problems, ...(date && { date }) }
}

/** The lines of the mail itself: without the signs of a quotation, the indentation, or the empty lines of a forward. */
function readLines(text: string): string[] {
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
function findEntries(lines: readonly string[]): number[] {
  const starts: number[] = []
  for (const [index, line] of lines.entries()) {
    if (beginning.test(line) && separator.test(lines[index - 1] ?? '')) starts.push(index)
  }
  return starts
}

function readEntry(lines: readonly string[], start: number): Draft {
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
  return buildDraft(lines[start] ?? '', start, fields, isClosed ? '' : readAbstract(lines, index + 1))
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

function buildDraft(head: string, start: number, fields: ReadonlyMap<string, string>, abstract: string): Draft {
  const categories = (fields.get('Categories') ?? '').split(/[\s,;]+/).filter((name) => name !== '')
  const day = readDate(fields)
  const isReplaced =
    fields.has('replaced with revised version') || [...fields.keys()].some((name) => /revised/.test(name))
  return {
    line: start + 1,
    title: fields.get('Title') ?? '',
    abstract,
    authors: splitAuthors(fields.get('Authors') ?? fields.get('Author') ?? ''),
    arxivId: head.replace(/\s*\(\*[^)]*\)/, '').replace(/^Paper:\s*/, ''),
    categories,
    ...(categories[0] !== undefined && { primaryCategory: categories[0] }),
    ...(day !== undefined && (isReplaced ? { updated: day } : { published: day })),
    ...optional('comment', fields.get('Comments')),
    ...optional('journalRef', fields.get('Journal-ref')),
    ...optional('doi', fields.get('DOI')),
  }
}

function optional<Name extends keyof Draft>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>)
}

/** `Thu, 18 Dec 2025 05:03:49 GMT   (704kb)`: of several, the last is the version announced. */
function readDate(fields: ReadonlyMap<string, string>): string | undefined {
  const dates = [...fields].filter(([name]) => name.startsWith('Date') || name.startsWith('replaced'))
  return dates.at(-1)?.[1].replace(/\s*\([^)]*\)\s*$/, '')
}

/** The day of the mail is the end of the span that it covers, or its own Date field above the first entry. */
function findDate(lines: readonly string[], today: PlainDate): PlainDate | undefined {
  const first = lines.findIndex((line) => separator.test(line))
  const head = lines.slice(0, Math.min(200, first < 0 ? lines.length : first)).join('\n')
  const span = /received from\s+\S+\s+\d+ \w+ \d+ [\d:]+ GMT\s+to\s+\w{3}\s+(\d{1,2}) (\w{3}) (\d{2})\b/.exec(head)
  if (span) return parsePageDate(`${span[1]} ${span[2]} 20${span[3]}`, today)
  const sent = /^Date: (?:\w{3}, )?(\d{1,2} \w{3} \d{4})/m.exec(head)
  return sent?.[1] === undefined ? undefined : parsePageDate(sent[1], today)
}
