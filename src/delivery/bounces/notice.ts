/*
 * What a person would call "the message" of a bounce: the words of the mail system, without the copy of the mail that
 * came back. In: the text of the bounce. Out: its words, and the copy.
 */

/** The words of a mail system, and the copy of our mail that it appended to them, if it did. */
export interface Notice {
  readonly words: string
  readonly copy: string
}

const fieldStart = /^(?:>\s?)?([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:/
const coreFields = new Set(['received', 'return-path', 'message-id', 'from', 'to', 'subject', 'date', 'mime-version'])

/**
 * Cuts the text where a header begins: a block of lines at the left margin with at least two of the fields that every
 * message has. Each mail system announces the copy in its own words, but all of them then copy a header.
 */
export function splitNotice(text: string): Notice {
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    if (fieldStart.test(line) && beginsHeader(lines, index)) {
      return { words: lines.slice(0, index).join('\n'), copy: lines.slice(index).join('\n') }
    }
  }
  return { words: text, copy: '' }
}

function beginsHeader(lines: readonly string[], start: number): boolean {
  const seen = new Set<string>()
  for (const line of lines.slice(start, start + 80)) {
    if (line.trim() === '') break
    const name = fieldStart.exec(line)?.[1]?.toLowerCase()
    if (name !== undefined && coreFields.has(name)) seen.add(name)
    if (name === undefined && !/^(?:>\s?)?[ \t]/.test(line) && seen.size === 0) return false
    if (seen.size >= 2) return true
  }
  return false
}
