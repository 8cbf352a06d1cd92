/**
 * The Daily Papers page as a browser saves it. The site hands its data to its scripts in an attribute, in the shape of
 * the API; where that is missing (a page saved after the scripts have run), the links and headings are read.
 */
import { Parser } from 'htmlparser2'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { getMember, isJsonObject, readJson } from '../read-json.ts'
import { collectPapers, type PagePiece } from './daily-page.ts'
import { buildDailyDraft } from './hf-json.ts'

export const pageHtml: Format = { detect, parse }

function detect(text: string): number {
  if (!/<(?:!doctype html|html|body|article|div|h3)[\s>]/i.test(text.slice(0, 4000))) return 0
  return /href="(?:https:\/\/huggingface\.co)?\/papers\/\d{4}\.\d{4,5}/.test(text) &&
    /daily papers|dailyPapers/i.test(text)
    ? 0.97
    : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { pieces, data } = readPage(text)
  const read = collectPapers(pieces, today)
  const drafts = data === undefined ? [] : readData(data)
  return drafts.length > 0 ? { ...read, drafts } : read
}

const hidden = new Set(['script', 'style', 'svg', 'noscript', 'nav', 'footer', 'template'])
const blocks = new Set([
  'div',
  'p',
  'li',
  'ul',
  'article',
  'section',
  'h1',
  'h2',
  'h3',
  'h4',
  'time',
  'button',
  'label',
  'header',
  'main',
  'br',
])

interface Page {
  readonly pieces: PagePiece[]
  data: string | undefined
}

function readPage(html: string): Page {
  const page: Page = { pieces: [], data: undefined }
  let words = ''
  let href: string | undefined
  let headings = 0
  let unseen = 0
  let line = 1
  let counted = 0
  const flush = () => {
    if (words.trim() !== '')
      page.pieces.push({ line, text: words.trim(), ...(href !== undefined && { href }), isHeading: headings > 0 })
    words = ''
  }
  const parser = new Parser({
    onopentag(name, attributes) {
      for (; counted < parser.startIndex; counted++) if (html.charCodeAt(counted) === 10) line++
      const props = attributes['data-props']
      if (props?.includes('"dailyPapers"')) page.data = props
      if (hidden.has(name)) unseen++
      if (name === 'a' || (blocks.has(name) && href === undefined)) flush()
      if (name === 'a') href = attributes['href'] ?? ''
      if (/^h[1-4]$/.test(name)) headings++
      if (name === 'time' && attributes['datetime'] !== undefined) words += attributes['datetime'].slice(0, 10)
    },
    ontext(text) {
      if (unseen === 0) words += text
    },
    onclosetag(name) {
      if (hidden.has(name)) unseen--
      if (name === 'a' || (blocks.has(name) && href === undefined)) flush()
      if (name === 'a') href = undefined
      if (/^h[1-4]$/.test(name)) headings--
      if (blocks.has(name) && href !== undefined) words += ' '
    },
  })
  parser.end(html)
  flush()
  return page
}

function readData(data: string): Draft[] {
  const value = readJson(data)
  const list = isJsonObject(value) ? getMember(value, 'dailyPapers') : undefined
  if (!Array.isArray(list)) return []
  return list.flatMap((element: unknown) => (isJsonObject(element) ? (buildDailyDraft(element) ?? []) : []))
}
