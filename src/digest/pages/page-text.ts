/**
 * The Daily Papers page (huggingface.co/papers) as a browser copies it: lines of the site around it, the day without
 * a year, then titles and abstracts in turn, sometimes with counts and names between them.
 */
import type { PlainDate } from '../../clock.ts'
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { parsePageDate } from '../page-date.ts'
import { pairLines, type PageLine, type TitledText } from './pair-lines.ts'
import { addFacts, isFact, type PageFact } from './page-facts.ts'
import { measureTitleness } from './titleness.ts'

const heading = /^#*\s*daily papers$/i
const byline = /^#*\s*by\s*AK\s*and the research community$/i

/** Lines of the site that belong to no paper, whole lines only. */
const boilerplate =
  /^(?:new|get trending papers in your email inbox.*|subscribe|daily papers|by ?AK and the research community|daily|weekly|monthly|trending papers|search|hugging face|models|datasets|spaces|buckets(?: new)?|docs|enterprise|pricing|log ?in|sign ?up|previous|next|website|community|company|tos|privacy|about|careers|inference providers|system theme|view all|loading\.*|back to top|submitted by|upvote|·|\||-|–|—|\*|\[|\])$/i

export const pageText: Format = { detect, parse }

function detect(text: string): number {
  const start = text
    .slice(0, 6000)
    .split(/\r?\n/)
    .map((line) => line.trim())
  const hasHeading = start.some((line) => heading.test(line))
  const hasByline = start.some((line) => byline.test(line))
  if (hasHeading && hasByline) return 0.9
  if (hasByline || (hasHeading && start.some((line) => /^get trending papers in your email/i.test(line)))) return 0.8
  return hasHeading ? 0.5 : 0.2
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { lines, facts, date } = readLines(text, today)
  const pairs = pairLines(lines).filter((pair) => !isStrayWord(pair))
  if (detect(text) < 0.9 && !looksLikePapers(pairs)) return { drafts: [], problems: [] }
  const drafts = addFacts(
    pairs.filter(({ title }) => title !== ''),
    facts,
    today,
  )
  const problems = pairs
    .filter(({ title }) => title === '')
    .map(({ line }) => ({ line, code: 'no_title', message: 'Text without a title above it; skipped.' }))
  return { drafts, problems, isDailyPapers: true, isPage: true, ...(date && { date }) }
}

/** A short word with nothing below it is the name of an account, or of a button, and no paper. */
function isStrayWord({ title, abstract }: TitledText): boolean {
  return abstract === '' && title !== '' && title.length < 12 && !title.includes(' ')
}

/** Text that does not say what it is has to be titles with abstracts throughout, or it is something else. */
function looksLikePapers(pairs: readonly TitledText[]): boolean {
  const whole = pairs.filter(
    ({ title, abstract }) =>
      measureTitleness(title) > 0 &&
      /^[\p{L}\p{N}"“‘$(]/u.test(title) &&
      title.length > 12 &&
      abstract.length > 150 &&
      measureTitleness(abstract) < -4,
  )
  return whole.length > 0 && whole.length >= 0.6 * pairs.length
}

interface ReadLines {
  readonly lines: PageLine[]
  readonly facts: PageFact[]
  readonly date: PlainDate | undefined
}

function readLines(text: string, today: PlainDate): ReadLines {
  const all = text.split(/\r\n?|\n/)
  const start = findStart(all)
  const lines: PageLine[] = []
  const facts: PageFact[] = []
  let date: PlainDate | undefined
  let isApart = true
  let isAccount = false
  for (const [index, raw] of all.entries()) {
    if (index < start) continue
    const line = raw.trim()
    const day = parsePageDate(line, today)
    if (lines.length === 0) date ??= day
    const isKnown = day !== undefined || isFact(line)
    if (isKnown) facts.push({ line: index + 1, text: line })
    const isAlone = isApart && (all[index + 1] ?? '').trim() === ''
    if (line === '' || isKnown || isAccount || (isAlone && boilerplate.test(line))) {
      isApart = true
      if (line !== '') isAccount = /^submitted by$/i.test(line)
      continue
    }
    lines.push({ number: index + 1, text: line, isApart })
    isApart = false
  }
  return { lines, facts, date }
}

/** Everything above the byline of the page is the site's own. */
function findStart(lines: readonly string[]): number {
  const index = lines.slice(0, 400).findLastIndex((line) => byline.test(line.trim()))
  return index + 1
}
