/**
 * The mail that arXiv sends to subscribers of an archive (arXiv help, "Email alerts"): entries between lines of
 * dashes, each with fields, an abstract between `\\` lines (none for a replacement), and the address at the end.
 */
import type { PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import { optional, type Draft, type DraftDigest, type Format, type FormatContext } from '../draft.ts'
import { splitAuthors } from '../split-authors.ts'
import { parsePageDate } from '../page-date.ts'
import { findEntries, readEntry, readLines, separator, type MailEntry } from './arxiv-mail-entries.ts'

export const arxivMail: Format = { detect, parse }

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
    const draft = buildDraft(readEntry(lines, start))
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

function buildDraft({ start, head, fields, abstract }: MailEntry): Draft {
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
