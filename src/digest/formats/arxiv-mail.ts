/**
 * The mail that arXiv sends to subscribers of an archive (arXiv help, "Email alerts"): entries between lines of
 * dashes, each with fields, an abstract between `\\` lines (none for a replacement), and the address at the end.
 */
import type { PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitAuthors } from '../split-authors.ts'
import { parsePageDate } from '../page-date.ts'

export const arxivMail: Format = { detect, parse }

const beginning = /^(?:arXiv:\s*\S+|Paper(?:\s*\([^)]*\))?:\s*\S+)/
const field =
  /^(Title|Authors?|Categories|Comments|Report-no|Journal-ref|DOI|MSC-class|ACM-class|Proxy|License|Date[^:]{0,20}|replaced with revised version)\s?:?\s+(\S.*)$/
const closing = /^\\\\\s*\(\s*(https?:\/\/\S+)/

function detect(text: string): number {
  const start = text.slice(0, 8000)
  const hasEntry = /^\\\\\r?\n(?:arXiv:|Paper)/m.test(start)
  if (hasEntry && /^Title: /m.test(start)) return 0.97
  return /^Send any comments regarding submissions directly to submitter/m.test(start) ? 0.9 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const lines = text.split(/\r\n?|\n/)
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
  const date = findDate(text, today)
  return { drafts, problems, ...(date && { date }) }
}

/** An entry begins with its id below a line of `\\`; the same words inside an abstract begin nothing. */
function findEntries(lines: readonly string[]): number[] {
  const starts: number[] = []
  for (const [index, line] of lines.entries()) {
    if (beginning.test(line) && lines[index - 1]?.trim() === '\\\\') starts.push(index)
  }
  return starts
}

function readEntry(lines: readonly string[], start: number): Draft {
  const fields = new Map<string, string>()
  let index = start + 1
  let name = ''
  for (; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (line.startsWith('\\\\') || isRule(line)) break
    const match = field.exec(line)
    if (match) {
      name = match[1] ?? ''
      fields.set(name, match[2] ?? '')
    } else if (/^\s+\S/.test(line) && name !== '') fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`)
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
    if (line.trim() === '\\\\' && isEndAfter(lines, index)) break
    abstract.push(line.trim())
  }
  return abstract.join(' ')
}

function isRule(line: string): boolean {
  return /^(?:-{40,}|%{2,}-+%{2,}.*)\s*$/.test(line)
}

function isEntryAfter(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).find((line) => line.trim() !== '' && !isRule(line))
  return next === undefined || next.trim() === '\\\\'
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

/** The day of the mail is the end of the span that it covers, or its own Date field. */
function findDate(text: string, today: PlainDate): PlainDate | undefined {
  const span = /received from\s+\S+\s+\d+ \w+ \d+ [\d:]+ GMT\s+to\s+\w{3}\s+(\d{1,2}) (\w{3}) (\d{2})\b/.exec(
    text.slice(0, 20_000),
  )
  if (span) return parsePageDate(`${span[1]} ${span[2]} 20${span[3]}`, today)
  const sent = /^Date: (?:\w{3}, )?(\d{1,2} \w{3} \d{4})/m.exec(text.slice(0, 3000))
  return sent?.[1] === undefined ? undefined : parsePageDate(sent[1], today)
}
