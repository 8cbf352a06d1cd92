import { stripSentinels } from './slots.ts'

// C0 and C1 controls (a terminal acts on them), embeddings and isolates without their end (they would turn the text
// after them around), and separators that start a line of their own.
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g
const lineBreaks = /[\s\u0085\u2028\u2029]+/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One line of a text from outside: well-formed Unicode without controls, white space as single spaces. */
export function cleanLine(text: string): string {
  return stripSentinels(text).toWellFormed().replace(lineBreaks, ' ').replace(controls, '').trim()
}

/**
 * As cleanLine, and cut at a word (else between graphemes) to at most `maxLength` UTF-16 units, the ellipsis included.
 */
export function cutLine(text: string, maxLength: number): string {
  // Cutting first keeps a title of megabytes cheap; no clean-up makes a text longer.
  const line = cleanLine(text.slice(0, maxLength * 4))
  if (line.length <= maxLength) return line
  const head = line.slice(0, maxLength - 1)
  const space = head.lastIndexOf(' ')
  return `${(space > maxLength * 0.6 ? head.slice(0, space) : cutGraphemes(head)).replace(/[\s,;:]+$/, '')}…`
}

/** Drops the last grapheme, which the cut may have split. */
function cutGraphemes(text: string): string {
  const tail = [...graphemes.segment(text.slice(-64))].at(-1)
  return tail === undefined ? text : text.slice(0, text.length - tail.segment.length)
}
