/** The Daily Papers page as Markdown, or as the text of a browser without pictures that numbers its links. */
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { unifyLineEnds } from '../lines.ts'
import { readStart } from '../read-start.ts'
import { collectPapers } from './daily-page.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { readLinkedText, readReferences } from './page-links.ts'

export const pageMarkdown: Format = { detect, parse: parseMarkdown }
export const pageLynx: Format = { detect: detectLynx, parse: parseLynx }

/** As much of a page as has to tell what it is. */
const startLength = 100_000

function detect(whole: string): number {
  const text = whole.slice(0, startLength)
  if (!mayBeDailyPage(text)) return 0
  const hasTitles = /^#{1,6} *\[[^[\]]{3,600}\]\((?:https?:\/\/huggingface\.co)?\/?papers\/\d{4}\.\d{4,5}/m.test(text)
  if (hasTitles) return isDailyPage(text) ? 0.97 : 0.8
  return isDailyPage(text) && hasHeadings(text) ? 0.93 : 0
}

/** Where a capture has lost the links, the titles are headings all the same. */
function hasHeadings(text: string): boolean {
  const headings = text.match(/^#{2,6} +(?!by\b|(?:daily|trending) papers)[^\n[\]]{12,}$/gim)
  return (headings?.length ?? 0) >= 2
}

/** Either `[text][12]`, as some exports write it, or `[12]text`, as lynx does. */
function detectLynx(whole: string): number {
  const text = whole.slice(0, startLength)
  if (!mayBeDailyPage(text) || !/\[\d{1,6}\]/.test(text)) return 0
  const numbered =
    /^#{1,6} *\[[^[\]]{3,600}\]\[\d{1,6}\]/m.test(text) || /^[ \t]*\[\d{1,6}\](?![([:])\S[^\n]{10,}$/m.test(text)
  return numbered && isDailyPage(text) ? 0.96 : 0
}

/** A look for the words alone is much cheaper. */
function mayBeDailyPage(text: string): boolean {
  return /papers|and the research community/i.test(text)
}

function isDailyPage(text: string): boolean {
  return (
    /^#*[ \t]*(?:\[\d+\])?(?:daily|trending) papers[ \t]*$/im.test(text) ||
    /AK(?:\]\S*)?,?\s+and the research community/.test(text)
  )
}

function parseMarkdown(text: string, { today }: FormatContext): DraftDigest {
  const normal = unifyLineEnds(text)
  return collectPapers(skipHead(readLinkedText(normal, readReferences(normal))), today)
}

function parseLynx(text: string, { today }: FormatContext): DraftDigest {
  const normal = unifyLineEnds(text)
  const isNumberedAfter = /\]\[\d{1,6}\]/.test(normal.slice(0, startLength))
  const end = normal.search(/\n[ \t]*(?:Visible links|References)[ \t]*\n/)
  const addresses = readReferences(end < 0 ? normal : normal.slice(end))
  // Addresses are at the end of the page, so it is its body of which a beginning may be enough.
  return readStart(end < 0 ? normal : normal.slice(0, end + 1), (body) => {
    const pieces = isNumberedAfter ? readLinkedText(body, addresses) : readNumberedText(body, addresses)
    return collectPapers(skipHead(pieces), today)
  })
}

/** What stands above the name of the page is of the site. */
function skipHead(pieces: readonly PagePiece[]): readonly PagePiece[] {
  const index = pieces.findIndex(({ text }) => /and the research community/.test(text))
  return pieces.slice(index + 1)
}

/** lynx writes the number before the text of the link, which runs to the next number or empty line. */
function readNumberedText(text: string, addresses: ReadonlyMap<string, string>): PagePiece[] {
  const pieces: PagePiece[] = []
  let number: string | undefined
  let line = 1
  let words: string[] = []
  const flush = (next: number) => {
    const joined = words.join(' ')
    const href = number === undefined ? undefined : (addresses.get(number) ?? '')
    const isTitle = pieces.at(-1)?.isHeading !== true && isHeadingLink(href, joined)
    if (joined !== '' || href !== undefined)
      pieces.push({ line, text: joined, ...(href !== undefined && { href }), isHeading: isTitle })
    words = []
    number = undefined
    line = next
  }
  for (const [index, row] of text.split('\n').entries()) {
    if (row.trim() === '') flush(index + 1)
    for (const part of row.includes('[') ? row.split(/(?=\[\d{1,6}\])/) : [row]) {
      const match = /^\[(\d{1,6})\](.*)$/.exec(part)
      const plain = (match ? (match[2] ?? '') : part).trim().replace(/^[*·•]\s+(?=\S)/, '')
      if (match) flush(index + 1)
      if (match) number = match[1]
      if (!/^[*·•]?$/.test(plain)) words.push(plain)
    }
  }
  flush(0)
  return pieces
}

/** Where the addresses are lost, a link of the right look is the title. */
function isHeadingLink(href: string | undefined, text: string): boolean {
  return href === '' && text.length > 20 && text.length < 200 && !/[.]$/.test(text) && !/\bauthors?$/.test(text)
}
