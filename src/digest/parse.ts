/**
 * Text in, a Digest out: the format is known by the content, each format reads its own wire shape into drafts, and
 * every draft becomes a clean Paper or a Problem with its line. Keeps the order of the source and drops no entry
 * silently. Throws a DigestParseError when nothing at all can be understood.
 */
import { parsePlainDate, type PlainDate } from '../clock.ts'
import { DigestParseError } from '../errors.ts'
import { buildEntries } from './building/build-entries.ts'
import { decodeText } from './decoding/decode.ts'
import { skipFrontMatter } from './decoding/front-matter.ts'
import { unquote } from './decoding/unquote.ts'
import type { ParsedDigest, Problem } from './digest.ts'
import { explainRefusal } from './explain-refusal.ts'
import type { DigestFormat } from './formats.ts'
import { listCandidates, readDrafts, type DetectedFormat } from './read-drafts.ts'
import { mostEntriesIn } from './read-start.ts'

/** A text and where it comes from: a file name, an address, or `-`. */
export interface DigestInput {
  readonly source: string
  readonly content: string | Uint8Array
}

/** How a text is read. */
export interface ParseOptions {
  readonly today: PlainDate
  readonly format?: DigestFormat
  /** Leaves the TeX of a pasted page as the page has it, so that the two can be compared word for word. */
  readonly verbatim?: boolean
}

/** Reads a digest in any of the known formats; a bad entry is a Problem, and what is no digest at all is thrown. */
export function parseDigest({ source, content }: DigestInput, options: ParseOptions): ParsedDigest {
  const decoded = decodeText(source, content)
  if (decoded.text.trim() === '') throw new DigestParseError(source, 'is empty. Give a file that holds the digest.')
  const { text, date } = skipFrontMatter(unquote(decoded.text))
  const candidates = options.format === undefined ? listCandidates(text) : [{ name: options.format, confidence: 1 }]
  let refusal: DigestParseError | undefined
  for (const detected of candidates) {
    const read = tryFormat({ source, text, date }, detected, options)
    if (!(read instanceof DigestParseError)) {
      const problems = [...decoded.problems, ...read.problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
      return { ...read, problems }
    }
    refusal ??= read
  }
  const explanation = explainRefusal(text)
  if (explanation !== undefined) throw new DigestParseError(source, explanation)
  throw refusal ?? new DigestParseError(source, 'holds no papers.')
}

interface Source {
  readonly source: string
  readonly text: string
  /** The day that stands above the text. */
  readonly date: PlainDate | undefined
}

/** The digest as one format reads it, or why it cannot. */
function tryFormat(
  { source, text, date }: Source,
  detected: DetectedFormat,
  options: ParseOptions,
): ParsedDigest | DigestParseError {
  try {
    const drafted = readDrafts(source, text, detected.name, options.today)
    const keepsTex = options.verbatim === true && drafted.isPage === true
    const { entries, problems, repeated } = buildEntries(drafted, mostEntriesIn(text.length), keepsTex)
    if (entries.length === 0) return refuse(source, detected, [...drafted.problems, ...problems])
    return {
      format: detected.name,
      confidence: detected.confidence,
      digest: { source, date: drafted.date ?? date ?? findNameDate(source, options.today) ?? options.today, entries },
      problems: [...drafted.problems, ...problems],
      ...(repeated > 0 && { repeated }),
    }
  } catch (error) {
    if (error instanceof DigestParseError) return error
    throw error
  }
}

/** Digests without a day inside are often kept under it: `papers-2026-11-20.csv`, `20261120.jsonl.gz`. */
function findNameDate(source: string, today: PlainDate): PlainDate | undefined {
  const name = source.split('/').at(-1) ?? ''
  const match = /(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/.exec(name)
  const date = match === null ? undefined : parsePlainDate([match[1], match[3], match[4]].join('-'))
  return date !== undefined && date <= today ? date : undefined
}

function refuse(source: string, { name, confidence }: DetectedFormat, problems: readonly Problem[]): DigestParseError {
  const [first] = problems
  const reason = first === undefined ? '' : `: ${first.message.replace(/\.$/, '')}`
  const kind = confidence < 0.3 ? 'the text is in no format that is known' : `read as ${name}`
  return new DigestParseError(
    source,
    `no papers found (${kind}${reason}). Check the file, or name its format with --format.`,
  )
}
