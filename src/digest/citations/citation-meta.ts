/**
 * The page of one paper, saved: publishers, conferences and arXiv tell search engines what it is about in `citation_…`
 * elements (Google Scholar's inclusion guidelines), which say it better than anything on the page.
 */
import type { Draft } from '../draft.ts'
import { readAttributes } from '../html-text.ts'
import { turnName } from '../split-authors.ts'

const mostElements = 5000

/** The paper that a page says it is about; undefined where it says nothing. */
export function readCitation(html: string): Draft | undefined {
  if (!/["']citation_title["']/i.test(html)) return undefined
  const values = new Map<string, string[]>()
  for (const [element] of [...html.matchAll(/<meta\s[^>]{1,30000}>/gi)].slice(0, mostElements)) {
    const { name = '', content = '' } = readAttributes(element)
    if (content.trim() !== '') values.set(name.toLowerCase(), [...(values.get(name.toLowerCase()) ?? []), content])
  }
  const get = (name: string) => values.get(`citation_${name}`)?.[0]
  const title = get('title')
  if (title === undefined) return undefined
  const url = get('abstract_html_url') ?? get('public_url')
  const authors = values.get('citation_author') ?? get('authors')?.split(/\s*;\s*/) ?? []
  const own: Partial<Record<keyof Draft, string | undefined>> = {
    abstract: get('abstract') ?? values.get('description')?.[0],
    arxivId: get('arxiv_id'),
    doi: get('doi'),
    url,
    published: get('date') ?? get('online_date') ?? get('publication_date'),
    journalRef: get('journal_title') ?? get('conference_title'),
  }
  return {
    title,
    authors: authors.map((name) => turnName(name.trim())),
    links: (values.get('citation_pdf_url') ?? []).slice(0, 1),
    ...Object.fromEntries(
      Object.entries(own)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, name === 'published' ? value?.replaceAll('/', '-') : value]),
    ),
  }
}
