/** Digests in Markdown, and plain lists with addresses: tables with a title column, headings, lists of links. */
import { parsePlainDate, type PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { parsePageDate } from '../page-date.ts'
import { buildColumnDraft, findColumns, type Column } from './columns.ts'
import { countIds, paperLink, writeAsMarkdown } from './link-dialects.ts'
import { collectLinkedPapers } from '../lists/linked-list.ts'
import { markLines } from '../lists/mark-lines.ts'
import { findNames } from '../lists/read-names.ts'
import { readLinkedText, readReferences } from '../pages/page-links.ts'
import { pageText } from '../pages/page-text.ts'

export const markdown: Format = { detect, parse }

const rule = /^\|? *:?-{2,}:? *(?:\| *:?-{2,}:? *)+\|?$/

/** What stands in brackets is a link, or the time of a message, and no JSON. */
const isLabelled = /^\s*\[{1,2}[^\][\n]{1,600}\](?:\(|\[| +[^\s,\]])/

function detect(text: string): number {
  const start = text.slice(0, 60_000)
  if (/^\s*[{<]|^\s*\[\s*[{"[\]\d-]/.test(start) && !isLabelled.test(start)) return 0
  const lines = splitLines(start)
  if (lines.some((line, index) => isRule(line) && findColumns(splitRow(lines[index - 1] ?? '')) !== undefined))
    return 0.94
  if (start.search(paperLink) < 0) return countIds(start) < 2 ? 0 : 0.45
  return /^#{1,6} |^[ \t]*(?:[-*+]|\d+[.)]) .*\]\(/m.test(start) ? 0.72 : 0.45
}

function parse(given: string, context: FormatContext): DraftDigest {
  const text = writeAsMarkdown(given)
  const lines = splitLines(text)
  const tables = readTables(lines)
  const date = findDate(text, context.today)
  const found: Pick<DraftDigest, 'drafts' | 'problems'> =
    tables.drafts.length > 0 ? tables : { drafts: readLinks(lines.join('\n')), problems: [] }
  const plain = structure.test(text) ? undefined : readPlain(text, context, found.drafts)
  const isDailyPapers = /huggingface\.co\/papers\//.test(text)
  return { ...(plain ?? found), isDailyPapers, ...(date && { date }) }
}

const structure = /\]\(|^#{1,6} |^[ \t]*(?:[-*+]|\d+[.)]) /m

/** Where nothing is marked, titles and abstracts may be paragraphs, and the addresses lines between them. */
function readPlain(text: string, context: FormatContext, found: readonly Draft[]): DraftDigest | undefined {
  const plain = pageText.parse(text, context)
  const count = (drafts: readonly Draft[]) =>
    drafts.filter(({ title, abstract = '' }) => title !== '' && abstract.length > 80).length
  return count(plain.drafts) > count(found) ? plain : undefined
}

function readLinks(text: string): Draft[] {
  const pieces = readLinkedText(text, readReferences(text)).flatMap((piece) => {
    if (piece.href !== undefined) return [piece]
    return splitAddresses(piece.text).map((part) =>
      Object.assign(
        part,
        { line: piece.line },
        piece.level === undefined ? {} : { isHeading: true, level: piece.level },
      ),
    )
  })
  return collectLinkedPapers(markLines(pieces, text))
}

/** Bare addresses in the text are links too. */
function splitAddresses(text: string): { text: string; href?: string }[] {
  return text.split(/(https?:\/\/[^\s<>()[\]"'`]+)/).flatMap((part, index) => {
    if (part.trim() === '') return []
    return index % 2 === 1 ? [{ text: part, href: part.replace(/[.,;:!?]+$/, '') }] : [{ text: part.trim() }]
  })
}

function readTables(lines: readonly string[]): { drafts: Draft[]; problems: Problem[] } {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  let columns: (Column | undefined)[] | undefined
  let row = { text: '', line: 0 }
  for (const [index, line] of lines.entries()) {
    if (isRule(lines[index + 1] ?? '')) columns = findColumns(splitRow(line))
    else if (columns !== undefined && !isRule(line)) {
      if (row.text === '' && !line.trimStart().startsWith('|')) {
        if (line.trim() !== '') columns = undefined
        continue
      }
      row = { text: `${row.text} ${line.trim()}`.trim(), line: row.text === '' ? index + 1 : row.line }
      if (
        !row.text.endsWith('|') ||
        (splitRow(row.text).length < columns.length &&
          (lines[index + 1]?.trim() ?? '') !== '' &&
          !(lines[index + 1]?.trimStart().startsWith('|') ?? true))
      )
        continue
      const draft = buildRowDraft(columns, row)
      if (draft.title === '')
        problems.push({ line: row.line, code: 'no_title', message: 'The row has no title; skipped.' })
      else drafts.push(draft)
      row = { text: '', line: 0 }
    }
  }
  return { drafts, problems }
}

/** A bar inside the text of the last column makes cells too many; they belong together. */
function buildRowDraft(
  columns: readonly (Column | undefined)[],
  { text, line }: { text: string; line: number },
): Draft {
  const cells = splitRow(text)
  const last = columns.length - 1
  const whole = cells.length > columns.length ? [...cells.slice(0, last), cells.slice(last).join(' | ')] : cells
  const links = [...text.matchAll(/\]\((https?:\/\/[^()\s]+)\)/g)].map((match) => match[1] ?? '')
  const plain = whole.map((cell) =>
    cell
      .replace(/\(Read more on [^\n]{0,1000}$/i, '')
      .replace(/!?\[([^[\]]{0,500})\]\([^()]{0,2000}\)/g, '$1')
      .replace(/\*\*|__|`/g, ''),
  )
  const draft = readTitleCell(buildColumnDraft(columns, plain, line))
  const url = draft.url !== undefined && /^https?:/.test(draft.url) ? draft.url : links[0]
  const { url: _words, ...rest } = draft
  return { ...rest, links: [...links, ...(draft.links ?? [])], ...(url !== undefined && { url }) }
}

/** A cell may hold the authors, or what the paper is about, on lines below its title. */
function readTitleCell(draft: Draft): Draft {
  const [title = '', ...below] = draft.title.split(/\s*<br\s*\/?>\s*/i)
  const names = findNames(below[0] ?? '')
  const said = below.slice(names.length > 0 ? 1 : 0).join(' ')
  return {
    ...draft,
    title,
    ...(names.length > 0 && draft.authors?.length === 0 && { authors: names }),
    ...(said !== '' && draft.abstract === undefined && { abstract: said }),
  }
}

/** The line of dashes below the headings of a table. */
function isRule(line: string): boolean {
  return line.includes('--') && rule.test(line.trim())
}

function splitRow(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll(String.raw`\|`, '|').trim())
}

/** The first day written above the papers. */
function findDate(text: string, today: PlainDate): PlainDate | undefined {
  const start = text.slice(0, 1500)
  const numeric = /(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(start)
  const day =
    numeric && parsePlainDate([numeric[1], numeric[2]?.padStart(2, '0'), numeric[3]?.padStart(2, '0')].join('-'))
  if (day) return day
  const written =
    /\b((?:\d{1,2}\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?)?,?\s+20\d\d)\b/.exec(
      start,
    )?.[1]
  return written === undefined ? undefined : parsePageDate(written, today)
}
