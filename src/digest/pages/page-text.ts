/**
 * The Daily Papers page (huggingface.co/papers) as a browser copies it: lines of the site around it, the day without
 * a year, then titles and abstracts in turn, sometimes with counts and names between them.
 */
import type { DraftDigest, Format, FormatContext } from '../draft.ts'
import { addFacts } from './page-facts.ts'
import { byline, readPageLines } from './page-lines.ts'
import { pairLines, type TitledText } from './pair-lines.ts'
import { measureTitleness } from './titleness.ts'

const heading = /^#*\s*(?:daily|trending) papers$/i

export const pageText: Format = { detect, parse }

function detect(text: string): number {
  const start = text
    .slice(0, 6000)
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
  const hasHeading = start.some((line) => heading.test(line))
  const hasByline = start.some((line) => byline.test(line))
  if (hasHeading && hasByline) return 0.9
  if (hasByline || (hasHeading && start.some((line) => /^get trending papers in your email/i.test(line)))) return 0.8
  return hasHeading ? 0.5 : 0.2
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { lines, facts, date } = readPageLines(text, today)
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

/** Words of which every abstract has some, and few other texts have three. */
const research =
  /\b(?:we|our|paper|propos\w+|introduc\w+|present|method|model|approach|algorithm|framework|results?|experiments?|stud(?:y|ies)|show|demonstrate|data|datasets?|learning|training|theor\w+|prove|analysis|performance|estimat\w+|neural|optimi\w+)\b/gi
const longestAbstract = 5000

/** Text that does not say what it is has to be titles with abstracts throughout, or it is something else. */
function looksLikePapers(pairs: readonly TitledText[]): boolean {
  const whole = pairs.filter(
    ({ title, abstract }) =>
      measureTitleness(title) > 0 &&
      /^[\p{L}\p{N}"“‘$(]/u.test(title) &&
      title.length > 12 &&
      abstract.length > 150 &&
      abstract.length < longestAbstract &&
      measureTitleness(abstract) < -4 &&
      new Set(abstract.toLowerCase().match(research)).size >= 3,
  )
  return whole.length > 0 && whole.length >= 0.6 * pairs.length
}
