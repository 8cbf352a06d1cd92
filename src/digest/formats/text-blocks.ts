/** Papers as blocks of `Name: value` lines (`Title:`, `PDF:`, `Summary:` …), however the blocks are separated. */
import type { Problem } from '../digest.ts'
import type { PlainDate } from '../../clock.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { parsePageDate } from '../page-date.ts'
import { findNames } from '../lists/read-names.ts'
import { measureTitleness } from '../pairing/titleness.ts'
import { parseCount } from '../signals.ts'
import { buildColumnDraft, findColumn, type Column } from './columns.ts'

export const textBlocks: Format = { detect, parse }

const labelled =
  /^[\s>*_#-]*(?:\d{1,4}[.)]\s*)?[*_]{0,2}([\p{L}][\p{L} _/-]{1,24}?)[*_]{0,2}\s*[:：][*_]{0,2}\s*(\S.*)?$/u
const title =
  /^[\s>*_#-]*(?:\d{1,4}[.)]\s*)?[*_]{0,2}(?:paper )?(?:title|标题|论文标题|タイトル|titre|titel|título)[*_]{0,2}\s*[:：]/i
/** arXiv writes the id above the title: `[1] arXiv:2611.10001 [pdf, html, other]`. */
const listed = /^(?:\[\d{1,5}\]\s*){0,2}arXiv:(\S+)\s*(?:\(.*\)\s*)?\[[^\]]*(?:pdf|html|ps|other)[^\]]*\]\s*(.*)$/
/** Rules, and the headings of arXiv's listings. */
const separator = /^\s*(?:[-=*_]{3,}|%{3,})\s*$|^cite as:\s|^references$|\bshowing (?:\w+ )?\d+ of \d+ entries\b/i
const writtenDay = /\b\d{1,2} [A-Z][a-z]{2,8} 20\d\d\b/

/** The page of one paper writes only the archive behind the id, and buttons below the authors. */
const onPage = /^arXiv:(\S+) \([a-z-]+\)$/
const button = /^(?:view (?:a )?pdf.*|html \(experimental\)|tex source|other formats|view license|\(or arxiv:.*)$/i
const category = '(?:[a-z-]{2,8}\\.[A-Za-z-]{2,12}|hep-(?:ex|lat|ph|th)|quant-ph|gr-qc|math-ph|nucl-(?:ex|th))'
const categoriesOnly = new RegExp(`^${category}(?:[\\s,;]+${category})*$`)
/** Text browsers number links. */
const linkNumber = /\[\d{1,5}\](?=[^\s[])/g

const submitted = /^\[?Submitted (?:on )?(\d{1,2} \p{L}+),? (\d{4})\b/u

function detect(text: string): number {
  if (/^\s*[<{[](?!\d)/.test(text)) return 0
  const lines = splitLines(dropLinkNumbers(text.slice(0, 60_000)))
  const titles = lines.filter((line) => title.test(line)).length
  if (lines.filter((line) => isListing(line.trim())).length >= Math.max(1, titles)) return 0.88
  if (titles === 0) return 0
  const others = lines.filter((line) => isOther(labelled.exec(line)?.[1])).length
  return others >= titles && lines.findIndex((line) => title.test(line)) < 30 ? 0.86 : 0.3
}

function isListing(line: string): boolean {
  return listed.test(line) || onPage.test(line)
}

function dropLinkNumbers(text: string): string {
  return /\[\d{1,5}\]arXiv:/.test(text) ? text.replaceAll(linkNumber, '') : text
}

function isOther(label: string | undefined): boolean {
  const column = label === undefined ? undefined : findColumn(label)
  return column !== undefined && column !== 'title'
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const drafts: Draft[] = []
  const problems: Problem[] = []
  let block: Block | undefined
  let date: PlainDate | undefined
  for (const [index, written] of splitLines(dropLinkNumbers(text)).entries()) {
    const line = written.trim()
    const isListed = isListing(line)
    if (isListed || (title.test(line) && block?.isUntitled !== true)) {
      finish(block, drafts, problems)
      block = { line: index + 1, columns: [], values: [], before: '', isUntitled: isListed, isListed }
    }
    if (block === undefined) {
      if (drafts.length === 0) date ??= parsePageDate(writtenDay.exec(line)?.[0] ?? '', today)
      continue
    }
    if (separator.test(line)) block = finish(block, drafts, problems)
    else addLine(block, line)
  }
  finish(block, drafts, problems)
  return { drafts, problems, ...(date && { date }) }
}

interface Block {
  readonly line: number
  readonly columns: (Column | undefined)[]
  readonly values: string[]
  /** The line before, empty or not. */
  before: string
  isUntitled: boolean
  /** Listings of arXiv name authors below the title, without a label. */
  readonly isListed: boolean
}

function addLine(block: Block, line: string): void {
  const [, id, rest = ''] = listed.exec(line) ?? onPage.exec(line) ?? []
  const [, label = '', value = ''] = labelled.exec(line) ?? []
  const column = findColumn(label)
  const [, day, year] = submitted.exec(line) ?? []
  if (block.isListed && button.test(line)) {
    block.before = ''
    return
  }
  if (id !== undefined) {
    addField(block, 'arxivId', id)
    addField(block, 'categories', rest.trim().replaceAll(' ', ', '))
  } else if (day !== undefined) addField(block, 'published', `${day} ${year}`)
  else if (column !== undefined && !isWrapped(block)) addField(block, chooseColumn(column, value), value)
  else if (line !== '') addText(block, line)
  block.before = line
}

/** `Comments: 12 pages` is what arXiv calls a comment, and no count. */
function chooseColumn(column: Column, value: string): Column {
  return column === 'comments' && value !== '' && parseCount(value) === undefined ? 'comment' : column
}

function addField(block: Block, column: Column, value: string): void {
  block.columns.push(column)
  block.values.push(unquote(value))
  if (column === 'title') block.isUntitled = false
}

/** YAML puts quotation marks around a text, brackets around a list, and a sign before a text of several lines. */
function unquote(value: string): string {
  const plain = /^"(?:[^"\\]|\\")*"$/.test(value) ? value.replaceAll('\\"', '"').slice(1, -1) : value
  return plain.replace(/^\[([^[\]]*)\]$|^[>|][+-]?$/, '$1')
}

/** In the middle of a sentence, what looks like a label is the next line of the abstract. */
function isWrapped({ columns, before }: Block): boolean {
  return columns.at(-1) === 'abstract' && before.length > 40 && !/[.!?:"”)]$/.test(before)
}

/** A line without a label is the title where that is still missing, an abstract behind an empty line, else more of the same. */
function addText(block: Block, line: string): void {
  const isBelow = block.isListed && block.columns.length > 3 && line.length > shortestWrapped
  const isProse = line.length > 80 || isBelow || measureTitleness(line) < -2
  const isBehind = block.before === '' || (block.isListed && line.length > longestLine)
  if (block.isUntitled) addField(block, categoriesOnly.test(line) ? 'categories' : 'title', line)
  else if (block.isListed && block.columns.at(-1) === 'title' && areNames(line)) addField(block, 'authors', line)
  else if (isBehind && isProse && !block.columns.includes('abstract')) addField(block, 'abstract', line)
  else if (block.values.length > 0) block.values[block.values.length - 1] = `${block.values.at(-1) ?? ''} ${line}`
}

/** Names between commas, of two to five words each, however they are written. */
function areNames(line: string): boolean {
  const parts = line.split(', ')
  const isName = (part: string) => /^\p{L}[\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’()-]+){1,4}$/u.test(part)
  return findNames(line).length > 0 || (parts.length > 1 && parts.every(isName))
}

/** arXiv's search writes `… ▽ More` behind the beginning of an abstract and `△ Less` behind all of it. */
function unfold(abstract: string): string {
  return abstract.replace(/^.*▽\s*More\s+(?=\S)/s, '').replace(/ ?[△▽]\s*(?:Less|More)\s*$/, '')
}

/** Longer lines are paragraphs. */
const longestLine = 200
/** In a listing, a line of a wrapped abstract below the fields; the first one stands behind an empty line. */
const shortestWrapped = 40

function finish(block: Block | undefined, drafts: Draft[], problems: Problem[]): undefined {
  if (block === undefined) return
  const draft = buildColumnDraft(block.columns, block.values, block.line)
  if (draft.title === '')
    problems.push({ line: block.line, code: 'no_title', message: 'The block has no title; skipped.' })
  else drafts.push(/[△▽]/.test(draft.abstract ?? '') ? { ...draft, abstract: unfold(draft.abstract ?? '') } : draft)
}
