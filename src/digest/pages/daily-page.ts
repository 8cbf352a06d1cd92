/**
 * The Daily Papers page where its links are known: every capture becomes a row of pieces (a link with its text, or
 * text alone), and the pieces become papers here. Links name their paper, so what stands where hardly matters.
 */
import type { PlainDate } from '../../clock.ts'
import { parseArxivId } from '../arxiv-id.ts'
import type { Draft, DraftDigest } from '../draft.ts'
import { parsePageDate } from '../page-date.ts'
import { normalizeTitle } from '../identity.ts'
import { parseCount } from '../signals.ts'
import { joinParagraphs } from './join-paragraphs.ts'
import { readAuthorCount } from './page-facts.ts'
import { measureTitleness } from './titleness.ts'

/** A link with its text, or text without one. */
export interface PagePiece {
  readonly line: number
  readonly text: string
  /** Where the link leads; empty where the capture lost it, undefined where there is none. */
  readonly href?: string
  readonly isHeading?: boolean
  /** 1 to 6 where the piece is in a heading. */
  readonly level?: number
}

interface Collected {
  readonly line: number
  title: string
  abstract: string
  arxivId?: string
  authorCount?: number
  published?: string
  readonly links: string[]
  readonly signals: Record<string, number>
}

interface Collector {
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
}

const site = 'https://huggingface.co/'

/** Makes papers of the pieces of a page; a paper that stands on it twice is one. */
export function collectPapers(pieces: readonly PagePiece[], today: PlainDate): DraftDigest {
  const collector: Collector = {
    today,
    papers: new Map(),
    current: undefined,
    votes: undefined,
    dayLine: 0,
    date: undefined,
    hasLinks: pieces.some(
      ({ href }) =>
        href !== undefined &&
        parseArxivId(`huggingface.co${href.replace(/^https:\/\/huggingface\.co/, '')}`) !== undefined,
    ),
    isAccount: false,
  }
  for (const piece of joinParagraphs(pieces)) {
    const text = piece.text.replace(/\s+/g, ' ').trim()
    if (text !== '' || piece.href !== undefined) addPiece(collector, piece, text)
  }
  const drafts: Draft[] = [...collector.papers.values()].filter(({ title }) => title !== '')
  return { drafts, problems: [], isDailyPapers: true, isPage: true, ...(collector.date && { date: collector.date }) }
}

function addPiece(collector: Collector, piece: PagePiece, text: string): void {
  const address = URL.parse(piece.href === undefined || piece.href === '' ? '' : piece.href, site)
  const target = address === null || piece.href === '' ? undefined : readTarget(address)
  const count = readVotes(text)
  const isAccount = collector.isAccount && target === undefined && !piece.isHeading && !mayBeImage.test(text)
  if (target !== undefined || isAccount) collector.isAccount = false
  if (isAccount) return
  if (submitter.test(text)) collector.isAccount = true
  else if (target?.kind === 'login' && count !== undefined)
    find(collector, piece, target.id).signals['upvotes'] ??= count
  else if (target?.kind === 'community') addComments(find(collector, piece, target.id), count)
  else if (isTitle(collector, piece, text, target)) startPaper(collector, piece, text, target?.id)
  else if (address !== null && /(?:^|\.)github\.com$/.test(address.hostname) && collector.current)
    addCode(collector.current, address.href, text)
  else addFact(collector, piece, text, target?.id)
}

/** The name follows on the same line, or as the next piece; a picture may stand before it. */
const submitter = /^submitted by:?$/i
const mayBeImage = /^!?\[[^\]]*\]$/

interface Target {
  readonly kind: 'paper' | 'login' | 'community'
  readonly id: string
}

function readTarget(address: URL): Target | undefined {
  const next = address.searchParams.get('next')
  const id = parseArxivId(`huggingface.co${(next ?? address.pathname).split('#')[0]}`)?.arxivId
  if (id === undefined || !address.hostname.endsWith('huggingface.co')) return undefined
  return { id, kind: next !== null ? 'login' : address.hash === '#community' ? 'community' : 'paper' }
}

/** `65`, `1.2k`, or `-` for none; notebooks write the box before it as `[-]`. */
function readVotes(text: string): number | undefined {
  const plain = text
    .replace(/^\[[-x ]?\]\s*/, '')
    .replace(/^(?:upvote|▲|👍)\s*/i, '')
    .trim()
  return /^[-–]$/.test(plain) ? 0 : parseCount(plain === '' ? undefined : plain)
}

function addComments(paper: Collected, count: number | undefined): void {
  if (count !== undefined) paper.signals['comments'] = count
}

/** Stars stand in the link to the repository. */
function addCode(paper: Collected, href: string, text: string): void {
  paper.links.push(href)
  const stars = parseCount(/(\d[\d.,]*\s?[km]?)\s*$/i.exec(text)?.[1])
  if (stars !== undefined) paper.signals['stars'] ??= stars
}

function isTitle(
  collector: Collector,
  { isHeading, href }: PagePiece,
  text: string,
  target: Target | undefined,
): boolean {
  if (text.length < 3 || readVotes(text) !== undefined || /^(?:by\b.*AK|daily papers$|trending papers$)/i.test(text))
    return false
  if (target?.kind === 'paper') {
    const known = collector.papers.get(target.id)
    if (/^(?:[·•\s-]*\d+ authors?|arxiv page|view .*|read more|paper|pdf|abs)$/i.test(text)) return false
    return known === undefined || known.title === '' ? isHeading === true || text.length < 400 : isHeading === true
  }
  return isHeading === true && (href !== undefined || !collector.hasLinks) && measureTitleness(text) > -4
}

function startPaper(collector: Collector, piece: PagePiece, text: string, id: string | undefined): void {
  const paper = find(collector, piece, id ?? normalizeTitle(text))
  if (paper.title === '') paper.title = text
  if (id !== undefined) paper.arxivId = id
  if (collector.votes !== undefined) paper.signals['upvotes'] ??= collector.votes
  collector.votes = undefined
  collector.dayLine = 0
  collector.current = paper
}

function find(collector: Collector, { line }: PagePiece, key: string): Collected {
  const known = collector.papers.get(key)
  if (known) return known
  const paper: Collected = { line, title: '', abstract: '', links: [], signals: {} }
  collector.papers.set(key, paper)
  return paper
}

function addFact(collector: Collector, piece: PagePiece, text: string, id: string | undefined): void {
  const paper = id === undefined ? collector.current : find(collector, piece, id)
  const authors = readAuthorCount(text.replaceAll(/!\S*\s*|-\s+/g, ''))
  const day = parsePageDate(text.replace(/^[·•]\s*/, '').replace(/^published on\s+/i, ''), collector.today)
  // A dash that is no link is the bullet of an empty line.
  const count = piece.href === undefined && /^[-–]$/.test(text) ? undefined : readVotes(text)
  if (authors !== undefined && paper) paper.authorCount = authors
  else if (day !== undefined) addDay(collector, paper, day, piece.line)
  else if (count !== undefined) addCount(collector, paper, count, piece.line)
  else if (
    paper !== undefined &&
    paper.abstract === '' &&
    isAbstract(text, id !== undefined || piece.href !== undefined)
  )
    paper.abstract = text
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
