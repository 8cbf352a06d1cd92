/**
 * JSON written for Courant: what `digest check --json` prints, or by hand an array of papers, or an object with
 * `date` and `entries` (or `papers`, `items`). A paper needs only a `title`.
 */
import { parsePlainDate, type PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import type { Draft, DraftDigest, Format } from '../draft.ts'
import { splitAuthors } from '../split-authors.ts'
import { findElementLines, getMember, getText, isJsonObject, readJson, type JsonObject } from '../read-json.ts'
import { mostEntriesIn } from '../read-start.ts'

export const json: Format = { detect, parse }

const listNames = ['entries', 'papers', 'items', 'results', 'articles', 'data']

function detect(text: string): number {
  const start = text.slice(0, 4000).trimStart()
  if (!/^[[{]/.test(start)) return 0
  if (/^\{\s*"(?:format|digest|source|date|entries|papers)"/.test(start)) return 0.9
  return /^\[?\s*\{[^]*?"title"\s*:/.test(start) ? 0.7 : 0.4
}

function parse(text: string): DraftDigest {
  const value = readJson(text)
  const { list, depth, date } = findList(value, 1)
  const lines = list.length > 0 ? findElementLines(text, depth) : []
  const drafts: Draft[] = []
  const problems: Problem[] = []
  const everyElementHasLine = lines.length === list.length
  for (const [index, element] of list.slice(0, mostEntriesIn(text.length) + 1).entries()) {
    const line = everyElementHasLine ? lines[index] : undefined
    const place = line === undefined ? {} : { line }
    const draft = buildJsonDraft(element)
    if (typeof draft === 'string')
      problems.push({ ...place, code: 'bad_entry', message: `Entry ${index + 1} ${draft}; skipped.` })
    else drafts.push({ ...place, ...draft })
  }
  return { drafts, problems, ...(date && { date }) }
}

interface FoundList {
  readonly list: readonly unknown[]
  readonly depth: number
  readonly date: PlainDate | undefined
}

/** The list may stand alone, in an object, or in the `digest` of what `digest check` prints. */
function findList(value: unknown, depth: number): FoundList {
  if (Array.isArray(value)) return { list: value, depth, date: undefined }
  if (!isJsonObject(value)) return { list: [], depth, date: undefined }
  const digest = getMember(value, 'digest')
  if (isJsonObject(digest) && depth === 1) return findList(digest, 2)
  const date = parsePlainDate(getText(value, 'date', 'day')?.slice(0, 10) ?? '')
  const list = listNames.map((name) => getMember(value, name)).find((member) => Array.isArray(member))
  if (list !== undefined) return { list, depth: depth + 1, date }
  return { list: getText(value, 'title') === undefined ? [] : [value], depth: 0, date }
}

/** A paper in any usual spelling as a draft, or what is wrong with it, to stand after its name. */
export function buildJsonDraft(element: unknown): Draft | string {
  if (!isJsonObject(element)) return 'is not an object'
  const inner = getMember(element, 'paper')
  const paper = isJsonObject(inner) ? inner : element
  const title = getText(paper, 'title', 'name')
  if (title === undefined) return 'has no title'
  return { title, ...readTexts(paper), ...readLists(paper), signals: readSignals(element, paper) }
}

const textNames = {
  abstract: ['abstract', 'summary', 'description', 'tldr'],
  doi: ['doi', 'DOI'],
  url: ['url', 'link', 'href', 'paperUrl', 'paper_url', 'pdf_url', 'pdf'],
  primaryCategory: ['primaryCategory', 'primary_category', 'primary', 'category'],
  published: ['published', 'publishedAt', 'published_at', 'publicationDate', 'date'],
  updated: ['updated', 'updatedAt'],
  comment: ['comment'],
  journalRef: ['journalRef', 'journal_ref', 'venue'],
} as const

function readTexts(paper: JsonObject): Partial<Draft> {
  const texts = Object.entries(textNames).map(([field, names]) => [field, getText(paper, ...names)])
  const id = getText(paper, 'arxivId', 'arxiv_id', 'arxiv', 'id', 'key')
  const version = getMember(paper, 'version')
  const arxivId = id !== undefined && typeof version === 'number' ? `${id}v${version}` : id
  return Object.fromEntries(
    [...texts, ['arxivId', arxivId]].filter(([, value]) => value !== undefined),
  ) as Partial<Draft>
}

function readLists(paper: JsonObject): Partial<Draft> {
  const links = [
    ...readNames(getMember(paper, 'links'), 'url'),
    ...['project', 'projectPage', 'pdf_url'].flatMap((name) => getText(paper, name) ?? []),
  ]
  const codeLinks = ['code', 'github', 'githubRepo', 'code_url'].flatMap((name) => getText(paper, name) ?? [])
  const authorCount = getMember(paper, 'authorCount') ?? getMember(paper, 'n_authors')
  return {
    authors: readNames(getMember(paper, 'authors') ?? getMember(paper, 'author'), 'name'),
    categories: readNames(getMember(paper, 'categories') ?? getMember(paper, 'tags'), 'term'),
    links,
    codeLinks,
    ...(typeof authorCount === 'number' ? { authorCount } : {}),
  }
}

/** `["A B"]`, `[{ "name": "A B" }]`, or `"A B, C D and E F"`. */
function readNames(value: unknown, member: string): string[] {
  if (typeof value === 'string') return member === 'name' ? splitAuthors(value) : value.split(/\s*[,;]\s*/)
  if (!Array.isArray(value)) return []
  return value.flatMap((element: unknown) => {
    if (typeof element === 'string') return [element]
    return isJsonObject(element) ? (getText(element, member, 'name', 'url', 'href') ?? []) : []
  })
}

const signalNames: Readonly<Record<string, string>> = {
  upvotes: 'upvotes',
  votes: 'upvotes',
  likes: 'upvotes',
  points: 'upvotes',
  score: 'upvotes',
  stars: 'stars',
  githubStars: 'stars',
  comments: 'comments',
  numComments: 'comments',
}

function readSignals(element: JsonObject, paper: JsonObject): Record<string, unknown> {
  const given = getMember(element, 'signals')
  if (isJsonObject(given)) return { ...given }
  const found: Record<string, unknown> = {}
  for (const object of [paper, element]) {
    for (const [name, signal] of Object.entries(signalNames)) found[signal] ??= getMember(object, name)
  }
  return found
}
