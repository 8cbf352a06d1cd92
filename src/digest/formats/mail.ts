/** A saved mail (`.eml`) of another digest: its text or HTML part, in whatever format that is. */
import { dayOf, parseInstant } from '../../clock.ts'
import { DigestParseError } from '../../errors.ts'
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { readMail } from '../read-mime.ts'
import { mostEntriesIn } from '../read-start.ts'

export const mail: Format = { detect, parse }

function detect(text: string): number {
  const head = text.slice(0, 20_000).split(/\r?\n\r?\n/, 1)[0] ?? ''
  const names = new Set([...head.matchAll(/^([A-Za-z-]{2,40}):/gm)].map((match) => match[1]?.toLowerCase()))
  const isMail =
    names.has('from') &&
    (names.has('subject') || names.has('date')) &&
    (names.has('mime-version') ||
      names.has('content-type') ||
      names.has('message-id') ||
      names.has('received') ||
      names.has('to'))
  return isMail ? 0.98 : 0
}

/** As much of a part as holds the most papers that are read, in any format; the rest is only decoded where it does not. */
const startLength = 12_000_000

/** The part with the most papers wins; where both have as many, the text, which needs less guessing. */
function parse(text: string, { today, parseText }: FormatContext): DraftDigest {
  const start = readParts(text, startLength, parseText)
  const isEnough = start.isWhole || (start.best?.drafts.length ?? 0) > mostEntriesIn(startLength)
  const { best, date } = isEnough ? start : readParts(text, Infinity, parseText)
  if (best === undefined) throw new DigestParseError('mail', 'is a mail without a part that holds papers.')
  const sent = date === undefined ? undefined : parseInstant(date.replace(/\s*\([^)]*\)$/, ''))
  const day = best.date ?? (sent === undefined ? undefined : dayOf(sent))
  return { ...best, ...(day !== undefined && day <= today && { date: day }) }
}

interface ReadParts {
  readonly best: DraftDigest | undefined
  readonly date: string | undefined
  readonly isWhole: boolean
}

function readParts(text: string, most: number, parseText: FormatContext['parseText']): ReadParts {
  const { date, texts } = readMail(text, most)
  const read = texts.flatMap((part) => tryPart(part.text, parseText))
  const best = read.reduce<DraftDigest | undefined>(
    (found, one) => (found === undefined || countWhole(one) > countWhole(found) ? one : found),
    undefined,
  )
  return { best, date, isWhole: texts.every((part) => part.isWhole) }
}

function tryPart(text: string, parseText: FormatContext['parseText']): DraftDigest[] {
  try {
    return text.trim() === '' ? [] : [parseText(text)]
  } catch (error) {
    if (error instanceof DigestParseError || error instanceof SyntaxError) return []
    throw error
  }
}

function countWhole({ drafts }: DraftDigest): number {
  return drafts.filter(({ abstract, title }) => title !== '' && (abstract ?? '') !== '').length + drafts.length / 1000
}
