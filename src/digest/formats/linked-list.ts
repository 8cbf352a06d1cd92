/**
 * Papers out of any page, list or newsletter in which papers are linked. Between two headings, one paper takes the
 * heading as its title; where there are several, each link with words of its own is a paper.
 */
import { parseArxivId } from '../arxiv-id.ts'
import type { Draft } from '../draft.ts'
import { parseDoi } from '../identity.ts'
import { classifyLink, parseLink } from '../link.ts'
import { splitAuthors } from '../split-authors.ts'
import type { PagePiece } from '../pages/daily-page.ts'
import { measureTitleness } from '../pages/titleness.ts'

interface Found {
  readonly identity: string
  readonly line: number
  title: string
  url: string
  abstract: string
  readonly links: string[]
  authors: readonly string[]
}

const generic =
  /^\W*(?:(?:the |full |read )?(?:paper|papers?|pdf|arxiv(?: page)?|abs|abstract|html|link|links|url|source|doi|here|this|more|project(?: page)?|code|github|hugging ?face|hf|openreview|alphaxiv|details?|view|website|blog|tweet|demo)(?: (?:paper|page|more|on arxiv|on hugging ?face|pdf|here|it|link))?|arxiv:?\s*\S+|\d{4}\.\d{4,5}(?:v\d+)?|https?:\/\/\S*|\d+|10\.\d{4,}\/\S+)\W*$/i

/** The papers to which the pieces link, each once, in order. */
export function collectLinkedPapers(pieces: readonly PagePiece[]): Draft[] {
  const found = new Map<string, Found>()
  for (const section of splitSections(pieces)) collectSection(section, found)
  return [...found.values()].map((paper) => buildDraft(paper))
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

/** Divides the pieces at the headings of one level: that at which most headings have one paper below them. */
const pageTitle =
  /\b20\d\d[-/.]\d\d?|【|^(?:the |my |our |this |today'?s? |daily |weekly |top |best |latest |new |more |other )*(?:papers?|digest|reading list|readings|links|news|newsletter|highlights|summary|contents|table of contents|archive)\b/i

function splitSections(pieces: readonly PagePiece[]): PagePiece[][] {
  const levels = [...new Set(pieces.map(({ level }) => level ?? 0))].filter((level) => level > 0).sort((a, b) => a - b)
  let best = divide(pieces, 6)
  let most = 0
  for (const level of levels) {
    const sections = divide(pieces, level)
    const count = sections.filter((section) => listIdentities(section).size === 1).length
    if (count > most) [best, most] = [sections, count]
  }
  return best
}

function divide(pieces: readonly PagePiece[], deepest: number): PagePiece[][] {
  const sections: PagePiece[][] = [[]]
  let line = 0
  for (const piece of pieces) {
    const isHeading = piece.level !== undefined && piece.level <= deepest
    if (isHeading && piece.line !== line) sections.push([])
    if (isHeading) line = piece.line
    const { isHeading: _isHeading, ...plain } = piece
    sections.at(-1)?.push(isHeading ? piece : plain)
  }
  return sections
}

function listIdentities(section: readonly PagePiece[]): Set<string> {
  return new Set(section.map(({ href }) => identify(href)).filter((identity) => identity !== undefined))
}

/** What the address identifies, if it is the address of a paper. */
function identify(href: string | undefined): string | undefined {
  const url = href === undefined ? undefined : parseLink(href)
  if (url === undefined) return undefined
  const arxivId = parseArxivId(url)?.arxivId
  if (arxivId !== undefined) return `arxiv:${arxivId}`
  const kind = classifyLink(url)
  if (kind !== 'paper' && kind !== 'pdf') return undefined
  const doi = parseDoi(decodeURI(url))
  return doi === undefined ? `url:${url}` : `doi:${doi}`
}

function collectSection(section: readonly PagePiece[], found: Map<string, Found>): void {
  const identities = listIdentities(section)
  const heading = section
    .filter(({ isHeading }) => isHeading === true)
    .map(({ text }) => text.trim())
    .join(' ')
  const named = section.find(({ href, text }) => identify(href) !== undefined && !generic.test(text))?.text.trim() ?? ''
  const isOne =
    !pageTitle.test(heading) &&
    identities.size === 1 &&
    heading !== '' &&
    measureTitleness(heading) >= Math.max(1, measureTitleness(named))
  let current: Found | undefined
  let before = ''
  for (const piece of section) {
    const text = piece.text.replace(/\s+/g, ' ').trim()
    const identity = identify(piece.href)
    if (identity !== undefined) {
      const title = isOne ? heading : chooseTitle(text, before, current)
      const known =
        found.get(identity) ??
        (title === undefined && current !== undefined && !current.identity.startsWith('arxiv:') ? current : undefined)
      current =
        known ??
        addPaper(found, {
          identity,
          line: piece.line,
          title: title ?? '',
          url: piece.href ?? '',
          abstract: isOne ? before : '',
          links: [],
          authors: [],
        })
      if (known) known.links.push(piece.href ?? '')
      if (current.title === '' && title !== undefined) current.title = title
      if (!isOne) before = ''
    } else if (piece.href !== undefined && piece.href !== '') current?.links.push(piece.href)
    if (identity !== undefined || piece.isHeading === true) continue
    if (current !== undefined && !isSeparator(text)) addWords(current, text)
    if (current === undefined || !isOne) before = isOne ? `${before} ${text}` : text
  }
}

/** The first words below a title are its authors where they are nothing but names. */
function addWords(paper: Found, text: string): void {
  const names = paper.abstract === '' && paper.authors.length === 0 ? findNames(text) : []
  if (names.length > 0) paper.authors = names
  else paper.abstract = `${paper.abstract} ${text}`.trim()
}

const topicWords =
  /\b(?:learning|vision|language|languages|processing|models?|intelligence|robotics|computation|computing|systems|science|summary|abstract|highlights?|key|new|data|research|engineering|theory|retrieval|security|paper|code|project|read|more|university|lab|ai)\b/i

function findNames(text: string): readonly string[] {
  const line = text.replace(/^\s*[-–—·:*_]*\s*(?:authors?:|by\b)?\s*/i, '').replace(/[.*_\s]+$/, '')
  if (line.length > 2000 || /[!?;:]|\. [a-z]/.test(line)) return []
  const names = splitAuthors(line)
  const areNames = names.every((name) => /^\p{Lu}[\p{L}\p{M}.'’-]*(?: [\p{L}][\p{L}\p{M}.'’-]*){1,4}$/u.test(name))
  const isOneName = line.length < 40 && !topicWords.test(line)
  return areNames && (names.length > 1 || line !== text.trim() || isOneName) ? names : []
}

/** The words of the link, or those before it on the list where the link says only "paper". */
function chooseTitle(text: string, before: string, current: Found | undefined): string | undefined {
  if (!generic.test(text) && text.length > 3) return text
  const lead = before
    .replace(/^[-*•\d.)\s]+/, '')
    .replace(/[\s:–—|[(-]+$/, '')
    .replaceAll('**', '')
  if (measureTitleness(lead) < -2 || !/\p{L}{3}/u.test(lead)) return undefined
  if (current?.abstract.endsWith(before) === true)
    current.abstract = current.abstract.slice(0, current.abstract.length - before.length).trim()
  return lead
}

function addPaper(found: Map<string, Found>, paper: Found): Found {
  found.set(paper.identity, paper)
  return paper
}

function isSeparator(text: string): boolean {
  return /^[\s|·•,;:.()[\]/&-]*(?:and|or)?[\s|·•,;:.()[\]/&-]*$/.test(text)
}
