/** JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): `items` with `title`, `content_text` or `content_html`. */
import { dayOf, parseInstant, type PlainDate } from '../../clock.ts'
import type { Problem } from '../digest.ts'
import { findNames } from '../lists/read-names.ts'
import type { Draft, DraftDigest, Format, FormatContext } from '../draft.ts'
import { readHtml } from '../html-text.ts'
import { findElementLines, getMember, getText, isJsonObject, readJson, type JsonObject } from '../json/read-json.ts'
import { mostEntriesIn } from '../read-start.ts'

export const jsonFeed: Format = { detect, parse }

function detect(text: string): number {
  return /^\s*\{[^]{0,2000}?"version"\s*:\s*"https?:\\?\/\\?\/jsonfeed\.org/.test(text.slice(0, 4000)) ? 0.98 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const feed = readJson(text)
  const items = isJsonObject(feed) ? getMember(feed, 'items') : undefined
  if (!isJsonObject(feed) || !Array.isArray(items)) return { drafts: [], problems: [] }
  const lines = findElementLines(text, 2).slice(-items.length)
  const problems: Problem[] = []
  const drafts: Draft[] = []
  for (const [index, item] of items.slice(0, mostEntriesIn(text.length) + 1).entries()) {
    const line = lines.length === items.length ? lines[index] : undefined
    const place = line === undefined ? {} : { line }
    const draft = isJsonObject(item) ? buildDraft(item) : undefined
    if (draft === undefined)
      problems.push({ ...place, code: 'no_title', message: `Item ${index + 1} has no title; skipped.` })
    else drafts.push({ ...place, ...draft })
  }
  const date = findNewest(drafts, today)
  const isDailyPapers = drafts.some(({ url }) => url?.includes('huggingface.co/papers/') === true)
  return { drafts, problems, isDailyPapers, ...(date && { date }) }
}

function buildDraft(item: JsonObject): Draft | undefined {
  const title = getText(item, 'title')
  if (title === undefined) return undefined
  const html = getText(item, 'content_html')
  const text =
    getText(item, 'content_text') ?? (html === undefined ? undefined : readHtml(html).text) ?? getText(item, 'summary')
  const url = getText(item, 'url', 'external_url', 'id')
  const published = getText(item, 'date_published')
  const updated = getText(item, 'date_modified')
  const tags = getMember(item, 'tags')
  return {
    title,
    abstract: (text ?? '').replace(/^[^]{0,3000}?AI-generated summary\s+/, ''),
    authors: readAuthors(item),
    links: [getText(item, 'external_url'), getText(item, 'id')].filter((link) => link !== undefined),
    categories: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    ...(url !== undefined && { url, arxivId: url }),
    ...(published !== undefined && { published }),
    ...(updated !== undefined && { updated }),
  }
}

function readAuthors(item: JsonObject): string[] {
  const authors = getMember(item, 'authors') ?? [getMember(item, 'author')]
  if (!Array.isArray(authors)) return []
  const names = authors.flatMap((author: unknown) => (isJsonObject(author) ? (getText(author, 'name') ?? []) : []))
  const [only = '', ...others] = names
  const several = others.length === 0 ? findNames(only) : []
  return several.length > 1 ? [...several] : names
}

function findNewest(drafts: readonly Draft[], today: PlainDate): PlainDate | undefined {
  const days = drafts.flatMap(({ published }) => {
    const instant = published === undefined ? undefined : parseInstant(published)
    return instant === undefined ? [] : [dayOf(instant)]
  })
  return days
    .filter((day) => day <= today)
    .sort()
    .at(-1)
}
