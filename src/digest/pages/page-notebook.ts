/** The Daily Papers page as notebooks export it: each text of a link is followed by a line with its address. */
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { collectPapers } from './daily-page.ts'
import type { PagePiece } from '../pairing/page-line.ts'

export const pageNotebook: Format = { detect, parse }

const address = /^\s*<?(https?:\/\/\S+?)>?\s*$/
const paperAddress = /^[ \t]*https?:\/\/huggingface\.co\/papers\/\d{4}\.\d{4,5}[ \t]*$/m

function detect(whole: string): number {
  const text = whole.slice(0, 100_000)
  if (!text.includes('huggingface.co/papers/') || !paperAddress.test(text)) return 0
  return /^#*[ \t]*daily papers/im.test(text) || /and the research community/.test(text) ? 0.96 : 0.6
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const pieces = readPieces(splitLines(text))
  const head = pieces.findIndex(({ text: words }) => /and the research community/.test(words))
  return collectPapers(pieces.slice(head + 1), today)
}

/** An address belongs to the paragraph above it, across empty lines; a paragraph that has none stands alone. */
function readPieces(lines: readonly string[]): PagePiece[] {
  const pieces: PagePiece[] = []
  let paragraph: string[] = []
  let start = 1
  let isClosed = false
  const flush = (href?: string) => {
    const text = paragraph.join(' ').trim()
    if (text !== '') pieces.push({ line: start, text, ...(href !== undefined && { href }) })
    paragraph = []
    isClosed = false
  }
  for (const [index, line] of lines.entries()) {
    const words = line.trim()
    const inline = /^(.*?)\]\((https?:\/\/[^()\s]+)\)$/.exec(words)
    if (words === '' || words === '[') isClosed = true
    else if (address.test(words)) flush(address.exec(words)?.[1])
    else {
      if (isClosed) flush()
      if (paragraph.length === 0) start = index + 1
      paragraph.push(inline ? (inline[1] ?? '') : words)
      if (inline) flush(inline[2])
    }
  }
  flush()
  return pieces
}
