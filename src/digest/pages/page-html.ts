/**
 * The Daily Papers page as a browser saves it. The site hands its data to its scripts in an attribute, in the shape of
 * the API; where that is missing (a page saved after the scripts have run), the links and headings are read.
 */
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { collectPapers } from './daily-page.ts'
import { readPieces } from '../formats/html.ts'
import { readPapers } from '../formats/json.ts'

export const pageHtml: Format = { detect, parse }

/** Half a megabyte of icons and data may stand before the first card. */
const startLength = 2_000_000

function detect(whole: string): number {
  if (!/<(?:!doctype html|html|body|article|div|h3|main|section)[\s>]/i.test(whole.slice(0, 4000))) return 0
  const text = whole.slice(0, startLength)
  if (text.includes('&quot;dailyPapers&quot;') || text.includes('data-target="DailyPapers"')) return 0.97
  const hasCards = /href="(?:https:\/\/huggingface\.co)?\/(?:papers\/\d{4}\.\d{4,5}|login\?next=%2Fpapers)/.test(text)
  return hasCards && /and the research community|<title>\s*(?:daily|trending) papers\b|DailyPapersPage/i.test(text)
    ? 0.97
    : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { pieces, data } = readPieces(text)
  const read = collectPapers(pieces, today)
  const given = data.filter((props) => props.includes('"dailyPapers"')).map((props) => readPapers(props))
  const drafts = given.flatMap((one) => one.drafts.map(({ line: _line, ...draft }) => draft))
  const date = given.find((one) => one.date !== undefined)?.date ?? read.date
  return drafts.length > 0 ? { ...read, drafts, ...(date && { date }) } : read
}
