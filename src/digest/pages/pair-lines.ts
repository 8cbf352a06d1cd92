import { measureTitleness } from './titleness.ts'

/** A line of a page, without its end. */
export interface PageLine {
  /** 1 is the first line of the source. */
  readonly number: number
  readonly text: string
  /** Whether an empty line, or something that is no text of a paper, stands before it. */
  readonly isApart: boolean
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
}

const mostTitleLines = 4
const strongest = 6

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
  readonly width: number
}

/**
 * Finds which lines are titles and which are abstracts. All divisions of the page are weighed at once (the best is
 * found by dynamic programming, linear in the number of lines), so a paragraph too many, an abstract that is missing,
 * a lost empty line or a wrapped line costs points at its place and shifts nothing after it.
 */
export function pairLines(given: readonly PageLine[]): TitledText[] {
  const lines = separateLines(given)
  const width = findWrapWidth(lines)
  const ends: Record<Kind, Best>[] = []
  for (let index = 0; index < lines.length; index++) {
    ends.push({
      title: findBestTitle({ lines, ends, width }, index),
      text: findBestText({ lines, ends, width }, index),
    })
  }
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
    const own = limit(measureTitleness(words)) - wrapped
    const [score, before] = enterTitle(page, start)
    if (own + score > best.score) best = { score: own + score, length, before }
  }
  return best
}

function enterTitle({ lines, ends, width }: Page, start: number): [number, Kind | undefined] {
  const previous = ends[start - 1]
  const line = lines[start]
  if (previous === undefined || line === undefined) return [0, undefined]
  const gap = line.isApart ? 'apart' : 'joined'
  const cut = weighUnfinished(lines, start)
  const wrap = line.isApart ? 0 : cut + Math.max(0, weighWrap(lines, start, width))
  const afterText = previous.text.score + points.title[gap] - cut - wrap
  const isLast = start === lines.length - 1
  const afterTitle = previous.title.score + points.missing[gap] + (isLast ? points.last : 0)
  return afterText >= afterTitle ? [afterText, 'text'] : [afterTitle, 'title']
}

function findBestText(page: Page, index: number): Best {
  const { lines, ends, width } = page
  const line = lines[index]
  const previous = ends[index - 1]
  if (line === undefined) return { score: -Infinity, length: 1, before: undefined }
  const own = -limit(measureTitleness(joinParagraph(page, index)))
  if (previous === undefined) return { score: own + points.orphan, length: 1, before: undefined }
  const gap = line.isApart ? 'apart' : 'joined'
  const wrap = line.isApart ? 0 : weighWrap(lines, index, width)
  const lowerCase = line.isApart && /^[a-z]+[\s,.;)]/.test(line.text) ? 3 : 0
  const afterTitle = previous.title.score + own + points.abstract[gap] - wrap - lowerCase
  const further = line.isApart
    ? own + weighUnfinished(lines, index)
    : -0.25 * limit(measureTitleness(line.text)) + Math.max(0, wrap)
  const afterText = previous.text.score + further + points.further[gap]
  return afterText >= afterTitle
    ? { score: afterText, length: 1, before: 'text' }
    : { score: afterTitle, length: 1, before: 'title' }
}

/** The text of a line with those below it that seem to continue it, as much as is needed to weigh it. */
function joinParagraph({ lines, width }: Page, index: number): string {
  let text = lines[index]?.text ?? ''
  for (let next = index + 1; text.length < 600 && lines[next]?.isApart === false; next++) {
    if (weighWrap(lines, next, width) <= 0) break
    text += ` ${lines[next]?.text ?? ''}`
  }
  return text
}

/** Points for the line before being cut in the middle of a sentence, so that this one must continue it. */
function weighUnfinished(lines: readonly PageLine[], index: number): number {
  const before = lines[index - 1]?.text ?? ''
  const text = lines[index]?.text ?? ''
  const isFinished = /[.!?:;][)"”'\]}]*$|https?:\/\/\S+$/.test(before)
  return (isFinished ? 0 : 1) + (/^[a-z]+[\s,.;)]/.test(text) ? 2 : 0)
}

/** Points for the end of the line before being where a text of this width has to wrap. */
function weighWrap(lines: readonly PageLine[], index: number, width: number): number {
  const before = lines[index - 1]?.text ?? ''
  const text = lines[index]?.text ?? ''
  const firstWord = text.split(' ', 1)[0] ?? ''
  const fits = width > 0 && before.length + 1 + firstWord.length <= width - 1
  return weighUnfinished(lines, index) + (width === 0 ? 0 : fits ? -3 : 1.5)
}

/** Columns at which the page is wrapped, or 0 where lines are as long as their paragraphs. */
function findWrapWidth(lines: readonly PageLine[]): number {
  const continued = lines.filter((_, index) => lines[index + 1]?.isApart === false).map(({ text }) => text.length)
  if (continued.length < 0.4 * lines.length) return 0
  const longest = continued.sort((a, b) => a - b)[Math.floor(continued.length * 0.98)] ?? 0
  return longest <= 300 ? longest : 0
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
