const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
// East Asian letters and emoji take two columns of a terminal (UAX 11).
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}|[\u{20000}-\u{3FFFD}]/u
const simple = /^[\u0020-\u02FF\u2010-\u2027]*$/

/** Columns of a line, and what its lines start with; `first` is the start of the first one. */
export interface WrapOptions {
  readonly width?: number
  readonly indent?: string
  readonly first?: string
}

/** Columns that a text takes in a fixed-width font. */
export function countColumns(text: string): number {
  if (simple.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/**
 * Breaks a paragraph at its spaces into lines of at most `width` columns, `indent` before each but the first, which
 * starts with `first`. A link that is longer stands on a line of its own, whole, because a broken link is
 * no link.
 */
export function wrapText(text: string, { width = 72, indent = '', first = indent }: WrapOptions = {}): string {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  for (const word of text
    .split(/\s+/u)
    .filter((part) => part !== '')
    .flatMap((part) => breakWord(part, width - indent.length))) {
    const space = isEmpty ? '' : ' '
    if (!isEmpty && countColumns(line) + 1 + countColumns(word) > width) {
      lines.push(line)
      line = indent + word
    } else {
      line += space + word
    }
    isEmpty = false
  }
  if (!isEmpty || lines.length === 0) lines.push(line)
  return lines.map((row) => row.trimEnd()).join('\n')
}

/** Scripts without spaces, and hostile words, break between graphemes; links stay whole. */
function breakWord(word: string, width: number): string[] {
  if (countColumns(word) <= width || /^\(?(https?|mailto):/.test(word)) return [word]
  const pieces: string[] = []
  let piece = ''
  let columns = 0
  for (const { segment } of graphemes.segment(word)) {
    const next = wide.test(segment) ? 2 : 1
    if (columns + next > width) {
      pieces.push(piece)
      piece = ''
      columns = 0
    }
    piece += segment
    columns += next
  }
  return piece === '' ? pieces : [...pieces, piece]
}

/** A text without the empty lines and line ends that a template leaves where a condition is false. */
export function tidyText(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
