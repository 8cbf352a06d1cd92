/** What it is worth to take lines for titles and for text: by their look, and by what stands before them. */
import type { PageLine } from './page-line.ts'
import { measureTitleness } from './titleness.ts'
import { weighUnfinished, weighWrap } from './wrapped-lines.ts'

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
  /** Prose below the one line of a title that opens its block. */
  opened: 2,
  /** A title behind a fact; text there; a title behind one and a title. */
  behindFact: { title: 2, text: -4, missing: 1.5 },
}

const mostTitleLines = 4
const strongest = 6
const strongestJoined = 3
const longestWrapped = 200

/** What a line is. */
export type Kind = 'title' | 'text'

/** The best way to divide the page up to a line, where that ends in a title, or in text. */
export interface Best {
  readonly score: number
  /** Lines of the title that ends here; 1 for text. */
  readonly length: number
  readonly before: Kind | undefined
}

/** A page, weighed as far as the line before the one that is asked for. */
export interface WeighedPage {
  readonly lines: readonly PageLine[]
  readonly ends: readonly Record<Kind, Best>[]
  /** For each line, the columns at which its text is wrapped, or 0 where lines are as long as their paragraphs. */
  readonly widths: readonly number[]
  /** How much each line alone looks like a title, as far as that was asked. */
  readonly weights: number[]
}

/** The best division that ends in a title at a line. */
export function findBestTitle(page: WeighedPage, index: number): Best {
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

function enterTitle({ lines, ends, widths }: WeighedPage, start: number): [number, Kind | undefined] {
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

/** The best division that ends in text at a line. */
export function findBestText(page: WeighedPage, index: number): Best {
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
  const opened = own >= strongestJoined && opensBlock(page, index) ? points.opened : 0
  const afterTitle = previous.title.score + own + points.abstract[gap] - wrap - lowerCase + fact + opened
  const further = line.isApart
    ? own + weighUnfinished(lines, index)
    : -0.25 * limit(weighLine(page, index)) + Math.max(0, wrap)
  const afterText = previous.text.score + further + points.further[gap] + fact
  return afterText >= afterTitle
    ? { score: afterText, length: 1, before: 'text' }
    : { score: afterTitle, length: 1, before: 'title' }
}

/** Whether a whole title opens a block, and a sentence begins below it. */
function opensBlock(page: WeighedPage, index: number): boolean {
  const { lines } = page
  const isBelow = lines[index]?.isApart === false && lines[index - 1]?.isApart === true
  return isBelow && /^\p{Lu}/u.test(lines[index]?.text ?? '') && weighLine(page, index - 1) >= strongest
}

function weighLine({ lines, weights }: WeighedPage, index: number): number {
  return (weights[index] ??= measureTitleness(lines[index]?.text ?? ''))
}

/** A line with those below it that seem to continue it, or with its block, as much as is needed to weigh it. */
function weighParagraph(page: WeighedPage, index: number): number {
  const { lines, widths } = page
  let text = lines[index]?.text ?? ''
  let next = index + 1
  for (; text.length < 600 && lines[next]?.isApart === false; next++) {
    if (lines[index]?.isApart === false && weighWrap(lines, next, widths[next] ?? 0) <= 0) break
    text += ` ${lines[next]?.text ?? ''}`
  }
  return next === index + 1 ? weighLine(page, index) : measureTitleness(text)
}

function limit(titleness: number): number {
  return Math.max(-strongest, Math.min(strongest, titleness))
}
