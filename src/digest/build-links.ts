import { parseArxivId } from './arxiv-id.ts'
import type { Draft } from './draft.ts'
import { classifyLink, findLinks, parseLink } from './link.ts'
import type { ArxivId, LinkKind, PaperLink } from './paper.ts'

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
  const known = [...buildArxivLinks(parts), ...buildDoiLink(parts)]
  const given = buildLink(parts.draft.url)
  if (given !== undefined)
    known.push(known.length === 0 && given.kind !== 'search' ? { ...given, kind: 'paper' } : given)
  const [first = buildSearchLink(parts), ...rest] = known
  const fromTexts = [...findLinks(parts.abstract), ...findLinks(parts.draft.comment ?? '')]
  const code = (parts.draft.codeLinks ?? []).map((address) => buildLink(address, 'code'))
  const others = [...code, ...[...(parts.draft.links ?? []), ...fromTexts].map((address) => buildLink(address))]
  return dropRepeated(first, [...rest, ...others.filter((link) => link !== undefined)], parts.arxivId)
}

function buildArxivLinks({ arxivId, isDailyPapers }: LinkParts): PaperLink[] {
  if (arxivId === undefined) return []
  const discussion: PaperLink = { kind: 'discussion', url: `https://huggingface.co/papers/${arxivId}` }
  return [
    { kind: 'paper', url: `https://arxiv.org/abs/${arxivId}` },
    { kind: 'pdf', url: `https://arxiv.org/pdf/${arxivId}` },
    ...(isDailyPapers ? [discussion] : []),
  ]
}

function buildDoiLink({ doi }: LinkParts): PaperLink[] {
  const url = doi === undefined ? undefined : parseLink(`https://doi.org/${encodeURI(doi)}`)
  return url === undefined ? [] : [{ kind: 'paper', url }]
}

function buildLink(address: string | undefined, kind?: LinkKind): PaperLink | undefined {
  const url = address === undefined ? undefined : parseLink(address)
  return url === undefined ? undefined : { kind: kind ?? classifyLink(url), url }
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
