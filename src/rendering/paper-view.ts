import type { Author, LinkKind, Paper } from '../digest/paper.ts'
import type { RankedPaper, Reason } from '../ranking/ranking.ts'
import type { Newsletter } from '../issue/issue.ts'
import { cutLine } from './clean-text.ts'
import { findSafeUrl } from './safe-url.ts'
import { slotSentinels } from './slots.ts'

/** How much of a paper is shown. */
export type PaperShape = 'full' | 'one_sentence' | 'title'

/** A link of a paper: what the reader sees, and where it goes. */
export interface LinkView {
  readonly label: string
  readonly url: string
}

/** A fact with the words a screen reader says in place of the sign. */
export interface FactView {
  readonly text: string
  readonly spoken: string
}

/** A paper as templates see it; absent texts are empty, absent lists have no element. */
export interface PaperView {
  readonly rank: number
  readonly title: string
  /** Empty when the paper has no address that may be linked. */
  readonly url: string
  readonly authors: string
  readonly summary: string
  readonly facts: readonly FactView[]
  readonly why: string
  /** Whether there are facts or a why. */
  readonly hasFactLine: boolean
  readonly links: readonly LinkView[]
  /** Links that tell the newsletter what the reader likes; empty without public pages. */
  readonly moreUrl: string
  readonly lessUrl: string
  readonly titleOnly: boolean
}

const linkLabels: Readonly<Record<LinkKind, string>> = {
  paper: 'Paper',
  pdf: 'PDF',
  code: 'Code',
  project: 'Project',
  discussion: 'Discuss',
  search: 'Search by title',
}

const limits = { title: 300, name: 80, summary: 900, why: 200, category: 40 }
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** What a template shows of a paper in a shape; everything from outside is cleaned, cut and its links checked here. */
export function buildPaperView(ranked: RankedPaper, shape: PaperShape, newsletter: Newsletter): PaperView {
  const { paper } = ranked
  const full = shape === 'full'
  const summary = shape === 'title' ? [] : full ? ranked.summary : ranked.summary.slice(0, 1)
  const facts = listFacts(ranked)
  const why = full ? formatWhy(ranked) : ''
  return {
    rank: ranked.rank,
    title: cutLine(paper.title, limits.title) || 'Untitled',
    url: findSafeUrl(paper.url) ?? '',
    authors: formatAuthors(paper.authors, paper.authorCount),
    summary: cutLine(summary.join(' '), limits.summary),
    facts,
    why,
    hasFactLine: facts.length > 0 || why !== '',
    links: shape === 'title' ? [] : listLinks(ranked),
    moreUrl: full ? buildFeedbackUrl(newsletter, 'more', paper.key) : '',
    lessUrl: full ? buildFeedbackUrl(newsletter, 'less', paper.key) : '',
    titleOnly: shape === 'title',
  }
}

/** `A, B, C … Z` after four names; the number of authors when there are more than ten. */
export function formatAuthors(authors: readonly Author[], authorCount = authors.length): string {
  const count = Math.max(authorCount, authors.length)
  const shown = authors.length > 4 ? [...authors.slice(0, 3), ...authors.slice(-1)] : authors
  const names = shown.map(({ name }) => cutLine(name, limits.name)).filter((name) => name !== '')
  const total = count > 10 || count > authors.length ? ` (${count} authors)` : ''
  if (names.length === 0) return total === '' ? '' : `${count} authors`
  if (authors.length <= 4) return names.join(', ') + total
  return `${names.slice(0, -1).join(', ')} … ${names.at(-1) ?? ''}${total}`
}

function listFacts({ paper, signals }: RankedPaper): FactView[] {
  const facts = [
    countFact('▲', signals['upvotes'] ?? signals['votes'], 'upvote'),
    countFact('★', signals['stars'], 'star'),
    countFact('', signals['comments'], 'comment'),
  ].filter((fact) => fact !== undefined)
  const category = cutLine(paper.primaryCategory ?? paper.categories[0] ?? '', limits.category)
  if (category !== '') facts.push({ text: category, spoken: '' })
  // By itself the word would only say again what the link below it says.
  if (facts.length > 0 && hasCode(paper)) facts.push({ text: 'code', spoken: '' })
  return facts
}

function countFact(sign: string, count: number | undefined, noun: string): FactView | undefined {
  if (count === undefined || !Number.isFinite(count) || count <= 0) return undefined
  const spoken = `${compact.format(count)} ${noun}${count === 1 ? '' : 's'}`
  return sign === '' ? { text: spoken, spoken: '' } : { text: `${sign} ${compact.format(count)}`, spoken }
}

function hasCode({ links }: Paper): boolean {
  return links.some(({ kind }) => kind === 'code')
}

/** Components that are for `courant explain`: what the model counts, and no reader would ask about. */
const forExplainOnly: ReadonlySet<string> = new Set(['start', 'authors', 'page', 'deadline', 'freshness'])
/** Components that say a count again; without the count they say that it was guessed. */
const counts: Readonly<Record<string, readonly string[]>> = {
  votes: ['upvotes', 'votes'],
  stars: ['stars'],
  comments: ['comments'],
}

/** The sentences of the two components that weigh most, of those that say more than the facts beside them. */
function formatWhy(ranked: RankedPaper): string {
  const telling = ranked.reasons.filter(
    (reason) => reason.points > 0 && reason.sentence.trim() !== '' && isForReaders(reason, ranked),
  )
  // What the words of a paper promise is worth a line only where nothing else is.
  const better = telling.filter(({ signal }) => signal !== 'text')
  const sentences = (better.length > 0 ? better : telling)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 2)
    .map(({ sentence }) => cutLine(sentence, limits.why))
    .map((sentence) => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`))
  return sentences.join(' ')
}

/** That there is code is a link, and a count that a sentence repeats stands among the facts. */
function isForReaders({ signal, sentence }: Reason, { paper, signals }: RankedPaper): boolean {
  if (forExplainOnly.has(signal)) return false
  if (signal === 'code') return !hasCode(paper)
  const names = counts[signal]
  if (names && !names.some((name) => name in signals)) return false
  const numbers: string[] = sentence.replace(/(\d)[,.](?=\d{3})/g, '$1').match(/\d+/g) ?? []
  return !Object.values(signals).some((count) => numbers.includes(String(count)))
}

/** The links of a paper, each address once. A paper that has only the link of its title needs no second one. */
function listLinks({ paper }: RankedPaper): LinkView[] {
  const links = paper.links
    .map(({ kind, url }) => ({ label: linkLabels[kind], url: findSafeUrl(url) }))
    .filter((link): link is LinkView => link.url !== undefined)
  return links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index).slice(0, 6)
}

function buildFeedbackUrl({ publicUrl }: Newsletter, direction: 'more' | 'less', paperKey: string): string {
  if (publicUrl === undefined) return ''
  return `${publicUrl}/r/${slotSentinels.token}/${direction}/${encodeURIComponent(paperKey.toWellFormed())}`
}
