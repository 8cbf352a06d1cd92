/** Where the lines of a page are wrapped, and whether one goes on in the next. */
import type { PageLine } from './page-line.ts'

/** Points for the line before being cut in the middle of a sentence, so that this one must continue it. */
export function weighUnfinished(lines: readonly PageLine[], index: number): number {
  const before = lines[index - 1]?.text ?? ''
  const text = lines[index]?.text ?? ''
  const isFinished = /[.!?:;][)"”'\]}]*$|https?:\/\/\S+$/.test(before.slice(before.lastIndexOf(' ') + 1))
  return (isFinished ? 0 : 1) + (/^[a-z]+[\s,.;)]/.test(text) ? 2 : 0)
}

/** Points for the end of the line before being where a text of this width has to wrap. */
export function weighWrap(lines: readonly PageLine[], index: number, width: number): number {
  const before = lines[index - 1]?.text ?? ''
  const end = width === 0 ? 0 : fits(before.length, lines[index]?.text ?? '', width) ? -3 : 1.5
  return weighUnfinished(lines, index) + end
}

/**
 * A block of lines tells its own width; one of two lines is believed to have that of the page. Where many lines of a
 * block end earlier than they had to, its author broke them, and their ends say nothing.
 */
export function findWidths(lines: readonly PageLine[]): number[] {
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
export function separateLines(lines: readonly PageLine[]): readonly PageLine[] {
  const isSolid = lines.length > 3 && lines.slice(1).every((line) => !line.isApart)
  return isSolid && findWrapWidth(lines) === 0 ? lines.map((line) => ({ ...line, isApart: true })) : lines
}
