import type { Author, LinkKind } from '../../digest/paper.ts'
import type { RankedPaper } from '../../ranking/ranking.ts'
import type { Newsletter } from '../../issue/issue.ts'
import { cutLine } from '../clean-text.ts'
import { formatWhy, listFacts, type FactView } from './paper-facts.ts'
import { findSafeUrl } from '../safe-url.ts'
import { slotSentinels } from '../slots.ts'

/** How much of a paper is shown. */
export type PaperShape = 'full' | 'one_sentence' | 'title'

/** A link of a paper: what the reader sees, and where it goes. */
export interface LinkView {
  readonly label: string
  readonly url: string
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

const limits = { title: 300, name: 80, summary: 900 }

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
function formatAuthors(authors: readonly Author[], authorCount = authors.length): string {
  const count = Math.max(authorCount, authors.length)
  const shown = authors.length > 4 ? [...authors.slice(0, 3), ...authors.slice(-1)] : authors
  const names = shown.map(({ name }) => cutLine(name, limits.name)).filter((name) => name !== '')
  const total = count > 10 || count > authors.length ? ` (${count} authors)` : ''
  if (names.length === 0) return total === '' ? '' : count === 1 ? 'One author' : `${count} authors`
  if (authors.length <= 4) return names.join(', ') + total
  return `${names.slice(0, -1).join(', ')} … ${names.at(-1) ?? ''}${total}`
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
