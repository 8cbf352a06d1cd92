/**
 * Feeds: RSS, RDF and Atom of anybody, the Atom of arXiv's API (with its errors, which look like entries) and the RSS
 * and Atom of rss.arxiv.org, whose descriptions begin with an announcement.
 */
import { dayOf, parseInstant, type Instant, type PlainDate } from '../../clock.ts'
import { DigestParseError } from '../../errors.ts'
import { optional, type Draft, type DraftDigest, type Format, type FormatContext } from '../draft.ts'
import { cleanTitle, readAuthors, readCategories, readDescription } from '../feeds/feed-entry.ts'
import { readFeed, type FeedElement, type FeedEntry } from '../feeds/read-feed.ts'

export const feed: Format = { detect, parse }

function detect(text: string): number {
  const start = text.slice(0, 4000).replace(/^\s+/, '')
  if (!start.startsWith('<')) return 0
  if (/<(?:rss|rdf:RDF|feed)[\s>]/.test(start)) return 0.97
  // A long document type may hide what it is of; reading refuses it.
  if (/<!DOCTYPE\s+(?!html\b)[^>[]{0,200}\[/i.test(start)) return 0.9
  return start.startsWith('<?xml') && /<(?:channel|entry|item)[\s>]/.test(text.slice(0, 20_000)) ? 0.8 : 0
}

function parse(text: string, { today }: FormatContext): DraftDigest {
  const { entries, head, problems } = readFeed(text)
  const home = findLink(head)?.attributes['href'] ?? head.find(({ name }) => name === 'link')?.text
  const isDailyPapers =
    /huggingface\.co/.test(home ?? '') && /papers/i.test(head.find(({ name }) => name === 'title')?.text ?? '')
  const drafts = entries.map((entry) => buildDraft(entry, home?.trim() ?? ''))
  const date = findDate(head, drafts, today)
  const nothing = entries.length === 0 ? [{ code: 'empty', message: 'The feed has no entries.' }] : []
  return { drafts, problems: [...problems, ...nothing], isDailyPapers, ...(date && { date }) }
}

function buildDraft({ line, elements }: FeedEntry, home: string): Draft {
  const get = (...names: string[]) =>
    names
      .map((name) => elements.find((element) => element.name === name && element.parent === '')?.text.trim())
      .find((text) => text !== undefined && text !== '')
  const id = get('id', 'guid', 'dc:identifier') ?? ''
  refuseArxivError(id, get('summary') ?? '')
  const url = resolve(findLink(elements)?.attributes['href'] ?? get('link') ?? (isAddress(id) ? id : ''), home)
  const description = readDescription(
    get('content:encoded', 'content') ?? '',
    get('summary', 'description', 'dc:description') ?? '',
  )
  const title = cleanTitle(get('title', 'dc:title') ?? '')
  const draft: Draft = {
    line,
    title,
    abstract: description.text,
    authors: readAuthors(elements),
    categories: readCategories(elements),
    arxivId: `${id} `.startsWith('oai:') ? id : url || id,
    links: [
      ...elements.filter(({ name }) => name === 'link').flatMap(({ attributes }) => attributes['href'] ?? []),
      ...(isAddress(id) ? [id] : []),
      ...description.links,
    ],
    ...(url !== '' && { url }),
  }
  return {
    ...draft,
    ...optional('doi', get('arxiv:doi', 'prism:doi', 'dc:doi') ?? (/\b10\.\d{4,}\//.test(id) ? id : undefined)),
    ...optional('comment', get('arxiv:comment')),
    ...optional('journalRef', get('arxiv:journal_ref')),
    ...optional('primaryCategory', elements.find(({ name }) => name === 'arxiv:primary_category')?.attributes['term']),
    ...optional('published', get('published', 'pubdate', 'dc:date', 'issued', 'prism:publicationdate')),
    ...optional('updated', get('updated', 'modified')),
    signals: {},
  }
}

/** arXiv's API reports an error as a feed with one entry (arXiv API manual, "Errors"). */
function refuseArxivError(id: string, summary: string): void {
  if (/arxiv\.org\/api\/errors/.test(id))
    throw new DigestParseError('feed', `is an error that arXiv answered: "${summary}".`)
}

function findLink(elements: readonly FeedElement[]): FeedElement | undefined {
  const links = elements.filter(
    ({ name, parent, attributes }) =>
      name === 'link' && (parent === '' || parent === 'feed') && attributes['href'] !== undefined,
  )
  return (
    links.find(({ attributes }) => attributes['rel'] === undefined || attributes['rel'] === 'alternate') ?? undefined
  )
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

function resolve(address: string, home: string): string {
  if (address === '' || isAddress(address)) return address
  return URL.parse(address, isAddress(home) ? home : undefined)?.href ?? ''
}

/** When the feed says it was made, else its newest entry; never a day that is still to come. */
function findDate(head: readonly FeedElement[], drafts: readonly Draft[], today: PlainDate): PlainDate | undefined {
  const own = ['pubdate', 'updated', 'lastbuilddate', 'dc:date'].map(
    (wanted) => head.find(({ name }) => name === wanted)?.text,
  )
  const newest = drafts
    .flatMap(({ published, updated }) => readDay(published ?? updated) ?? [])
    .filter((day) => day <= today)
    .sort()
  return own.map((text) => readDay(text)).find((day) => day !== undefined && day <= today) ?? newest.at(-1)
}

/** The day as the source's own clock has it: `Thu, 18 Sep 2025 00:00:00 -0400` is the 18th. */
function readDay(text: string | undefined): PlainDate | undefined {
  const instant: Instant | undefined = text === undefined ? undefined : parseInstant(text)
  return instant === undefined ? undefined : dayOf(instant)
}
