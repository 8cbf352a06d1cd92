/** What may stand on lines of its own between the title and the text of a paper, and numbers before titles. */
import { findNames } from '../lists/read-names.ts'
import type { PageLine } from '../pairing/page-line.ts'
import { measureTitleness } from '../pairing/titleness.ts'

/** Names of authors that stood on a line of their own. */
export interface LiftedNames {
  readonly line: number
  readonly names: readonly string[]
}

/** Names hold none of these, and the first words of an abstract some. */
const prose = /(?<![\p{L}\p{M}])(?:the|of|to|in|is|that|for|with|we|on|are|an?)\s/iu

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

/** Lines that hold nothing but names, below a title. */
interface NamedRun {
  readonly start: number
  readonly end: number
  readonly names: readonly string[]
}

/** A paragraph is as long as this where it tells what a paper is about. */
const shortestAbstract = 150

/**
 * Takes out lines of names below titles, where so many papers have them that it is how the page is made. A line for each
 * author, or for the only one, may be the end of a title, and so nearly all papers must have them.
 */
export function liftNames(lines: readonly PageLine[]): { lines: readonly PageLine[]; lifted: readonly LiftedNames[] } {
  const runs = findRuns(lines)
  const several = runs.filter(({ names }) => names.length > 1)
  const others = dropRuns(lines, runs)
  if (several.length < 2 || several.length < others.length / 12) return { lines, lifted: [] }
  const isUsual = runs.length >= 0.6 * countAbstracts(others)
  const chosen = isUsual ? runs : several.filter(({ start, end }) => end - start === 1)
  const lifted = chosen.map(({ start, names }) => ({ line: lines[start]?.number ?? 0, names }))
  return { lines: isUsual ? others : dropRuns(lines, chosen), lifted }
}

/** The lines without those of names; what stood below names stands apart. */
function dropRuns(lines: readonly PageLine[], runs: readonly NamedRun[]): PageLine[] {
  const named = new Set(runs.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, at) => start + at)))
  return lines.flatMap((line, index) => {
    if (named.has(index)) return []
    return named.has(index - 1) ? [{ ...line, isApart: true }] : [line]
  })
}

function findRuns(lines: readonly PageLine[]): NamedRun[] {
  const runs: NamedRun[] = []
  for (let start = 1; start < lines.length; start++) {
    const names = readNames(lines[start])
    const above = lines[start - 1]?.text ?? ''
    if (names.length === 0 || above.length >= 250 || measureTitleness(above) < -2) continue
    let end = start + 1
    for (let more = readNext(lines, end); more.length > 0; more = readNext(lines, ++end)) names.push(...more)
    runs.push({ start, end, names })
    start = end
  }
  return runs
}

function readNames(line: PageLine | undefined): string[] {
  const text = line?.text ?? ''
  if (text.length > longestName && (!text.includes(',') || prose.test(text.slice(0, 300)))) return []
  return [...findNames(text.replace(/,$/, ''))]
}

const longestName = 40

/** Between two names stands a third, however it is written: a team, or a name in lower case. */
function readNext(lines: readonly PageLine[], index: number): string[] {
  const names = readNames(lines[index])
  const text = lines[index]?.text.replace(/,$/, '') ?? ''
  const mayBeName = names.length === 0 && text.length <= longestName && /^[^:?!;]*\p{L}[^:?!;]*$/u.test(text)
  return mayBeName && readNames(lines[index + 1]).length > 0 ? [text] : names
}

function countAbstracts(lines: readonly PageLine[]): number {
  let count = 0
  let length = 0
  for (const [index, { text, isApart }] of lines.entries()) {
    length = isApart ? text.length : length + text.length
    if (length > shortestAbstract && lines[index + 1]?.isApart !== false) count++
  }
  return count
}
