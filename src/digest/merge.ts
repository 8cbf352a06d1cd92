import type { Digest, Entry, ParsedDigest } from './digest.ts'
import { familyName, normalizeTitle } from './identity.ts'
import type { Paper, PaperLink } from './paper.ts'

/**
 * One digest of several. Entries keep the order in which their papers first appear; a paper that stands in more than
 * one is one Entry with every source's signals (the larger count where two sources differ) and the richer fields.
 * The date is the latest of the dates, and each Problem names its source.
 */
export function mergeDigests(parsed: readonly ParsedDigest[]): ParsedDigest {
  const [first] = parsed
  if (first === undefined) throw new RangeError('There is no digest to merge.')
  if (parsed.length === 1) return first
  const all = parsed.flatMap((one) => one.digest.entries)
  const entries = mergeEntries(all)
  const repeated = parsed.reduce((sum, one) => sum + (one.repeated ?? 0), all.length - entries.length)
  const digest: Digest = {
    source: parsed.map((one) => one.digest.source).join(' + '),
    date: parsed.map((one) => one.digest.date).reduce((latest, date) => (date > latest ? date : latest)),
    entries,
  }
  return {
    format: [...new Set(parsed.map((one) => one.format))].join(' + '),
    confidence: Math.min(...parsed.map((one) => one.confidence)),
    digest,
    problems: parsed.flatMap((one) =>
      one.problems.map((problem) => ({ ...problem, message: `${one.digest.source}: ${problem.message}` })),
    ),
    ...(repeated > 0 && { repeated }),
  }
}

/** Entries with every paper once; an entry that links two others makes them one as well. */
export function mergeEntries(entries: readonly Entry[]): Entry[] {
  const groups = new Map<string, number>()
  const merged: (Entry | undefined)[] = []
  for (const entry of entries) {
    const own = listIdentities(entry.paper)
    const same = findSame(entry.paper, own, groups, merged)
    const target = same[0] ?? merged.length
    let whole = entry
    for (const index of same.toReversed()) {
      const other = merged[index]
      if (other !== undefined) whole = mergeTwo(other, whole)
      merged[index] = undefined
    }
    merged[target] = whole
    const identities = whole === entry ? own : listIdentities(whole.paper)
    for (const identity of identities) groups.set(identity, target)
  }
  return merged.filter((entry) => entry !== undefined)
}

function findSame(
  paper: Paper,
  identities: readonly string[],
  groups: ReadonlyMap<string, number>,
  merged: readonly (Entry | undefined)[],
): number[] {
  const same: number[] = []
  for (const identity of identities) {
    const index = groups.get(identity)
    if (index !== undefined && !same.includes(index) && isSamePaper(paper, merged[index]?.paper)) same.push(index)
  }
  return same.sort((a, b) => a - b)
}

function listIdentities(paper: Paper): string[] {
  const title = normalizeTitle(paper.title)
  const identities: string[] = []
  if (paper.arxivId !== undefined) identities.push(`arxiv:${paper.arxivId}`)
  if (paper.doi !== undefined) identities.push(`doi:${paper.doi}`)
  if (title !== '') identities.push(`title:${title}`)
  return identities
}

/** Two papers may share a title: what they are known by must not contradict. */
function isSamePaper(one: Paper, other: Paper | undefined): boolean {
  if (other === undefined) return false
  if (one.arxivId !== undefined && other.arxivId !== undefined) return one.arxivId === other.arxivId
  if (one.doi !== undefined && other.doi !== undefined) return one.doi === other.doi
  const [first] = one.authors
  const [second] = other.authors
  return first === undefined || second === undefined || familyName(first) === familyName(second)
}

/** Two entries of one paper as one: the larger counts, the richer fields. */
export function mergeTwo(one: Entry, other: Entry): Entry {
  const signals: Record<string, number> = { ...one.signals }
  for (const [name, count] of Object.entries(other.signals)) signals[name] = Math.max(signals[name] ?? 0, count)
  return { paper: mergePapers(one.paper, other.paper), position: Math.min(one.position, other.position), signals }
}

/** The paper with an arXiv id leads, because its title and address are the better known; then the first. */
function mergePapers(one: Paper, other: Paper): Paper {
  const [lead, rest] = one.arxivId === undefined && other.arxivId !== undefined ? [other, one] : [one, other]
  const version = Math.max(lead.version ?? 0, rest.version ?? 0)
  const authors = rest.authors.length > lead.authors.length ? rest.authors : lead.authors
  const { authorCount: _leadCount, ...leadFields } = lead
  const authorCount = Math.max(lead.authorCount ?? 0, rest.authorCount ?? 0)
  const links = mergeLinks(lead, rest)
  return {
    ...rest,
    ...leadFields,
    ...(version > 0 && lead.arxivId === rest.arxivId && { version }),
    key: lead.arxivId ?? (lead.doi !== undefined ? lead.key : rest.doi !== undefined ? rest.key : pickKey(lead, rest)),
    authors,
    ...(authorCount > authors.length && { authorCount }),
    abstract: rest.abstract.length > lead.abstract.length ? rest.abstract : lead.abstract,
    categories: [...new Set([...lead.categories, ...rest.categories])],
    url: links[0]?.url ?? lead.url,
    links,
  }
}

function pickKey(lead: Paper, rest: Paper): string {
  return lead.authors.length > 0 ? lead.key : rest.key
}

/** A search is only for papers to which nothing else leads. */
function mergeLinks(lead: Paper, rest: Paper): PaperLink[] {
  const first = lead.links[0]?.kind === 'search' && rest.links[0]?.kind !== 'search' ? rest.links : lead.links
  const all = [...first, ...lead.links, ...rest.links]
  const unique = [...new Map(all.map((link) => [link.url, link])).values()]
  const [head, ...others] = unique
  const kept = others.filter(({ kind }) => kind !== 'search')
  return head === undefined ? kept : [head, ...kept]
}
