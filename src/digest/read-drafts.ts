/** Which formats may read a text, and what one of them makes of it. */
import type { PlainDate } from '../clock.ts'
import { DigestParseError } from '../errors.ts'
import type { DraftDigest } from './draft.ts'
import { digestFormats, divisible, formats, type DigestFormat } from './formats.ts'
import { readStart } from './read-start.ts'

/** Formats less sure than this are not asked after a surer one, and no more than so many are. */
const leastSure = 0.4
const mostTries = 3

/** A format, and how sure it is of a text. */
export interface DetectedFormat {
  readonly name: DigestFormat
  readonly confidence: number
}

/** Formats that may read the text, the surest first; one that is less sure is asked where a surer one finds no paper. */
export function listCandidates(text: string): DetectedFormat[] {
  const [best = { name: 'page-text', confidence: 0 }, ...others] = digestFormats
    .map((name) => ({ name, confidence: formats[name].detect(text) }))
    .sort((a, b) => b.confidence - a.confidence)
  return [best, ...others.filter(({ confidence }) => confidence >= leastSure).slice(0, mostTries - 1)]
}

/** What one format makes of a text; a text that is not valid in it is refused. */
export function readDrafts(source: string, text: string, name: DigestFormat, today: PlainDate): DraftDigest {
  try {
    return parseAs(name, text, today, true)
  } catch (error) {
    if (error instanceof DigestParseError) throw new DigestParseError(source, error.detail, error.line)
    if (error instanceof SyntaxError)
      throw new DigestParseError(source, `looks like ${name} but is not valid: ${error.message}.`)
    throw error
  }
}

/** A mail may hold any format but another mail. */
function parseAs(name: DigestFormat, text: string, today: PlainDate, mayNest: boolean): DraftDigest {
  const parseText = (inner: string): DraftDigest => {
    const [detected] = listCandidates(inner)
    return detected === undefined || (detected.name === 'mail' && !mayNest)
      ? { drafts: [], problems: [] }
      : parseAs(detected.name, inner, today, false)
  }
  const read = (part: string): DraftDigest => formats[name].parse(part, { today, parseText })
  return divisible.has(name) ? readStart(text, read) : read(text)
}
