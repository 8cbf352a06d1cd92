/** What an entry of a feed says of its paper, in the ways of the sites that write feeds. */
import { readHtml, stripMarkup } from '../html-text.ts'
import { splitAuthors } from '../split-authors.ts'
import type { FeedElement } from './read-feed.ts'

/** `Title. (arXiv:2105.01234v1 [cs.LG])` is how rss.arxiv.org wrote titles before 2024; forums say `Title [pdf]`. */
export function cleanTitle(title: string): string {
  return stripMarkup(title).replace(/\.?\s*\(arXiv:[^()]{5,60}\)\s*$|\s*\[pdf\]\s*$/i, '')
}

/** Announcements before the abstract, and summaries made by a model before the authors' own, are left out. */
export function readDescription(content: string, summary: string): { text: string; links: string[] } {
  const longer = content.length > summary.length ? content : summary
  const html =
    /<[a-z!/][^<>]{0,2000}>/i.test(longer) && /<(?:p|a|br|div|b|i|em|img|ul|li|h\d|span)[\s/>]/i.test(longer)
      ? readHtml(longer)
      : { text: stripMarkup(longer), links: [] }
  const text = html.text
    .replace(/^\s*arXiv:\S+\s+Announce Type: [\w-]+\s+Abstract:\s*/, '')
    .replace(/^[^]{0,3000}?AI-generated summary\s+/, '')
  return { text: dropLabels(text), links: html.links }
}

/** Lines at the beginning that name authors or an address, and the word before the abstract, are no part of it. */
function dropLabels(text: string): string {
  const lines = text.split('\n')
  const isNamed = (line: string) =>
    /^\s*(?:authors?|by|link|url|paper|pdf|arxiv|published|date|categor\w+|subjects?|upvotes?|doi)\s*:/i.test(line)
  while (lines.length > 1 && (isNamed(lines[0] ?? '') || lines[0]?.trim() === '')) lines.shift()
  return lines.join('\n').replace(/^\s*(?:abstract|summary|tl;?dr)\s*:\s*/i, '')
}

/** The names of the authors, from whichever of the usual elements holds them. */
export function readAuthors(elements: readonly FeedElement[]): string[] {
  const named = elements
    .filter(({ name, parent }) => (name === 'name' || name === 'atom:name') && parent.endsWith('author'))
    .map(({ text }) => text.trim())
  if (named.length > 0) return named
  const creators = elements
    .filter(({ name }) => name === 'dc:creator' || name === 'itunes:author')
    .map(({ text }) => stripMarkup(text).trim())
  if (creators.length > 0) return creators.flatMap((line) => splitAuthors(line))
  const plain = elements
    .filter(({ name, text }) => name === 'author' && text.trim() !== '')
    .map(({ text }) => /\(([^()]+)\)/.exec(text)?.[1] ?? text)
  return plain.flatMap((line) => splitAuthors(line)).filter((name) => !name.includes('@'))
}

/** The categories of an entry. */
export function readCategories(elements: readonly FeedElement[]): string[] {
  return elements
    .filter(({ name }) => name === 'category' || name === 'dc:subject')
    .map(({ attributes, text }) => attributes['term'] ?? stripMarkup(text).trim())
    .filter((name) => name !== '')
}
