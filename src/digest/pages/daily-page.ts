/**
 * The Daily Papers page where its links are known: every capture becomes a row of pieces (a link with its text, or
 * text alone), and the pieces become papers here. Links name their paper, so what stands where hardly matters.
 */
import type { PlainDate } from '../../clock.ts'
import { parseArxivId } from '../arxiv-id.ts'
import type { Draft, DraftDigest } from '../draft.ts'
import { normalizeTitle } from '../identity.ts'
import { joinParagraphs } from './join-paragraphs.ts'
import { addCode, addComments, addFact, readVotes, type Collected, type Collector } from './daily-facts.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { measureTitleness } from '../pairing/titleness.ts'

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
    open: undefined,
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
  else addFact(collector, target === undefined ? collector.current : find(collector, piece, target.id), piece, text)
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

/** Headings and short links of the page itself. */
const siteTitle = /^(?:by\b.*AK|(?:daily|trending) papers$|submitted by\b)|and the research community$/i

function isTitle(
  collector: Collector,
  { isHeading, href }: PagePiece,
  text: string,
  target: Target | undefined,
): boolean {
  if (text.length < 3 || readVotes(text) !== undefined || siteTitle.test(text)) return false
  if (target?.kind === 'paper') {
    const known = collector.papers.get(target.id)
    if (/^(?:[·•\s-]*\d+ authors?|arxiv page|view .*|read more|paper|pdf|abs)$/i.test(text)) return false
    return known === undefined || known.title === '' ? isHeading === true || text.length < 400 : isHeading === true
  }
  return isHeading === true && (href !== undefined || !collector.hasLinks) && measureTitleness(text) > -4
}

function startPaper(collector: Collector, piece: PagePiece, text: string, id: string | undefined): void {
  const paper = find(collector, piece, id ?? normalizeTitle(text))
  if (paper.title === '') paper.title = text.replace(/^\*\*(.*)\*\*$/, '$1')
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
