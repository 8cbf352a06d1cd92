import { parseArxivId } from '../arxiv-id.ts'
import type { Draft } from '../draft.ts'
import { classifyLink, findLinks, parseLink } from '../link.ts'
import type { ArxivId, LinkKind, PaperLink } from '../paper.ts'

const mostLinks = 20

interface LinkParts {
  readonly draft: Draft
  readonly title: string
  readonly abstract: string
  readonly arxivId: ArxivId | undefined
  readonly doi: string | undefined
  readonly isDailyPapers: boolean
}

/** All links of a paper; the first is where the title leads: arXiv, else the DOI, else what the source gave, else a search. */
export function buildLinks(parts: LinkParts): [PaperLink, ...PaperLink[]] {
  const { draft, abstract, arxivId } = parts
  const [first = buildSearchLink(parts), ...others] = buildKnownLinks(parts)
  addLinks(others, draft.codeLinks, 'code')
  addLinks(others, draft.links)
  addLinks(others, findLinks(abstract))
  addLinks(others, draft.comment === undefined ? undefined : findLinks(draft.comment))
  return others.length === 0 ? [first] : dropRepeated(first, others, arxivId)
}

/** What leads to the paper itself, by its identity or by what the source says. */
function buildKnownLinks({ draft, arxivId, doi, isDailyPapers }: LinkParts): PaperLink[] {
  const links = arxivId === undefined ? [] : buildArxivLinks(arxivId, isDailyPapers)
  if (doi !== undefined) addLinks(links, [`https://doi.org/${encodeURI(doi)}`], 'paper')
  const given = draft.url === undefined ? undefined : parseLink(draft.url)
  const kind = given === undefined ? 'search' : classifyLink(given)
  if (given !== undefined) links.push({ kind: links.length === 0 && kind !== 'search' ? 'paper' : kind, url: given })
  return links
}

function buildArxivLinks(arxivId: ArxivId, isDailyPapers: boolean): PaperLink[] {
  const links: PaperLink[] = [
    { kind: 'paper', url: `https://arxiv.org/abs/${arxivId}` },
    { kind: 'pdf', url: `https://arxiv.org/pdf/${arxivId}` },
  ]
  if (isDailyPapers) links.push({ kind: 'discussion', url: `https://huggingface.co/papers/${arxivId}` })
  return links
}

function addLinks(links: PaperLink[], addresses: readonly string[] = [], kind?: LinkKind): void {
  for (const address of addresses) {
    const url = parseLink(address)
    if (url !== undefined) links.push({ kind: kind ?? classifyLink(url), url })
  }
}

/** One link per address, and one per page of the paper whichever of its spellings the source used. */
function dropRepeated(
  first: PaperLink,
  others: readonly PaperLink[],
  arxivId: ArxivId | undefined,
): [PaperLink, ...PaperLink[]] {
  const seen = new Set<string>()
  const identify = ({ kind, url }: PaperLink) => {
    const isOwn = arxivId !== undefined && parseArxivId(url)?.arxivId === arxivId
    return isOwn ? (kind satisfies LinkKind) : url.replace(/^https?:/, '').replace(/\/$/, '')
  }
  seen.add(identify(first))
  const kept = others.filter((link) => {
    const identity = identify(link)
    return !seen.has(identity) && seen.add(identity)
  })
  return [first, ...kept.slice(0, mostLinks - 1)]
}

/**
 * Where a reader finds a paper of which only the title is known. All Daily Papers are on arXiv, and its title search
 * leads there in one click; for others Google Scholar knows most publishers. Only words are sent, because either
 * engine gives signs a meaning of its own.
 */
function buildSearchLink({ title, isDailyPapers }: LinkParts): PaperLink {
  const words = keepWords(title.slice(0, 300).toWellFormed()).trim()
  const query = encodeURIComponent(words)
  const url = isDailyPapers
    ? `https://arxiv.org/search/?searchtype=title&query=${query}`
    : `https://scholar.google.com/scholar?q=${query}`
  return { kind: 'search', url }
}

/** Patterns over ASCII are several times faster, and most titles are in it. */
function keepWords(title: string): string {
  return /^[\x20-\x7e]*$/.test(title)
    ? title.replace(/(?!\.\d)[^A-Za-z0-9'-]+/g, ' ')
    : title.replace(/(?!\.\d)[^\p{L}\p{N}\p{M}'-]+/gu, ' ')
}
