/** What may stand on lines of its own between the title and the text of a paper, and numbers before titles. */
import { findNames } from '../lists/read-names.ts'
import type { PageLine } from './page-line.ts'
import { measureTitleness } from './titleness.ts'

/** Names of authors that stood on a line of their own. */
export interface LiftedNames {
  readonly line: number
  readonly names: readonly string[]
}

/** Names hold none of these, and the first words of an abstract some. */
const prose = /\b(?:the|of|to|in|is|that|for|with|we|on|are|an?)\s/i

const numbered = /^(?:\[(\d{1,3})\]|#?(\d{1,3})(?:[.):、]|\/(?:\d{1,3}|n)?))\s+(?=\S)/

const bullet = /^[•▪◦‣*–-]\s+(?=\S)/

/** Takes bullets away from titles, and numbers where they run from 1 on; a number that is out of turn is of the text. */
export function stripNumbers(lines: readonly PageLine[]): readonly PageLine[] {
  let next = 1
  const found = new Map<PageLine, string>()
  for (const line of lines) {
    const match = numbered.exec(line.text)
    const isNext = match !== null && Number(match[1] ?? match[2]) === next
    const [mark] = (isNext ? match : bullet.exec(line.text)) ?? []
    if (mark === undefined) continue
    found.set(line, line.text.slice(mark.length))
    if (isNext) next++
  }
  const paragraphs = lines.filter(({ isApart }) => isApart).length
  if (found.size < 2 || found.size < 0.3 * paragraphs) return lines
  return lines.map((line) => {
    const text = found.get(line)
    return text === undefined ? line : { ...line, text, isApart: true, isBehindFact: line !== lines[0] }
  })
}

/** Takes out lines of names below titles, where so many papers have one that it is how the page is made. */
export function liftNames(lines: readonly PageLine[]): { lines: readonly PageLine[]; lifted: readonly LiftedNames[] } {
  const lifted: LiftedNames[] = []
  for (const [index, { text, number }] of lines.entries()) {
    const above = lines[index - 1]
    if (!text.includes(',') || prose.test(text.slice(0, 300))) continue
    const isBelowTitle = above !== undefined && above.text.length < 250 && measureTitleness(above.text) > 0
    const names = isBelowTitle ? findNames(text) : []
    if (names.length > 1) lifted.push({ line: number, names })
  }
  if (lifted.length < 2 || lifted.length < lines.length / 12) return { lines, lifted: [] }
  const numbers = new Set(lifted.map(({ line }) => line))
  const kept = lines.flatMap((line, index) => {
    if (numbers.has(line.number)) return []
    return numbers.has(lines[index - 1]?.number ?? 0) ? [{ ...line, isApart: true }] : [line]
  })
  return { lines: kept, lifted }
}
