import { parsePlainDate, type PlainDate } from '../../clock.ts'
import type { Paper } from '../../digest/paper.ts'

/** A person's name in the parts that reference managers sort by; a name of one word has no given part. */
export interface PersonName {
  readonly family: string
  readonly given?: string
}

/** A paper as reference managers know it; every text is one line. */
export interface Citation {
  /** ASCII word that is unique in its list: `okonkwo-hale2026lanternfish`. */
  readonly id: string
  readonly title: string
  readonly authors: readonly PersonName[]
  readonly abstract: string
  readonly year?: number
  /** 1 to 12. */
  readonly month?: number
  readonly day?: number
  readonly url: string
  readonly doi?: string
  readonly arxivId?: string
  readonly primaryCategory?: string
  readonly journalRef?: string
}

const particle = /^(?:al|am|da|das|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|zu|zum|zur)$/u
const suffix = /^(?:jr|sr|ii|iii|iv)\.?$/iu

/** The citations of papers, in their order; ids that would be equal get the letters b, c, … */
export function buildCitations(papers: readonly Paper[]): Citation[] {
  const used = new Map<string, number>()
  return papers.map((paper) => {
    const citation = buildCitation(paper)
    const count = (used.get(citation.id) ?? 0) + 1
    used.set(citation.id, count)
    return count === 1 ? citation : { ...citation, id: `${citation.id}-${formatLetters(count)}` }
  })
}

function buildCitation(paper: Paper): Citation {
  const authors = paper.authors.map(({ name }) => parsePersonName(toLine(name))).filter(({ family }) => family !== '')
  const date = findDate(paper)
  return {
    id: buildId(authors[0], date?.year, paper.title),
    title: toLine(paper.title),
    authors,
    abstract: toLine(paper.abstract),
    ...date,
    url: paper.url,
    ...(paper.doi === undefined ? {} : { doi: toLine(paper.doi) }),
    ...(paper.arxivId === undefined ? {} : { arxivId: paper.arxivId }),
    ...(paper.primaryCategory === undefined ? {} : { primaryCategory: toLine(paper.primaryCategory) }),
    ...(paper.journalRef === undefined ? {} : { journalRef: toLine(paper.journalRef) }),
  }
}

/**
 * `Given Middle van der Family Jr.` or `Family, Given` in parts. Where a family name starts, no rule knows for every
 * language; small particles before the last word go with it.
 */
export function parsePersonName(name: string): PersonName {
  const comma = /^([^,]+),\s*(.+)$/u.exec(name)
  if (comma) return { family: comma[1]?.trim() ?? '', given: comma[2]?.trim() ?? '' }
  const words = name.split(' ').filter((word) => word !== '')
  let start = words.length - 1
  if (start > 1 && suffix.test(words[start] ?? '')) start -= 1
  while (start > 1 && particle.test(words[start - 1] ?? '')) start -= 1
  if (start < 1) return { family: words.join(' ') }
  return { family: words.slice(start).join(' '), given: words.slice(0, start).join(' ') }
}

type CitationDate = Pick<Citation, 'year' | 'month' | 'day'>

/** The day it was published, else the month that an arXiv id holds (four digits since 0704). */
function findDate({ published, arxivId }: Paper): CitationDate | undefined {
  const day = published === undefined ? undefined : parsePlainDate(published.slice(0, 10))
  if (day !== undefined) return splitDate(day)
  const id = /^(?:[a-z-]+(?:\.[A-Z]{2})?\/)?(\d\d)(\d\d)/.exec(arxivId ?? '')
  if (!id) return undefined
  const short = Number(id[1])
  return { year: short >= 91 ? 1900 + short : 2000 + short, month: Number(id[2]) }
}

function splitDate(date: PlainDate): CitationDate {
  const [year, month, day] = date.split('-').map(Number)
  return { year: year ?? 0, month: month ?? 1, day: day ?? 1 }
}

const smallWords = new Set([
  'a',
  'an',
  'the',
  'on',
  'in',
  'of',
  'for',
  'to',
  'with',
  'from',
  'what',
  'how',
  'is',
  'are',
])

function buildId(author: PersonName | undefined, year: number | undefined, title: string): string {
  const words = title.split(/[\s:–—-]+/u).map(toAscii)
  const word = words.find((one) => one.length > 1 && !smallWords.has(one)) ?? ''
  const id = `${toAscii(author?.family ?? '')}${year ?? ''}${word}`
  return id === '' ? 'paper' : id
}

/** Letters without accents, lower case; `ø` and its like, which no accent makes, are spelt out. */
function toAscii(text: string): string {
  const spelt = text.toLowerCase().replace(/[øœæßłđð]/gu, (letter) => spellings[letter] ?? '')
  return spelt
    .normalize('NFKD')
    .replace(/[^a-z0-9-]/gu, '')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}

const spellings: Readonly<Record<string, string>> = { ø: 'o', œ: 'oe', æ: 'ae', ß: 'ss', ł: 'l', đ: 'd', ð: 'd' }

/** 2 → `b`, 27 → `aa`. */
function formatLetters(count: number): string {
  const letter = String.fromCharCode(97 + ((count - 1) % 26))
  return count <= 26 ? letter : formatLetters(Math.floor((count - 1) / 26)) + letter
}

function toLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s\u2028\u2029]+/gu, ' ')
    .trim()
}
