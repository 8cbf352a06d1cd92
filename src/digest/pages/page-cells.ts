import { splitLines } from '../lines.ts'
import { readNamedCount } from './named-count.ts'
import { isFact } from './page-facts.ts'

/** A line of the source, or a cell of one. */
export interface PageCell {
  /** 1 is the first line of the source. */
  readonly number: number
  readonly text: string
}

/** The lines of a page without spaces around them; what stands beside a fact on its line is a cell of its own, and the words of pictures go. */
export function readCells(text: string): PageCell[] {
  return splitLines(text.replaceAll(/[\u2028\u2029]/g, '\n')).flatMap((line, index) => {
    const words = line.trim()
    return picture.test(words) ? [] : splitCells(words).map((cell) => ({ number: index + 1, text: cell }))
  })
}

/** What some browsers write for a picture. */
const picture = /^(?:.{1,60}['’]s (?:avatar|profile picture|logo)|(?:paper )?thumbnail(?: of .{1,80})?)$/i

/** `A Title (84 upvotes)` */
const countBehind = /^([^([]{3,300}?)[ \t]{1,4}[([]([^()[\]]{2,40})[)\]]$/
const votesBefore = /^(?:[▲△👍🔥⬆↑❤♥]\ufe0f?\s*\d[\d.,]*\s?[km]?(?![\d\p{L}.,])\s*)(?=\S)/iu

/** Tabs part cells where the first is a fact, dots and bars where all are; counts may stand before a title, or in brackets behind it. */
function splitCells(line: string): readonly string[] {
  if (line.includes('\t')) {
    const cells = line.split('\t').flatMap((cell) => cell.trim() || [])
    if (isFact(cells[0] ?? '')) return cells
  }
  if (line.length < longestFacts && /\s[·•|]\s/.test(line)) {
    const cells = line.split(/\s+[·•|]\s+/)
    if (cells.every((cell) => isFact(cell))) return cells
  }
  const [, title = '', count = ''] = countBehind.exec(line) ?? []
  if (readNamedCount(count) !== undefined) return [count, title]
  const votes = votesBefore.exec(line)?.[0]
  return votes === undefined ? [line] : [votes.trim(), line.slice(votes.length)]
}

const longestFacts = 120
