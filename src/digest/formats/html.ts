/** Any other HTML page or newsletter that links to papers. */
import { createLineCounter } from '../lines.ts'
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { readHtml } from '../html-text.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { arxivMail } from './arxiv-mail.ts'
import { readCitation } from '../citations/citation-meta.ts'
import { textBlocks } from './text-blocks.ts'
import { walkHtml } from '../decoding/walk-html.ts'
import { collectLinkedPapers } from '../lists/linked-list.ts'

export const html: Format = { detect, parse }

const hidden = new Set([
  'script',
  'style',
  'svg',
  'noscript',
  'template',
  'head',
  'title',
  'iframe',
  'object',
  'nav',
  'footer',
])
const blocks = new Set(
  'div p li ul ol article section h1 h2 h3 h4 h5 h6 time button label header main br td tr table blockquote dd dt dl hr nav footer'.split(
    ' ',
  ),
)

function detect(text: string): number {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]{0,500}?-->\s*)?<(?:!doctype (?:html|netscape-bookmark-file-1)|html|head|body|div|table|p|h[1-6]|ul|ol|section|article|main|meta|center|pre)[\s>]/i.test(
    text.slice(0, 3000),
  )
    ? 0.6
    : 0
}

function parse(text: string, { parseText }: FormatContext): DraftDigest {
  const plain = /arxiv:\s*\d/i.test(text) ? readArxivText(text) : undefined
  if (plain !== undefined) return parseText(plain)
  const about = readCitation(text)
  if (about !== undefined) return { drafts: [about], problems: [] }
  const drafts = collectLinkedPapers(readPieces(text).pieces)
  return { drafts, problems: [], isDailyPapers: /huggingface\.co\/papers\//.test(text) }
}

/** arXiv's mail in a page, or a listing of arXiv, where authors are links and papers stand in pairs of elements. */
function readArxivText(html: string): string | undefined {
  const mail = html.includes('\\\\') ? readHtml(html).text : ''
  if (arxivMail.detect(mail) > 0.9) return mail
  const listing = html.includes('list-title')
    ? readHtml(html.slice(0, html.lastIndexOf('</dl>')).replaceAll(/\s+/g, ' ')).text
    : ''
  return textBlocks.detect(listing) > 0.86 ? listing : undefined
}

const dividers = /^(?:article|details|section|li|tr|td|dt|p|hr|table|blockquote|div|h[1-6])$/
const mostMarks = 20

/** An element divides the page; so does one of a class, which tells the boxes of a page apart. */
function listMarks(name: string, classes: string | undefined): string[] {
  const first = classes?.trim().split(/\s+/, 1)[0] ?? ''
  return first === '' ? [name] : [name, `${name}.${first}`]
}

/** The links, headings and blocks of text of an HTML page in order, and the data that the page hands to its scripts. */
export function readPieces(source: string): { pieces: PagePiece[]; data: string[] } {
  const pieces: PagePiece[] = []
  const data: string[] = []
  let words = ''
  let href: string | undefined
  let level = 0
  let unseen = 0
  let marks: string[] = []
  const line = createLineCounter(source)
  const flush = (offset: number) => {
    if (words.trim() !== '') {
      pieces.push({
        line: line(offset),
        text: words.trim(),
        ...(href !== undefined && { href }),
        isHeading: level > 0,
        ...(level > 0 && { level }),
        ...(marks.length > 0 && { marks }),
      })
      marks = []
    }
    words = ''
  }
  walkHtml(source, {
    onOpen(name, attributes, offset) {
      if (hidden.has(name)) unseen++
      if (attributes['data-props'] !== undefined) data.push(attributes['data-props'])
      if (name === 'a' || (blocks.has(name) && href === undefined)) flush(offset)
      if (dividers.test(name)) marks = [...marks, ...listMarks(name, attributes['class'])].slice(-mostMarks)
      if (name === 'a') href = attributes['href'] ?? ''
      if (/^h[1-6]$/.test(name)) level = Number(name[1])
      if (blocks.has(name)) words += ' '
      if (blocks.has(name)) marks = [...marks, 'block'].slice(-mostMarks)
    },
    onText(text) {
      if (unseen === 0) words += text
    },
    onClose(name, offset) {
      if (hidden.has(name)) unseen--
      if (name === 'a' || (blocks.has(name) && href === undefined)) flush(offset)
      if (name === 'a') href = undefined
      if (/^h[1-6]$/.test(name)) level = 0
      if (blocks.has(name)) words += ' '
      if (blocks.has(name)) marks = [...marks, 'block'].slice(-mostMarks)
    },
  })
  flush(source.length)
  return { pieces, data }
}
