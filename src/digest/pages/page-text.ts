/**
 * The Daily Papers page (huggingface.co/papers) as a browser copies it: lines of the site around it, the day without
 * a year, then titles and abstracts in turn, sometimes with counts and names between them.
 */
import { parseArxivId } from '../arxiv-id.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { splitLines } from '../lines.ts'
import { pageTitle } from '../lists/link-words.ts'
import { liftNames, stripNumbers, type LiftedNames } from './lift-lines.ts'
import { addFacts, isCredit, weighCards, type PageFact } from './page-facts.ts'
import { readPageLines } from './page-lines.ts'
import type { PageLine, TitledText } from '../pairing/page-line.ts'
import { weighStart } from './page-start.ts'
import { pairLines } from '../pairing/pair-lines.ts'
import { dropPromotions, dropSellingLines } from './promotion.ts'
import { measureTitleness } from '../pairing/titleness.ts'

export const pageText: Format = { detect, parse }

function detect(text: string): number {
  return weighStart(splitLines(text.slice(0, 6000)).map((line) => line.trim()))
}

function parse(text: string, context: FormatContext): DraftDigest {
  const { today } = context
  if (text.length > 2 * sampleLength && detect(text) < 0.9) {
    // A long text that does not say what it is need not be weighed to its end to be refused.
    const sample = parse(text.slice(0, sampleLength), context)
    if (sample.drafts.length === 0) return sample
  }
  const page = readPageLines(text, today)
  const { lines, lifted } = liftNames(stripNumbers(dropSellingLines(page.lines)))
  const credits = new Set(page.facts.filter(({ text: fact }) => isCredit(fact)).map(({ line }) => line))
  const all = pairLines(lines)
  const unsold = dropPromotions(all, credits)
  const pairs = unsold.filter((pair, index) => !isStrayWord(pair, credits) && !isPicture(pair, unsold[index + 1]))
  const isPage = detect(text) >= 0.9 || areCardsOfPapers(page.facts, pairs)
  const titled = pairs.filter((pair, index) => pair.title !== '' && (isPage || index > 0 || !isHeading(pair)))
  if (!isPage && !looksLikePapers(titled)) return { drafts: readTitles(lines), problems: [] }
  const drafts = addAddresses(addNames(addFacts(titled, page.facts, today), lifted), page.facts)
  const problems = [...listUntitled(pairs), ...listSold(all, unsold)]
  return { drafts, problems, isDailyPapers: true, isPage: true, ...(page.date && { date: page.date }) }
}

function listUntitled(pairs: readonly TitledText[]): Problem[] {
  const untitled = pairs.filter(({ title }) => title === '')
  return untitled.map(({ line }) => ({ line, code: 'no_title', message: 'Text without a title above it; skipped.' }))
}

/** A paper that was taken for an advertisement is to be found by its line. */
function listSold(all: readonly TitledText[], unsold: readonly TitledText[]): Problem[] {
  const kept = new Set(unsold)
  const sold = all.filter((pair) => !kept.has(pair))
  return sold.map(({ line }) => ({ line, code: 'promotion', message: 'Text that sells something; skipped.' }))
}

function addNames(drafts: readonly Draft[], lifted: readonly LiftedNames[]): Draft[] {
  let next = 0
  return drafts.map((draft, index) => {
    const end = drafts[index + 1]?.line ?? Infinity
    while ((lifted[next]?.line ?? Infinity) < (draft.line ?? 0)) next++
    const own = lifted[next]
    return own === undefined || own.line >= end ? draft : { ...draft, authors: own.names }
  })
}

/** Addresses on lines of their own stand below the title that they belong to, or above it where the first one does. */
function addAddresses(drafts: readonly Draft[], facts: readonly PageFact[]): readonly Draft[] {
  const addresses = facts.filter(({ text }) => /^(?:https?:\/\/|arxiv:)\S+$/i.test(text))
  if (addresses.length === 0) return drafts
  const areAbove = (addresses[0]?.line ?? Infinity) < (drafts[0]?.line ?? 0)
  let next = 0
  return drafts.map((draft, index) => {
    const end = areAbove ? (draft.line ?? 0) : (drafts[index + 1]?.line ?? Infinity)
    const links: string[] = []
    for (; (addresses[next]?.line ?? Infinity) < end; next++) links.push(addresses[next]?.text ?? '')
    const id = links.find((link) => parseArxivId(link) !== undefined)
    return links.length === 0 ? draft : { ...draft, links, ...(id !== undefined && { arxivId: id }) }
  })
}

/** A short word with nothing said of it is the name of an account, or of a button, and no paper. */
function isStrayWord({ line, title, abstract }: TitledText, credits: ReadonlySet<number>): boolean {
  const isWord = abstract === '' && title !== '' && title.length < 12 && !title.includes(' ')
  if (!isWord || !/\p{L}{3}/u.test(title)) return isWord
  return !Array.from({ length: nearby }, (_, index) => line + index).some((number) => credits.has(number))
}

/** `Papers of the week` above the first paper of a list. */
function isHeading({ title, abstract }: TitledText): boolean {
  return abstract === '' && pageTitle.test(title)
}

/** The words for the picture of a paper are its title, which stands below it once more. */
function isPicture({ title, abstract }: TitledText, next: TitledText | undefined): boolean {
  return abstract === '' && title === next?.title
}

/** As many lines below a title its card may tell by how many it is. */
const nearby = 12

const fewestTitles = 3

/** Nothing but titles, each on a line of its own. */
function readTitles(lines: readonly PageLine[]): Draft[] {
  const isTitle = ({ text }: PageLine) => text.split(' ').length > 3 && measureTitleness(text) > 3
  const areTitles = lines.length >= fewestTitles && lines.every((line) => isTitle(line))
  return areTitles ? lines.map(({ number, text }) => ({ line: number, title: text })) : []
}

/** Words of which every abstract has some, and few texts of other kinds have three on average. */
const research =
  /\b(?:we|our|papers?|propos\w+|introduc\w+|present|methods?|models?|approach(?:es)?|algorithms?|frameworks?|results?|experiments?|stud(?:y|ies)|show|demonstrat\w+|data|datasets?|learn(?:s|ing|ed)?|train(?:s|ing|ed)?|theor\w+|prov\w+|analys[ei]s|performance|estimat\w+|neural|optimi\w+|predict\w*|measur\w+|compar\w+|accura\w+|baselines?|benchmarks?)\b/gi
const longestAbstract = 5000
const sampleLength = 200_000

/** Cards with votes are papers where at least every other one has a word of research. */
function areCardsOfPapers(facts: readonly PageFact[], pairs: readonly TitledText[]): boolean {
  const cards = weighCards(facts, pairs.length)
  if (cards !== 'cards') return cards === 'papers'
  const ofResearch = pairs.filter(
    ({ title, abstract }) => `${title} ${abstract}`.toLowerCase().match(research) !== null,
  )
  return ofResearch.length >= 0.5 * pairs.length
}

/** Text that does not say what it is has to be titles with abstracts throughout, or it is something else. */
function looksLikePapers(pairs: readonly TitledText[]): boolean {
  const whole = pairs.filter(
    ({ title, abstract }) =>
      measureTitleness(title) > 0 &&
      /^[\p{L}\p{N}"“‘$(]/u.test(title) &&
      title.length > 12 &&
      /[\s\u3000-\u9fff]/.test(title) &&
      abstract.length > 150 &&
      abstract.length < longestAbstract &&
      (abstract.match(/[a-z\d)][.!](?=\s|$)/g)?.length ?? 0) > abstract.length / 1000 &&
      measureTitleness(abstract) < -4,
  )
  const words = whole.map(({ abstract }) => new Set(abstract.toLowerCase().match(research)).size)
  const sum = words.reduce((before, count) => before + count, 0)
  const areAbstracts = words.every((count) => count > 0) && sum >= 3 * words.length
  return whole.length > 0 && whole.length >= 0.6 * pairs.length && areAbstracts
}
