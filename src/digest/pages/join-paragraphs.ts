import type { PagePiece } from '../pairing/page-line.ts'

/** Lines at least this long may be of a wrapped paragraph; what a page says of a paper is shorter. */
const shortestFirst = 20
const shortestWrapped = 40

/** Joins lines of plain text that follow each other directly, where they are one paragraph or heading that was wrapped. */
export function joinParagraphs(pieces: readonly PagePiece[]): PagePiece[] {
  const joined: PagePiece[] = []
  let words: string[] = []
  let last: PagePiece | undefined
  for (const [index, piece] of pieces.entries()) {
    const isNext = last !== undefined && piece.line === last.line + 1 && isPlain(piece) && !isFact(piece)
    const continues =
      isNext &&
      last !== undefined &&
      (isPlain(last) ? isWrapped(last, piece) : isTitleEnd(last, piece, pieces[index + 1]))
    if (continues) words.push(piece.text)
    else {
      words = [piece.text]
      joined.push(piece)
    }
    const first = joined.at(-1)
    if (continues && first !== undefined) joined[joined.length - 1] = { ...first, text: words.join(' ') }
    // A heading takes one more line and no third.
    last = continues && first?.isHeading === true ? undefined : piece
  }
  return joined
}

function isPlain({ href, isHeading }: PagePiece): boolean {
  return href === undefined && isHeading !== true
}

function isWrapped(last: PagePiece, { text }: PagePiece): boolean {
  return last.text.length >= shortestWrapped || (last.text.length >= shortestFirst && text.length >= shortestWrapped)
}

/** The second line of a heading stands alone between it and an empty line, and is no sentence. */
function isTitleEnd(heading: PagePiece, { text, line }: PagePiece, next: PagePiece | undefined): boolean {
  const isAlone = next === undefined || next.line > line + 1
  return heading.isHeading === true && heading.href === undefined && isAlone && text.length < 100 && !/[.]$/.test(text)
}

/** What opens with a sign, or is nothing but a number with its unit, is a fact and continues nothing. */
function isFact({ text }: PagePiece): boolean {
  return /^(?:[·•*▲-]|\[)|^[\d.,]+\s?[km]?$|^\d+ [\p{L} ]{2,12}$/iu.test(text)
}
