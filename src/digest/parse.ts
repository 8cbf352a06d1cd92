/**
 * Text in, a Digest out: the format is known by the content, each format reads its own wire shape into drafts, and
 * every draft becomes a clean Paper or a Problem with its line. Keeps the order of the source and drops no entry
 * silently. Throws a DigestParseError when nothing at all can be understood.
 */
import { parsePlainDate, type PlainDate } from '../clock.ts'
import { DigestParseError } from '../errors.ts'
import { buildPaper } from './build-paper.ts'
import { decodeText } from './decoding/decode.ts'
import type { Entry, ParsedDigest, Problem } from './digest.ts'
import type { Draft, DraftDigest, Format } from './draft.ts'
import { arxivMail } from './formats/arxiv-mail.ts'
import { bibtex } from './formats/bibtex.ts'
import { csv } from './formats/csv.ts'
import { feed } from './formats/feed.ts'
import { hfJson } from './formats/hf-json.ts'
import { html } from './formats/html.ts'
import { jsonFeed } from './formats/json-feed.ts'
import { jsonLines } from './formats/json-lines.ts'
import { json } from './formats/json.ts'
import { mail } from './formats/mail.ts'
import { markdown } from './formats/markdown.ts'
import { pageHtml } from './pages/page-html.ts'
import { pageLynx, pageMarkdown } from './pages/page-markdown.ts'
import { pageNotebook } from './pages/page-notebook.ts'
import { pageText } from './pages/page-text.ts'
import { ris } from './formats/ris.ts'
import { textBlocks } from './formats/text-blocks.ts'
import { explainRefusal } from './explain-refusal.ts'
import { skipFrontMatter } from './decoding/front-matter.ts'
import { mergeEntries } from './merge.ts'
import { mostEntriesIn, readStart } from './read-start.ts'
import { buildSignals } from './signals.ts'

/** Every format by its name, as `--format` takes it; where two are equally sure, the earlier one reads. */
const formats = {
  'page-text': pageText,
  'page-markdown': pageMarkdown,
  'page-lynx': pageLynx,
  'page-notebook': pageNotebook,
  'page-html': pageHtml,
  'hf-json': hfJson,
  feed,
  'json-feed': jsonFeed,
  'arxiv-mail': arxivMail,
  'text-blocks': textBlocks,
  json,
  'json-lines': jsonLines,
  csv,
  bibtex,
  ris,
  mail,
  markdown,
  html,
} as const satisfies Record<string, Format>

export type DigestFormat = keyof typeof formats

/** Formats of which a beginning says as much as it would within the whole: entry after entry, nothing at the end. */
const divisible: ReadonlySet<DigestFormat> = new Set<DigestFormat>([
  'page-text',
  'page-markdown',
  'page-notebook',
  'page-html',
  'arxiv-mail',
  'text-blocks',
  'json-lines',
  'csv',
  'bibtex',
  'ris',
  'markdown',
  'html',
])

/** The names that `--format` takes. */
export const digestFormats = Object.keys(formats) as DigestFormat[]

/** A text and where it comes from: a file name, an address, or `-`. */
export interface DigestInput {
  readonly source: string
  readonly content: string | Uint8Array
}

export interface ParseOptions {
  readonly today: PlainDate
  readonly format?: DigestFormat
  /** Leaves the TeX of a pasted page as the page has it, so that the two can be compared word for word. */
  readonly verbatim?: boolean
}

/** Formats less sure than this are not asked after a surer one, and no more than so many are. */
const leastSure = 0.4
const mostTries = 3

interface DetectedFormat {
  readonly name: DigestFormat
  readonly confidence: number
}

/** Reads a digest in any of the known formats; a bad entry is a Problem, and what is no digest at all is thrown. */
export function parseDigest({ source, content }: DigestInput, options: ParseOptions): ParsedDigest {
  const decoded = decodeText(source, content)
  if (decoded.text.trim() === '') throw new DigestParseError(source, 'is empty. Give a file that holds the digest.')
  const { text, date } = skipFrontMatter(decoded.text)
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
    const drafted = readDrafts(source, text, detected.name, options)
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

/** Formats that may read the text, the surest first; one that is less sure is asked where a surer one finds no paper. */
function listCandidates(text: string): DetectedFormat[] {
  const [best = { name: 'page-text', confidence: 0 }, ...others] = digestFormats
    .map((name) => ({ name, confidence: formats[name].detect(text) }))
    .sort((a, b) => b.confidence - a.confidence)
  return [best, ...others.filter(({ confidence }) => confidence >= leastSure).slice(0, mostTries - 1)]
}

function readDrafts(source: string, text: string, name: DigestFormat, { today }: ParseOptions): DraftDigest {
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

function buildEntries(
  drafted: DraftDigest,
  mostEntries: number,
  keepsTex: boolean,
): { entries: Entry[]; problems: Problem[]; repeated: number } {
  const problems: Problem[] = []
  const entries: Entry[] = []
  if (drafted.drafts.length > mostEntries) {
    problems.push({
      code: 'too_many',
      message: `Only the first ${mostEntries} entries are read; the rest is left out.`,
    })
  }
  for (const draft of drafted.drafts.slice(0, mostEntries)) {
    const paper = buildPaper(draft, { isDailyPapers: drafted.isDailyPapers ?? false, keepsTex })
    if (paper === undefined) problems.push(buildProblem(draft))
    else entries.push({ paper, position: entries.length + 1, signals: buildSignals(draft.signals ?? {}) })
  }
  const merged = mergeEntries(entries)
  return {
    entries: merged.map(({ paper, signals }, index) => ({ paper, position: index + 1, signals })),
    problems,
    repeated: entries.length - merged.length,
  }
}

/** Digests without a day inside are often kept under it: `papers-2026-11-20.csv`, `20261120.jsonl.gz`. */
function findNameDate(source: string, today: PlainDate): PlainDate | undefined {
  const name = source.split('/').at(-1) ?? ''
  const match = /(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/.exec(name)
  const date = match === null ? undefined : parsePlainDate([match[1], match[3], match[4]].join('-'))
  return date !== undefined && date <= today ? date : undefined
}

function buildProblem({ line, title }: Draft): Problem {
  const message = title.trim() === '' ? 'An entry without a title; skipped.' : 'A title without a letter; skipped.'
  return { ...(line === undefined ? {} : { line }), code: 'no_title', message }
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
