/**
 * What the members of a paper in JSON mean, whatever its writer called them: names are compared without case and
 * signs (`arxiv_id`, `arXivId`), and what no list knows is looked up among the headings of tables, which people write
 * in their own language. Where two members mean the same, the one that stands first in the list below wins.
 */
import { isJsonObject, type JsonObject } from './read-json.ts'
import { findColumn } from '../formats/columns.ts'

/** What a member can mean. */
export type JsonField = keyof typeof names | 'inner'

const names = {
  title: 'title papertitle titletext headline displayname name',
  abstract:
    'abstract paperabstract abstracttext summary papersummary description contenttext content tldr aisummary text',
  wordIndex: 'abstractinvertedindex',
  authors: 'authors author paperauthors authornames authorlist authorships creators creator',
  arxivId: 'arxivid arxiv paperid externalid eprint id key entryid',
  doi: 'doi',
  url: 'url paperurl link href arxivurl arxivlink abs absurl abslink externalurl permalink entryid landingpageurl pageurl arxivpageurl titlelink fromurl pdfurl pdf pdflink',
  code: 'code codeurl codelink github githuburl githublink githublinks githubrepo repo repository repourl codelinks',
  project: 'project projectpage projecturl website homepage',
  links: 'links urls pdfurl pdf pdflink openaccesspdf',
  primaryCategory: 'primarycategory primary category',
  categories: 'categories tags keywords subjects fieldsofstudy topics',
  published:
    'published publishedat publishedon publicationdate submitteddate publisheddate date day issued year created createdat',
  updated: 'updated updatedat lastupdated',
  comment: 'comment comments note',
  journalRef: 'journalref venue journal containertitle',
  version: 'version',
  authorCount: 'authorcount nauthors numauthors',
  upvotes: 'upvotes votes likes points upvotecount numupvotes likecount hfupvotes score',
  stars: 'stars githubstars stargazers stargazerscount starcount',
  commentCount: 'numcomments commentcount commentscount comments',
  signals: 'signals',
} as const

/** Objects that writers put around the fields of one paper. */
const inner = new Set(
  'paper node details article metadata info fields attributes source document externalids row'.split(' '),
)

interface Meaning {
  readonly field: JsonField
  /** The smaller wins. */
  readonly rank: number
}

const meanings = new Map<string, Meaning[]>()
for (const [field, list] of Object.entries(names)) {
  for (const [rank, name] of list.split(' ').entries())
    meanings.set(name, [...(meanings.get(name) ?? []), { field: field as JsonField, rank }])
}

/** Members are named alike from paper to paper, so what a name means is found once. */
const known = new Map<string, readonly Meaning[]>()
const mostKnown = 2000

function findMeanings(name: string): readonly Meaning[] {
  const found = known.get(name)
  if (found !== undefined) return found
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const heading = findColumn(name.replaceAll('_', ' '))
  const meaning = inner.has(plain)
    ? [{ field: 'inner' as const, rank: 0 }]
    : (meanings.get(plain) ??
      (heading === undefined
        ? []
        : [{ field: heading === 'link' ? ('links' as const) : fromHeading(heading), rank: 50 }]))
  if (known.size < mostKnown) known.set(name, meaning)
  return meaning
}

function fromHeading(heading: Exclude<ReturnType<typeof findColumn>, undefined | 'link'>): JsonField {
  return heading === 'comments' ? 'commentCount' : heading
}

/** Whether a member of this name is a title, or holds all of a paper. */
export function isTitleName(name: string): boolean {
  return findMeanings(name).some(({ field }) => field === 'title' || field === 'inner')
}

/** The members of a paper by what they mean, the likeliest first. */
export type JsonFields = ReadonlyMap<JsonField, readonly unknown[]>

/** Sorts the members of an object, and of the objects that it is wrapped in, by what they mean. */
export function sortMembers(element: JsonObject): JsonFields {
  const sorted = new Map<JsonField, { rank: number; value: unknown }[]>()
  addMembers(element, 0, sorted)
  return new Map(
    [...sorted].map(([field, values]) => [field, values.sort((a, b) => a.rank - b.rank).map(({ value }) => value)]),
  )
}

/** A wrapped object says more of the paper than what is around it, so its members go first. */
function addMembers(
  object: JsonObject,
  depth: number,
  sorted: Map<JsonField, { rank: number; value: unknown }[]>,
): void {
  for (const [name, given] of Object.entries(object)) {
    const value = unwrapValue(given)
    if (value === null || value === undefined || value === '') continue
    for (const { field, rank } of findMeanings(name)) {
      if (field === 'inner' && isJsonObject(value) && depth < 2) addMembers(value, depth + 1, sorted)
      const values = sorted.get(field) ?? []
      if (values.push({ rank: rank - depth * 0.1, value }) === 1) sorted.set(field, values)
    }
    if (name === 'content' && isJsonObject(value) && depth < 2) addMembers(value, depth + 1, sorted)
  }
}

/** OpenReview writes every member as `{ "value": … }`. */
function unwrapValue(value: unknown): unknown {
  return isJsonObject(value) && Object.hasOwn(value, 'value') ? value['value'] : value
}
