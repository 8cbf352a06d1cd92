import type { PagePiece } from '../pairing/page-line.ts'
import { identify } from './identify.ts'
import { isGeneric, isSeparator } from './link-words.ts'

/** A line of a part of a page. */
export interface PartLine {
  readonly line: number
  readonly text: string
  /** The words before the first link. */
  readonly lead: string
  readonly hasLink: boolean
  /** Nothing on it but links. */
  readonly isLinked: boolean
  readonly isHeading: boolean
}

/** The pieces of a line of the source as one line. */
export function joinLines(part: readonly PagePiece[]): PartLine[] {
  const lines: PartLine[] = []
  for (const piece of part) {
    const before = lines.at(-1)
    if (before !== undefined && isSameLine(before, piece)) lines[lines.length - 1] = joinTwo(before, readPiece(piece))
    else lines.push(readPiece(piece))
  }
  return lines
}

function isSameLine(before: PartLine, { line, isHeading = false, marks }: PagePiece): boolean {
  return before.line === line && before.isHeading === isHeading && (marks === undefined || isHeading)
}

/** Words that only say what kind of link it is say nothing of the paper. */
function readPiece({ line, text, href, isHeading = false }: PagePiece): PartLine {
  const isLinked = href !== undefined
  const isNameless =
    isLinked && text.length < 100 && isGeneric(text) && (!/^https?:/.test(text) || identify(href) !== undefined)
  const words = isNameless ? '' : closeUp(text)
  return { line, text: words, lead: isLinked ? '' : words, hasLink: (href ?? '') !== '', isLinked, isHeading }
}

function closeUp(text: string): string {
  return (/[^\S ]/.test(text) || text.includes('  ') ? text.replace(/\s+/g, ' ') : text).trim()
}

function joinTwo(before: PartLine, { text, lead, hasLink, isLinked }: PartLine): PartLine {
  return {
    ...before,
    text: `${before.text} ${text}`.trim(),
    lead: before.hasLink ? before.lead : `${before.lead} ${lead}`.trim(),
    hasLink: before.hasLink || hasLink,
    isLinked: before.isLinked && (isLinked || isSeparator(text)),
  }
}
