/**
 * Papers out of any page, list or newsletter in which papers are linked. A part of the page that links to one paper is
 * about that paper; where a part links to several, each link with words of its own is a paper.
 */
import type { Draft } from '../draft.ts'
import type { PagePiece } from '../pairing/page-line.ts'
import { measureTitleness } from '../pairing/titleness.ts'
import { dividePieces } from './divide.ts'
import { identify } from './identify.ts'
import { joinParts } from './join-parts.ts'
import { isGeneric, isSeparator } from './link-words.ts'
import { findNames } from './read-names.ts'
import { readPart } from './read-part.ts'

interface Found {
  readonly identity: string
  readonly line: number
  title: string
  url: string
  abstract: string
  readonly links: string[]
  authors: readonly string[]
}

/** The papers to which the pieces link, each once, in order. */
export function collectLinkedPapers(pieces: readonly PagePiece[]): Draft[] {
  const drafts: Draft[] = []
  for (const part of joinParts(dividePieces(pieces))) {
    const identities = new Set(part.map(({ href }) => identify(href)).filter((identity) => identity !== undefined))
    const [only] = identities
    const alone = only !== undefined && identities.size === 1 ? readPart(part, only) : undefined
    if (alone !== undefined) drafts.push(alone)
    else if (identities.size > 0) drafts.push(...collectPart(part))
  }
  return dropRepeated(drafts)
}

/** A page that lists its papers once more, with less about them, lists them once. */
function dropRepeated(drafts: readonly Draft[]): Draft[] {
  const best = new Map<string, Draft>()
  for (const draft of drafts) {
    const key = draft.arxivId ?? draft.url ?? draft.title
    const known = best.get(key)
    if (known === undefined || (known.abstract ?? '').length < (draft.abstract ?? '').length)
      best.set(key, known === undefined ? draft : { ...draft, title: draft.title || known.title })
  }
  return [...best.values()]
}

function buildDraft({ line, title, url, abstract, links, authors, identity }: Found): Draft {
  const words = title
    .replace(/^[|\s]+/, '')
    .replace(/^\[([^[\]]*)\]\(.*$/, '$1')
    .replace(/\s*\((?:Read more|https?:)[^)]*\)*\s*$/i, '')
    .replace(/\s*\([^()]*\)\s*$/, (note) => (/read more|arxiv|hugging/i.test(note) ? '' : note))
  return {
    line,
    title: words.replace(/[\s|:–—-]+$/, ''),
    abstract: abstract.replace(/^[\s|:.,–—-]+/, ''),
    url,
    links,
    authors,
    ...(identity.startsWith('arxiv:') && { arxivId: identity.slice(6) }),
  }
}

/** Each link with words of its own is a paper; what follows it is about it. */
function collectPart(part: readonly PagePiece[]): Draft[] {
  const found = new Map<string, Found>()
  let current: Found | undefined
  let before = ''
  for (const piece of part) {
    const text = piece.text.replace(/\s+/g, ' ').trim()
    const identity = identify(piece.href)
    if (identity !== undefined) {
      const title = chooseTitle(text, before, current)
      const isMore = title === undefined && current !== undefined && !current.identity.startsWith('arxiv:')
      const known = found.get(identity) ?? (isMore ? current : undefined)
      current = known ?? addPaper(found, identity, piece)
      if (known) known.links.push(piece.href ?? '')
      if (current.title === '' && title !== undefined) current.title = title
      before = ''
      continue
    }
    if (piece.href !== undefined && piece.href !== '') current?.links.push(piece.href)
    if (piece.isHeading === true) continue
    const words = text.replaceAll('**', '').trim()
    if (current !== undefined && !isSeparator(words)) addWords(current, words)
    before = words
  }
  return [...found.values()].map((paper) => buildDraft(paper))
}

/** The first words below a title are its authors where they are nothing but names. */
function addWords(paper: Found, text: string): void {
  const names = paper.abstract === '' && paper.authors.length === 0 ? findNames(text) : []
  if (names.length > 0) paper.authors = names
  else paper.abstract = `${paper.abstract} ${text}`.trim()
}

/** The words of the link, or those before it on the list where the link says only "paper". */
function chooseTitle(text: string, before: string, current: Found | undefined): string | undefined {
  if (!isGeneric(text) && text.length > 3) return text
  const lead = before
    .replace(/^(?:[-*•\s]|\d{1,3}[.)](?!\S))+/, '')
    .replace(/[\s:–—|[(-]+$/, '')
    .replaceAll('**', '')
  if (measureTitleness(lead) < -2 || !/\p{L}{3}/u.test(lead) || isGeneric(lead)) return undefined
  if (current?.abstract.endsWith(before) === true)
    current.abstract = current.abstract.slice(0, current.abstract.length - before.length).trim()
  return lead
}

function addPaper(found: Map<string, Found>, identity: string, { line, href = '' }: PagePiece): Found {
  const paper = { identity, line, title: '', url: href, abstract: '', links: [], authors: [] }
  found.set(identity, paper)
  return paper
}
