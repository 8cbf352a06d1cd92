/**
 * Text in, a Digest out: the format is known by the content, each format reads its own wire shape into drafts, and
 * every draft becomes a clean Paper or a Problem with its line. Keeps the order of the source and drops no entry
 * silently. Throws a DigestParseError when nothing at all can be understood.
 */
import type { PlainDate } from '../clock.ts'
import { DigestParseError } from '../errors.ts'
import { buildPaper } from './build-paper.ts'
import { decodeText } from './decode.ts'
import type { Entry, ParsedDigest, Problem } from './digest.ts'
import type { Draft, DraftDigest, Format } from './draft.ts'
import { arxivMail } from './formats/arxiv-mail.ts'
import { bibtex } from './formats/bibtex.ts'
import { csv } from './formats/csv.ts'
import { feed } from './formats/feed.ts'
import { hfJson } from './formats/hf-json.ts'
import { jsonFeed } from './formats/json-feed.ts'
import { jsonLines } from './formats/json-lines.ts'
import { json } from './formats/json.ts'
import { pageHtml } from './formats/page-html.ts'
import { pageLynx, pageMarkdown } from './formats/page-markdown.ts'
import { pageNotebook } from './formats/page-notebook.ts'
import { pageText } from './formats/page-text.ts'
import { textBlocks } from './formats/text-blocks.ts'
import { mergeEntries } from './merge.ts'
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
} as const satisfies Record<string, Format>

export type DigestFormat = keyof typeof formats

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

const mostEntries = 50_000

/** Reads a digest in any of the known formats; a bad entry is a Problem, and what is no digest at all is thrown. */
export function parseDigest({ source, content }: DigestInput, options: ParseOptions): ParsedDigest {
  const decoded = decodeText(source, content)
  if (decoded.text.trim() === '') throw new DigestParseError(source, 'is empty. Give a file that holds the digest.')
  const detected = options.format === undefined ? detectFormat(decoded.text) : { name: options.format, confidence: 1 }
  const drafted = readDrafts(source, decoded.text, detected.name, options)
  const { entries, problems } = buildEntries(drafted, options.verbatim === true && drafted.isPage === true)
  if (entries.length === 0) throw refuse(source, detected.name, [...drafted.problems, ...problems])
  return {
    format: detected.name,
    confidence: detected.confidence,
    digest: { source, date: drafted.date ?? options.today, entries },
    problems: [...decoded.problems, ...drafted.problems, ...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  }
}

/** The format that is surest of the text, and how sure it is. */
function detectFormat(text: string): { name: DigestFormat; confidence: number } {
  let best = { name: digestFormats[0] ?? 'json', confidence: -1 }
  for (const name of digestFormats) {
    const confidence = formats[name].detect(text)
    if (confidence > best.confidence) best = { name, confidence }
  }
  return best
}

function readDrafts(source: string, text: string, name: DigestFormat, { today }: ParseOptions): DraftDigest {
  try {
    return formats[name].parse(text, { today })
  } catch (error) {
    if (error instanceof DigestParseError) throw new DigestParseError(source, error.detail, error.line)
    if (error instanceof SyntaxError)
      throw new DigestParseError(source, `looks like ${name} but is not valid: ${error.message}.`)
    throw error
  }
}

function buildEntries(drafted: DraftDigest, keepsTex: boolean): { entries: Entry[]; problems: Problem[] } {
  const problems: Problem[] = []
  const entries: Entry[] = []
  if (drafted.drafts.length > mostEntries) {
    problems.push({
      code: 'too_many',
      message: `Only the first ${mostEntries} of ${drafted.drafts.length} entries are read.`,
    })
  }
  for (const draft of drafted.drafts.slice(0, mostEntries)) {
    const paper = buildPaper(draft, { isDailyPapers: drafted.isDailyPapers ?? false, keepsTex })
    if (paper === undefined) problems.push(buildProblem(draft))
    else entries.push({ paper, position: entries.length + 1, signals: buildSignals(draft.signals ?? {}) })
  }
  const merged = mergeEntries(entries)
  return { entries: merged.map(({ paper, signals }, index) => ({ paper, position: index + 1, signals })), problems }
}

function buildProblem({ line, title }: Draft): Problem {
  const message = title.trim() === '' ? 'An entry without a title; skipped.' : 'A title without a letter; skipped.'
  return { ...(line === undefined ? {} : { line }), code: 'no_title', message }
}

function refuse(source: string, format: string, problems: readonly Problem[]): DigestParseError {
  const [first] = problems
  const reason = first === undefined ? '' : ` (${first.message})`
  return new DigestParseError(
    source,
    `holds no papers that could be read as ${format}${reason}. Check the file, or name its format with --format.`,
  )
}
