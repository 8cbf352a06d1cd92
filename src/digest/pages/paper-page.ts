/**
 * The page of one paper as a browser copies it, on whatever site: a title, names and buttons, then the one abstract, which
 * the word above it tells.
 */
import { parseArxivId } from '../arxiv-id.ts'
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { findNames } from '../lists/read-names.ts'
import { parsePageDate } from '../page-date.ts'
import { splitAuthors } from '../split-authors.ts'
import { readNamedCount, type NamedCount } from './named-count.ts'
import { readCells, type PageCell } from './page-cells.ts'
import { isFact } from './page-facts.ts'
import { measureTitleness } from '../pairing/titleness.ts'

export const paperPage: Format = { detect, parse }

/** As much of a page as may stand before the end of its abstract. */
const startLength = 20_000
const label = /^(?:#{1,6}\s*)?abstract(?:\s*[:：.—–-]\s*(\S.*)?)?$/i
const button =
  /^(?:(?:view|download|open|full[ -]?text)\s?(?:pdf|html)|view arxiv page|pdf|bibtex|cite|export|share|log ?in|sign ?in|authors?:?|keywords:.*|arxiv:\s?\d\S*|doi:.*)$/i

function detect(text: string): number {
  if (!/abstract/i.test(text.slice(0, startLength)) || /^\s*[<{[@\\]/.test(text)) return 0
  const page = readPage(text)
  return page?.cells.some((cell) => button.test(cell.text)) === true ? 0.6 : 0
}

interface PaperPage {
  readonly cells: readonly PageCell[]
  /** Index of the title and of the word above the abstract. */
  readonly title: number
  readonly label: number
  readonly abstract: string
}

/** The page where it has one abstract, and a title above that. */
function readPage(text: string): PaperPage | undefined {
  const cells = readCells(text.slice(0, startLength))
  const labels = cells.flatMap((cell, index) => (label.test(cell.text) ? [index] : []))
  const [only = 0] = labels
  const title = findTitle(cells.slice(0, only).map((cell) => cell.text))
  const abstract = labels.length === 1 ? readAbstract(cells, only) : ''
  if (title < 0 || abstract.length < shortest || measureTitleness(abstract) > -4) return undefined
  return { cells, title, label: only, abstract }
}

const shortest = 150

function parse(text: string, { today }: FormatContext): DraftDigest {
  const page = readPage(text)
  if (page === undefined) return { drafts: [], problems: [] }
  const lines = page.cells.map((cell) => cell.text)
  const between = lines.slice(page.title + 1, page.label)
  const id = lines.map((line) => /^arxiv:\s?\S+|arxiv\.org\/abs\/\S+/i.exec(line)?.[0]).find((found) => parseId(found))
  const day = between.map((line) => parsePageDate(line.replace(/^published(?: on)?:?\s*/i, ''), today)).find(Boolean)
  const draft = {
    line: page.cells[page.title]?.number ?? 1,
    title: lines[page.title] ?? '',
    abstract: page.abstract,
    authors: readAuthors(between),
    ...(id !== undefined && { arxivId: id }),
    ...(day !== undefined && { published: day }),
    signals: { upvotes: findCount(lines, 'upvotes'), stars: findCount(lines, 'stars') },
  }
  return { drafts: [draft], problems: [], isDailyPapers: /^view arxiv page$/im.test(text) }
}

function parseId(text: string | undefined): boolean {
  return text !== undefined && parseArxivId(text) !== undefined
}

/** What stands below the id, else the line that looks most like a title; -1 where none does. */
function findTitle(lines: readonly string[]): number {
  const below = lines.findIndex((line, index) => index > 0 && parseId(findBefore(lines, index)) && line !== '')
  if (below >= 0 && measureTitleness(lines[below] ?? '') > -2) return below
  const weights = lines.map((line) => (isFact(line) || button.test(line) || line === '' ? -9 : weighTitle(line)))
  const best = weights.reduce((most, weight) => Math.max(most, weight), 0)
  return best > 4 ? weights.indexOf(best) : -1
}

function findBefore(lines: readonly string[], index: number): string | undefined {
  const above = lines.slice(Math.max(0, index - 3), index).findLast((line) => line !== '')
  return above !== undefined && /^arxiv:/i.test(above) ? above : undefined
}

/** Menus and organisations are short. */
function weighTitle(line: string): number {
  return measureTitleness(line) + Math.min(6, line.length / 12)
}

/** Names below their label, or else on one line, or else one a line. */
function readAuthors(between: readonly string[]): readonly string[] {
  const start = between.findIndex((line) => /^authors?:?$/i.test(line))
  const lines = between.slice(start + 1).filter((line) => line !== '' && !button.test(line))
  const list = lines.map((line) => findNames(line.replace(/,$/, ''))).filter((names) => names.length > 0)
  const [several] = start < 0 ? list.filter((names) => names.length > 1) : []
  return several ?? list.flatMap((names) => splitAuthors(names.join(', ')))
}

/** A summary by a machine may stand first; the abstract is the paragraph behind it. */
function readAbstract(cells: readonly PageCell[], index: number): string {
  const paragraphs: string[] = [label.exec(cells[index]?.text ?? '')?.[1] ?? '']
  for (const { text } of cells.slice(index + 1, index + mostLines)) {
    if (text === '') paragraphs.push('')
    else if (isEnded(paragraphs.at(-1) ?? '') && text.length < 60) break
    else paragraphs[paragraphs.length - 1] = `${paragraphs.at(-1) ?? ''} ${text}`.trim()
  }
  const written = paragraphs.filter((paragraph) => paragraph !== '')
  const isSummed = /^(?:ai-generated )?summary$/i.test(written[0] ?? '') && (written[2] ?? '').length > shortest
  return written.slice(isSummed ? 2 : 0).find((paragraph) => paragraph.length > 60) ?? ''
}

const mostLines = 200

function isEnded(paragraph: string): boolean {
  return paragraph.length > 60 && /[.!?]["”)]?$/.test(paragraph)
}

/** The word for a count may stand on the line above it. */
function findCount(lines: readonly string[], signal: NamedCount['signal']): number | undefined {
  const written = lines.filter((line) => line !== '')
  const counts = written.flatMap((line, index) => [
    readNamedCount(line),
    /^(?:upvote|github)$/i.test(written[index - 1] ?? '') ? readNamedCount(`${written[index - 1]} ${line}`) : undefined,
  ])
  return counts.find((count) => count?.signal === signal)?.count
}
