import type { PagePiece } from '../pairing/page-line.ts'

/**
 * Cuts text with links into pieces: `[text](address)` of Markdown and `[text][12]` of text browsers, whose addresses
 * stand at the end of the page or are lost. A link may span lines, and brackets inside its text are text.
 */
export function readLinkedText(text: string, addresses: ReadonlyMap<string, string>): PagePiece[] {
  const pieces: PagePiece[] = []
  let line = 1
  let position = 0
  for (const span of findSpans(text)) {
    line = addText(pieces, text.slice(position, span.start), line)
    const level = /(?:^|\n)(#{1,6}) *$/.exec(text.slice(Math.max(0, span.start - 10), span.start))?.[1]?.length
    const href = span.href ?? addresses.get(span.reference ?? '') ?? ''
    pieces.push({ line, text: unescape(text.slice(span.textStart, span.textEnd)), href, ...formatLevel(level) })
    line += countBreaks(text.slice(span.start, span.end))
    position = span.end
  }
  addText(pieces, text.slice(position), line)
  return pieces
}

/** Addresses by number from the end of a page: `[12]: https://…`, or `12. https://…` as lynx writes them. */
export function readReferences(text: string): Map<string, string> {
  const found = text.matchAll(/^[ \t]*(?:\[(\d{1,6})\]:?|(\d{1,6})\.)[ \t]+<?(https?:\/\/[^\s>]+|\/[^\s>]+)>?[ \t]*$/gm)
  const addresses = new Map<string, string>()
  for (const match of found) addresses.set(match[1] ?? match[2] ?? '', match[3] ?? '')
  return addresses
}

const longestHeading = 400

interface Span {
  readonly start: number
  readonly textStart: number
  readonly textEnd: number
  readonly end: number
  readonly href?: string
  readonly reference?: string
}

/** Links that are not inside others. A bracket that opens a line opens a link; others may be of the text. */
function findSpans(text: string): Span[] {
  const spans: Span[] = []
  const open: number[] = []
  const token = /!\[|\[|\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*")?\s*\)|\]\[(\d{1,6})\]|\]|\n#/g
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match
    if (found === '\n#') {
      if (!isHeadingGoingOn(text, open[0], match.index)) open.length = 0
    } else if (found === '[' || found === '![') open.push(match.index)
    else if (open.length > 0) {
      const isImage = text[open.at(-1) ?? 0] === '!'
      const isLink = found.length > 1
      const start = isLink && !isImage && isAtLineStart(text, open[0] ?? 0) ? open[0] : open.pop()
      if (!isLink || isImage || start === undefined) continue
      // Of links within each other the inner one counts, and brackets around it are of the text.
      open.length = 0
      const [, href, reference] = match
      const end = match.index + found.length
      spans.push({
        start,
        textStart: start + 1,
        textEnd: match.index,
        end,
        ...(href !== undefined && { href }),
        ...(reference !== undefined && { reference }),
      })
    }
  }
  return spans
}

/** Text browsers write the sign of a heading before each of its lines, so the link in it goes on behind the next one. */
function isHeadingGoingOn(text: string, start: number | undefined, index: number): boolean {
  if (start === undefined || index - start > longestHeading) return false
  const sign = /(?:^|\n)(#{1,6} *)$/.exec(text.slice(Math.max(0, start - 8), start))?.[1]
  return sign !== undefined && text.startsWith(sign, index + 1) && text[index + 1 + sign.length] !== '['
}

function isAtLineStart(text: string, index: number): boolean {
  return /(?:^|\n)(?:#{1,6} *|[-*] |\d+\. )?$/.test(text.slice(Math.max(0, index - 12), index))
}

/** Each line of the text between links is a piece. */
function addText(pieces: PagePiece[], text: string, start: number): number {
  const lines = text.split('\n')
  for (const [index, words] of lines.entries()) {
    const plain = words.replace(/^\s*(?:[*+-] |#{1,6} *)+/, '').trim()
    // Pandoc writes divisions between colons.
    if (plain !== '' && !/^:{3,}/.test(plain) && !isRule(words))
      pieces.push({
        line: start + index,
        text: unescape(plain),
        ...formatLevel(/^\s*(#{1,6}) /.exec(words)?.[1]?.length),
      })
  }
  return start + lines.length - 1
}

function isRule(line: string): boolean {
  return /^\s*[-*_=]/.test(line) && /^\s*(?:[-*_=][ \t]*){3,}$/.test(line)
}

function formatLevel(level: number | undefined): Pick<PagePiece, 'isHeading' | 'level'> {
  return level === undefined ? {} : { isHeading: true, level }
}

function countBreaks(text: string): number {
  return text.split('\n').length - 1
}

/** Images, escapes and forced line ends of Markdown. */
function unescape(text: string): string {
  if (!/[\\[\n]/.test(text)) return text
  return text
    .replace(/!\[([^\]]{0,200})\]\([^)\s]{0,2000}\)/g, ' ')
    .replace(/(?<!\\)\\+(?=[ \t]{0,20}\n| {2})/g, ' ')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\n#{1,6} +/g, ' ')
    .replace(/^\s*\[[^[\]]{0,60}\]\s*/, (box) => (/^\s*\[[-x ]?\]/.test(box) ? box : ''))
}
