/**
 * The Daily Papers page as a browser saves it. The site hands its data to its scripts in an attribute, in the shape of
 * the API; where that is missing (a page saved after the scripts have run), the links and headings are read.
 */
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { getMember, isJsonObject, readJson } from '../read-json.ts'
import { collectPapers } from './daily-page.ts'
import { buildDailyDraft } from '../formats/hf-json.ts'
import { readPieces } from '../formats/html.ts'

export const pageHtml: Format = { detect, parse }

function detect(text: string): number {
  if (!/<(?:!doctype html|html|body|article|div|h3|main|section)[\s>]/i.test(text.slice(0, 4000))) return 0
  const hasPapers = /href="(?:https:\/\/huggingface\.co)?\/papers\/\d{4}\.\d{4,5}/.test(text)
  return hasPapers && /daily papers|dailyPapers/i.test(text) ? 0.97 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { pieces, data } = readPieces(text)
  const read = collectPapers(pieces, today)
  const drafts = data.filter((props) => props.includes('"dailyPapers"')).flatMap((props) => readData(props))
  return drafts.length > 0 ? { ...read, drafts } : read
}

function readData(props: string): Draft[] {
  const value = readJson(props)
  const list = isJsonObject(value) ? getMember(value, 'dailyPapers') : undefined
  if (!Array.isArray(list)) return []
  return list.flatMap((element: unknown) => (isJsonObject(element) ? (buildDailyDraft(element) ?? []) : []))
}
