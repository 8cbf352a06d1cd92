/**
 * Answers of the Daily Papers API (huggingface.co/api/daily_papers), whose fields came and went: a list of objects
 * with a `paper` inside, or the papers alone, in whatever an archive has put around them.
 */
import { parsePlainDate, type PlainDate } from '../../clock.ts'
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { readPapers } from './json.ts'

export const hfJson: Format = { detect, parse }

function detect(text: string): number {
  const start = text.slice(0, 6000).trimStart()
  if (!/^[[{]/.test(start)) return 0
  if (/"paper"\s*:\s*\{\s*"(?:id|_?id|authors|title)"/.test(start) && /"(?:publishedAt|upvotes|summary)"/.test(start))
    return 0.95
  return /^\[\s*\{/.test(start) && /"upvotes"\s*:/.test(start) && /"publishedAt"\s*:/.test(start) ? 0.85 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const read = readPapers(text)
  const date = read.date ?? findDay(text, today)
  return { ...read, isDailyPapers: true, ...(date && { date }) }
}

/** The day of the page is that of the last submission to it, not of the papers. */
function findDay(text: string, today: PlainDate): PlainDate | undefined {
  return (
    findLatest(text, /"submittedOnDailyAt"\s*:\s*"(\d{4}-\d\d-\d\d)/g, today) ??
    findLatest(text, /"publishedAt"\s*:\s*"(\d{4}-\d\d-\d\d)/g, today)
  )
}

function findLatest(text: string, pattern: RegExp, today: PlainDate): PlainDate | undefined {
  let latest: PlainDate | undefined
  for (const [, written = ''] of text.matchAll(pattern)) {
    const day = parsePlainDate(written)
    if (day !== undefined && day <= today && (latest === undefined || day > latest)) latest = day
  }
  return latest
}
