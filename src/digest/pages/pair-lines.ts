import { measureTitleness } from './titleness.ts'

/** A line of a page, without its end. */
export interface PageLine {
  /** 1 is the first line of the source. */
  readonly number: number
  readonly text: string
  /** Whether an empty line, or something that is no text of a paper, stands before it. */
  readonly isApart: boolean
  /** Whether a fact about a paper stands before it: on such pages facts divide one paper from the next. */
  readonly isBehindFact?: boolean
}

/** A title with the abstract below it; the abstract is empty where none was found. */
export interface TitledText {
  readonly line: number
  readonly title: string
  readonly abstract: string
}

/** What a change from one kind of line to the next is worth, as points on the scale of `measureTitleness`. */
const points = {
  /** Text below a title. */
  abstract: { apart: 1, joined: -1.5 },
  /** A title below text. */
  title: { apart: 1, joined: -3.5 },
  /** A title below a title: the first has no abstract. */
  missing: { apart: -2, joined: -12 },
  /** The same at the end of the page, where more likely an abstract is cut short. */
  last: -3,
  /** Text below text: a second paragraph, or the next line of a wrapped one. */
  further: { apart: -1.5, joined: 0 },
  /** Text with which the page begins. */
  orphan: -8,
  /** A title behind a fact; text there; a title behind one and a title. */
  behindFact: { title: 2, text: -4, missing: 1.5 },
}

const mostTitleLines = 4
const strongest = 6
const strongestJoined = 3
const longestWrapped = 200

type Kind = 'title' | 'text'

interface Best {
  readonly score: number
  /** Lines of the title that ends here; 1 for text. */
  readonly length: number
  readonly before: Kind | undefined
}

interface Page {
  readonly lines: readonly PageLine[]
  readonly ends: readonly Record<Kind, Best>[]
  /** For each line, the columns at which its text is wrapped, or 0 where lines are as long as their paragraphs. */
  readonly widths: readonly number[]
  /** How much each line alone looks like a title, as far as that was asked. */
  readonly weights: number[]
}

/**
 * Finds which lines are titles and which are abstracts. All divisions of the page are weighed at once (the best is
 * found by dynamic programming, linear in the number of lines), so a paragraph too many, an abstract that is missing,
 * a lost empty line or a wrapped line costs points at its place and shifts nothing after it.
 */
export function pairLines(given: readonly PageLine[]): TitledText[] {
  const lines = separateLines(given)
  const widths = findWidths(lines)
  const ends: Record<Kind, Best>[] = []
  const page: Page = { lines, ends, widths, weights: [] }
  for (let index = 0; index < lines.length; index++)
    ends.push({ title: findBestTitle(page, index), text: findBestText(page, index) })
  return buildTexts(lines, ends)
}

function findBestTitle(page: Page, index: number): Best {
  const { lines } = page
  let best: Best = { score: -Infinity, length: 1, before: undefined }
  let words = ''
  for (let length = 1; length <= Math.min(mostTitleLines, index + 1); length++) {
    const start = index - length + 1
    if (length > 1 && lines[start + 1]?.isApart) break
    words = length === 1 ? (lines[index]?.text ?? '') : `${lines[start]?.text ?? ''} ${words}`
    const wrapped = length > 1 ? 1 + 0.5 * (length - 2) : 0
    const own = limit(length === 1 ? weighLine(page, index) : measureTitleness(words)) - wrapped
    const [score, before] = enterTitle(page, start)
    if (own + score > best.score) best = { score: own + score, length, before }
  }
  return best
}

function enterTitle({ lines, ends, widths }: Page, start: number): [number, Kind | undefined] {
  const previous = ends[start - 1]
  const line = lines[start]
  if (previous === undefined || line === undefined) return [0, undefined]
  const gap = line.isApart ? 'apart' : 'joined'
  const cut = weighUnfinished(lines, start)
  const wrap = line.isApart ? 0 : cut + Math.max(0, weighWrap(lines, start, widths[start] ?? 0))
  const fact = line.isBehindFact === true
  const afterText = previous.text.score + points.title[gap] - cut - wrap + (fact ? points.behindFact.title : 0)
  const isLast = start === lines.length - 1
  const missing = fact ? points.behindFact.missing : points.missing[gap] + (isLast ? points.last : 0)
  const afterTitle = previous.title.score + missing
  return afterText >= afterTitle ? [afterText, 'text'] : [afterTitle, 'title']
}

function findBestText(page: Page, index: number): Best {
  const { lines, ends, widths } = page
  const line = lines[index]
  const previous = ends[index - 1]
  if (line === undefined) return { score: -Infinity, length: 1, before: undefined }
  // Between a joined title and its text nothing but the look of both tells that they are two.
  const own = Math.min(
    -limit(weighParagraph(page, index)),
    line.isApart || line.text.length > longestWrapped ? strongest : strongestJoined,
  )
  if (previous === undefined) return { score: own + points.orphan, length: 1, before: undefined }
  const gap = line.isApart ? 'apart' : 'joined'
  const wrap = line.isApart ? 0 : weighWrap(lines, index, widths[index] ?? 0)
  const fact = line.isBehindFact === true ? points.behindFact.text : 0
  const lowerCase = line.isApart && /^[a-z]+[\s,.;)]/.test(line.text) ? 3 : 0
  const afterTitle = previous.title.score + own + points.abstract[gap] - wrap - lowerCase + fact
  const further = line.isApart
    ? own + weighUnfinished(lines, index)
    : -0.25 * limit(weighLine(page, index)) + Math.max(0, wrap)
  const afterText = previous.text.score + further + points.further[gap] + fact
  return afterText >= afterTitle
    ? { score: afterText, length: 1, before: 'text' }
    : { score: afterTitle, length: 1, before: 'title' }
}

function weighLine({ lines, weights }: Page, index: number): number {
  return (weights[index] ??= measureTitleness(lines[index]?.text ?? ''))
}

/** A line with those below it that seem to continue it, or with its block, as much as is needed to weigh it. */
function weighParagraph(page: Page, index: number): number {
  const { lines, widths } = page
  let text = lines[index]?.text ?? ''
  let next = index + 1
  for (; text.length < 600 && lines[next]?.isApart === false; next++) {
    if (lines[index]?.isApart === false && weighWrap(lines, next, widths[next] ?? 0) <= 0) break
    text += ` ${lines[next]?.text ?? ''}`
  }
  return next === index + 1 ? weighLine(page, index) : measureTitleness(text)
}

/** Points for the line before being cut in the middle of a sentence, so that this one must continue it. */
function weighUnfinished(lines: readonly PageLine[], index: number): number {
  const before = lines[index - 1]?.text ?? ''
  const text = lines[index]?.text ?? ''
  const isFinished = /[.!?:;][)"”'\]}]*$|https?:\/\/\S+$/.test(before.slice(before.lastIndexOf(' ') + 1))
  return (isFinished ? 0 : 1) + (/^[a-z]+[\s,.;)]/.test(text) ? 2 : 0)
}

/** Points for the end of the line before being where a text of this width has to wrap. */
function weighWrap(lines: readonly PageLine[], index: number, width: number): number {
  const before = lines[index - 1]?.text ?? ''
  const end = width === 0 ? 0 : fits(before.length, lines[index]?.text ?? '', width) ? -3 : 1.5
  return weighUnfinished(lines, index) + end
}

/**
 * A block of lines tells its own width; one of two lines is believed to have that of the page. Where many lines of a
 * block end earlier than they had to, its author broke them, and their ends say nothing.
 */
function findWidths(lines: readonly PageLine[]): number[] {
  const pageWidth = findWrapWidth(lines)
  const widths: number[] = []
  for (let start = 0; start < lines.length;) {
    let end = start + 1
    while (end < lines.length && lines[end]?.isApart === false) end++
    const own = end - start < 3 ? pageWidth : measureWidth(lines.slice(start, end))
    for (; start < end; start++) widths.push(own)
  }
  return widths
}

function measureWidth(block: readonly PageLine[]): number {
  const lengths = block.slice(0, -1).map(({ text }) => text.length)
  const width = lengths.reduce((longest, length) => Math.max(longest, length), 0)
  if (width > 300) return 0
  const early = lengths.filter((length, index) => fits(length, block[index + 1]?.text ?? '', width)).length
  return early > 2 && early > 0.2 * lengths.length ? 0 : width
}

/** Whether the next word would have had room on the line. */
function fits(length: number, next: string, width: number): boolean {
  return length + 1 + (next.split(' ', 1)[0] ?? '').length <= width - 1
}

/** Columns at which the page is wrapped, or 0 where lines are as long as their paragraphs. */
function findWrapWidth(lines: readonly PageLine[]): number {
  const continued = lines.filter((_, index) => lines[index + 1]?.isApart === false).map(({ text }) => text.length)
  if (continued.length < 0.4 * lines.length) return 0
  const longest = continued.sort((a, b) => a - b)[Math.floor(continued.length * 0.98)] ?? 0
  const longer = lines.filter(({ text }) => text.length > longest + 10).length
  return longest <= 300 && longer < 0.2 * lines.length ? longest : 0
}

/** Where no empty line is left at all, the end of a line is all there is to go by. */
function separateLines(lines: readonly PageLine[]): readonly PageLine[] {
  const isSolid = lines.length > 3 && lines.slice(1).every((line) => !line.isApart)
  return isSolid && findWrapWidth(lines) === 0 ? lines.map((line) => ({ ...line, isApart: true })) : lines
}

function limit(titleness: number): number {
  return Math.max(-strongest, Math.min(strongest, titleness))
}

function buildTexts(lines: readonly PageLine[], ends: readonly Record<Kind, Best>[]): TitledText[] {
  const texts: TitledText[] = []
  const paragraphs: string[] = []
  let kind: Kind | undefined = chooseLast(ends.at(-1))
  for (let index = lines.length - 1; index >= 0 && kind !== undefined;) {
    const best: Best | undefined = ends[index]?.[kind]
    const words = lines.slice(index - (best?.length ?? 1) + 1, index + 1).map(({ text }) => text)
    if (kind === 'text') paragraphs.push(...words)
    else {
      const line = lines[index - words.length + 1]?.number ?? 1
      texts.push({ line, title: words.join(' '), abstract: paragraphs.splice(0).toReversed().join(' ') })
    }
    index -= words.length
    kind = best?.before
  }
  if (paragraphs.length > 0)
    texts.push({ line: lines[0]?.number ?? 1, title: '', abstract: paragraphs.toReversed().join(' ') })
  return texts.toReversed()
}

function chooseLast(end: Record<Kind, Best> | undefined): Kind | undefined {
  if (end === undefined) return undefined
  return end.title.score > end.text.score ? 'title' : 'text'
}
