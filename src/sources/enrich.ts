/**
 * Finds by title what a digest does not say: ids, authors, categories, votes, repositories. Only papers that have
 * neither an arXiv id nor a DOI are looked up; a match is taken where the titles agree, and each is reported with how
 * surely they do. A service that does not answer costs its papers their enrichment and is a Problem.
 */
import type { PlainDate } from '../clock.ts'
import type { EnrichmentMatch, Entry, ParsedDigest, Problem } from '../digest/digest.ts'
import { normalizeTitle } from '../digest/identity.ts'
import { mergeTwo } from '../digest/merge.ts'
import type { DigestFormat } from '../digest/formats.ts'
import { parseDigest } from '../digest/parse.ts'
import { AppError, DigestParseError } from '../errors.ts'
import type { Fetcher } from './fetcher.ts'
import type { Endpoints } from './named-source.ts'

/** Where to look: arXiv knows authors and categories, Hugging Face votes and repositories. */
export type EnrichmentSource = (typeof enrichmentSources)[number]

/** The names that `--enrich` takes. */
export const enrichmentSources = ['arxiv', 'hf'] as const

/** A digest with what was found, and what was looked up. */
export interface EnrichedDigest {
  readonly parsed: ParsedDigest
  readonly matches: readonly EnrichmentMatch[]
}

/** What enrichment needs from the world. */
export interface EnrichOptions {
  readonly source: EnrichmentSource
  readonly fetcher: Fetcher
  readonly endpoints: Endpoints
  readonly today: PlainDate
}

/** Below this two titles are two papers. */
const leastConfidence = 0.85
const titlesPerQuery = 10
const mostLookups = 300

/** Looks up every paper without an id and merges what is found into its entry. */
export async function enrichDigest(parsed: ParsedDigest, options: EnrichOptions): Promise<EnrichedDigest> {
  const unknown = parsed.digest.entries
    .filter(({ paper }) => paper.arxivId === undefined && paper.doi === undefined)
    .slice(0, mostLookups)
  const problems: Problem[] = []
  const candidates: Entry[] = []
  for (const batch of divide(unknown, options.source === 'arxiv' ? titlesPerQuery : 1)) {
    const found = await search(
      batch.map(({ paper }) => paper.title),
      options,
    )
    if (found instanceof AppError) problems.push({ code: 'not_enriched', message: found.message })
    else candidates.push(...found)
    if (found instanceof AppError && problems.length >= 3) break
  }
  const matches = new Map(unknown.map((entry) => [entry, chooseMatch(entry, candidates)]))
  const entries = parsed.digest.entries.map((entry) => {
    const chosen = matches.get(entry)?.entry
    return chosen === undefined ? entry : { ...mergeTwo(entry, chosen), position: entry.position }
  })
  return {
    parsed: { ...parsed, digest: { ...parsed.digest, entries }, problems: [...parsed.problems, ...problems] },
    matches: [...matches.values()].map(({ match }) => match),
  }
}

function divide<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

async function search(
  titles: readonly string[],
  { source, fetcher, endpoints, today }: EnrichOptions,
): Promise<readonly Entry[] | AppError> {
  const [url, format]: [string, DigestFormat] =
    source === 'arxiv' ? [buildArxivQuery(titles, endpoints), 'feed'] : [buildHfQuery(titles, endpoints), 'hf-json']
  try {
    const content = await fetcher.get(url)
    return parseDigest({ source: url, content }, { today, format }).digest.entries
  } catch (error) {
    // An answer without papers is an answer; a title that nobody knows is not a fault.
    if (error instanceof DigestParseError) return []
    if (error instanceof AppError) return error
    throw error
  }
}

/** One query for several titles (arXiv API manual, "Query interface"); signs have meanings there and are left out. */
function buildArxivQuery(titles: readonly string[], { arxivApi }: Endpoints): string {
  const query = titles.map((title) => `ti:"${listWords(title).join(' ')}"`).join(' OR ')
  return `${arxivApi}/api/query?search_query=${encodeURIComponent(query)}&max_results=${titles.length * 3}`
}

function buildHfQuery(titles: readonly string[], { huggingFace }: Endpoints): string {
  return `${huggingFace}/api/papers/search?q=${encodeURIComponent(titles.map((title) => listWords(title).join(' ')).join(' '))}`
}

function chooseMatch(entry: Entry, candidates: readonly Entry[]): { entry: Entry | undefined; match: EnrichmentMatch } {
  const { title } = entry.paper
  let best: Entry | undefined
  let confidence = 0
  for (const candidate of candidates) {
    const similarity = compareTitles(title, candidate.paper.title)
    if (similarity > confidence) [best, confidence] = [candidate, similarity]
  }
  const rounded = Math.round(confidence * 100) / 100
  if (best === undefined || confidence < leastConfidence)
    return { entry: undefined, match: { title, confidence: rounded } }
  return { entry: best, match: { title, foundTitle: best.paper.title, key: best.paper.key, confidence: rounded } }
}

/** Dice's coefficient over words, 1 for titles that differ only in signs, case and accents. */
function compareTitles(one: string, other: string): number {
  if (normalizeTitle(one) === normalizeTitle(other)) return 1
  const words = new Set(listWords(one.toLowerCase()))
  const others = new Set(listWords(other.toLowerCase()))
  const shared = [...words].filter((word) => others.has(word)).length
  return Math.min(0.99, (2 * shared) / Math.max(1, words.size + others.size))
}

function listWords(title: string): string[] {
  return title
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .slice(0, 40)
}
