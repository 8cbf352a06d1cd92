import type { PlainDate } from '../../clock.ts'
import { parsePageDate, parsePagePeriod } from '../page-date.ts'
import { parseCount } from '../signals.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { readAuthorCount } from './page-facts.ts'
import { measureTitleness } from '../pairing/titleness.ts'

/** What is known of a paper so far. */
export interface Collected {
  readonly line: number
  title: string
  abstract: string
  arxivId?: string
  authorCount?: number
  published?: string
  readonly links: string[]
  readonly signals: Record<string, number>
}

/** How far the reading of a page is. */
export interface Collector {
  readonly today: PlainDate
  readonly papers: Map<string, Collected>
  current: Collected | undefined
  votes: number | undefined
  /** Line of the last day below a paper; 0 where another count has followed. */
  dayLine: number
  date: PlainDate | undefined
  /** Whether the page names its papers by links; where none is left, a heading is all there is of a title. */
  readonly hasLinks: boolean
  /** Whether the name of who submitted a paper comes next. */
  isAccount: boolean
  /** The paper whose abstract was the piece before: a second paragraph belongs to it. */
  open: Collected | undefined
}

/** `65`, `1.2k`, or `-` for none; notebooks write the box before it as `[-]`. */
export function readVotes(text: string): number | undefined {
  const plain = text
    .replace(/^\[[-x ]?\]\s*/, '')
    .replace(/^(?:upvote|▲|👍)\s*/i, '')
    .trim()
  return /^[-–]$/.test(plain) ? 0 : parseCount(plain === '' ? undefined : plain)
}

/** Takes a count as that of comments. */
export function addComments(paper: Collected, count: number | undefined): void {
  if (count !== undefined) paper.signals['comments'] = count
}

/** Takes an address of code; stars stand in the link to the repository. */
export function addCode(paper: Collected, href: string, text: string): void {
  paper.links.push(href)
  const stars = parseCount(/(\d[\d.,]*\s?[km]?)\s*$/i.exec(text)?.[1])
  if (stars !== undefined) paper.signals['stars'] ??= stars
}

/** Reads a piece that is neither a title nor a count with its link: a day, a count, a number of authors, an abstract. */
export function addFact(collector: Collector, paper: Collected | undefined, piece: PagePiece, text: string): void {
  const isLinked = piece.href !== undefined
  const { open } = collector
  collector.open = undefined
  const authors = readAuthorCount(text.replaceAll(/!\S*\s*|-\s+/g, ''))
  const when = text.replace(/^[·•]\s*/, '').replace(/^published on\s+/i, '')
  const period = paper === undefined ? parsePagePeriod(when, collector.today) : undefined
  const day = parsePageDate(when, collector.today) ?? period
  // A dash that is no link is the bullet of an empty line.
  const count = piece.href === undefined && /^[-–]$/.test(text) ? undefined : readVotes(text)
  if (authors !== undefined && paper) paper.authorCount = authors
  else if (day !== undefined) addDay(collector, paper, day, piece.line)
  else if (count !== undefined) addCount(collector, paper, count, piece.line)
  else if (paper !== undefined && (paper.abstract === '' || paper === open) && isAbstract(text, isLinked)) {
    paper.abstract = `${paper.abstract} ${text}`.trim()
    collector.open = isLinked ? undefined : paper
  }
}

/** The first day above all papers is the page's; one below a paper is when that was published. */
function addDay(collector: Collector, paper: Collected | undefined, day: PlainDate, line: number): void {
  if (paper === undefined) collector.date ??= day
  else {
    paper.published ??= day
    collector.dayLine = line
  }
}

/** Without its link, a count on the line of a day is of comments, and one above a title is of votes. */
function addCount(collector: Collector, paper: Collected | undefined, count: number, line: number): void {
  if (collector.dayLine === line && paper) addComments(paper, count)
  else collector.votes = count
  collector.dayLine = 0
}

/** Inside the link of a paper all but facts is its abstract; elsewhere it has to be prose. */
function isAbstract(text: string, isLinked: boolean): boolean {
  const isProse = text.length > 200 || (text.length >= 40 && measureTitleness(text) < -2)
  return isProse || (isLinked && text.length >= 80)
}
