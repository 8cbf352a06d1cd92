import { parseInstant } from '../../clock.ts'
import { parseArxivId, type VersionedArxivId } from '../arxiv-id.ts'
import { cleanText } from '../clean-text.ts'
import type { Draft } from '../draft.ts'
import { stripMarkup } from '../html-text.ts'
import { buildKey, parseDoi } from '../identity.ts'
import { buildLinks } from './build-links.ts'
import type { Author, Paper } from '../paper.ts'
import { cleanTex } from '../tex/clean-tex.ts'

const longestTitle = 1000
const longestAbstract = 20_000
const mostAuthors = 3000

/** What the source as a whole says about its drafts. */
export interface BuildOptions {
  readonly isDailyPapers: boolean
  /** Leaves TeX in titles and abstracts as it stands in the source. */
  readonly keepsTex: boolean
}

/** Turns a draft into a Paper whose every text is clean and every address checked; undefined without a title. */
export function buildPaper(draft: Draft, options: BuildOptions): Paper | undefined {
  const { isDailyPapers } = options
  const clean = options.keepsTex ? cleanText : readText
  const title = cut(clean(draft.title), longestTitle)
  if (!/[\p{L}\p{N}]/u.test(title) || isAddress(title)) return undefined
  const abstract = cut(clean(draft.abstract ?? ''), longestAbstract)
    .slice(0, longestAbstract)
    .toWellFormed()
  const authors = buildAuthors(draft.authors ?? [])
  const versioned = findArxivId(draft)
  const doi = findDoi(draft, versioned)
  const links = buildLinks({ draft, title, abstract, arxivId: versioned?.arxivId, doi, isDailyPapers })
  return {
    key: buildKey({ arxivId: versioned?.arxivId, doi, title, authors }),
    ...versioned,
    ...(doi === undefined ? {} : { doi }),
    title,
    authors,
    ...buildAuthorCount(draft, authors),
    abstract,
    ...buildCategories(draft),
    ...buildTimes(draft),
    ...buildNotes(draft),
    url: links[0].url,
    links,
  }
}

/** Nothing but an id or an address names a paper without saying its title. */
function isAddress(title: string): boolean {
  return !title.includes(' ') && (/^https?:\/\//i.test(title) || parseArxivId(title) !== undefined)
}

function findArxivId(draft: Draft): VersionedArxivId | undefined {
  for (const candidate of [draft.arxivId, draft.url, draft.doi, ...(draft.links ?? [])]) {
    const found = candidate === undefined ? undefined : parseArxivId(candidate)
    if (found) return found
  }
  return undefined
}

/** The DOI that arXiv itself gives to every paper says no more than the arXiv id. */
function findDoi(draft: Draft, versioned: VersionedArxivId | undefined): string | undefined {
  const candidates = [draft.doi, ...[draft.url, ...(draft.links ?? [])].filter((link) => link?.includes('doi.org/'))]
  const found = candidates
    .map((text) => (text === undefined ? undefined : parseDoi(text)))
    .find((doi) => doi !== undefined)
  return versioned !== undefined && found?.startsWith('10.48550/') ? undefined : found
}

/** Two authors may have the same name. */
function buildAuthors(names: readonly string[]): Author[] {
  const clean = names.slice(0, mostAuthors).map((name) => cut(readText(name), 200))
  return clean.filter((name) => /\p{L}/u.test(name)).map((name) => ({ name }))
}

function buildAuthorCount(draft: Draft, authors: readonly Author[]): { authorCount?: number } {
  const count = Math.max(draft.authorCount ?? 0, draft.authors?.length ?? 0)
  return count > authors.length ? { authorCount: count } : {}
}

function buildCategories(draft: Draft): Pick<Paper, 'primaryCategory' | 'categories'> {
  const given = [draft.primaryCategory ?? '', ...(draft.categories ?? [])].map((name) => cleanText(name).slice(0, 100))
  const categories = [...new Set(given.filter((name) => name !== ''))].slice(0, 50)
  const primaryCategory = given[0] === '' ? undefined : given[0]
  return { ...(primaryCategory === undefined ? {} : { primaryCategory }), categories }
}

function buildTimes(draft: Draft): Pick<Paper, 'published' | 'updated'> {
  const published = draft.published === undefined ? undefined : parseInstant(draft.published)
  const updated = draft.updated === undefined ? undefined : parseInstant(draft.updated)
  return { ...(published && { published }), ...(updated && { updated }) }
}

function buildNotes(draft: Draft): Pick<Paper, 'comment' | 'journalRef'> {
  const comment = cleanText(draft.comment ?? '')
    .slice(0, 2000)
    .toWellFormed()
  const journalRef = cleanText(draft.journalRef ?? '')
    .slice(0, 500)
    .toWellFormed()
  return { ...(comment !== '' && { comment }), ...(journalRef !== '' && { journalRef }) }
}

/** Markup goes first, because entities may stand for characters that must not stay; then those; then TeX. */
function readText(text: string): string {
  return cleanTex(cleanText(stripMarkup(text)))
}

/** Shortens without leaving half a character. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
