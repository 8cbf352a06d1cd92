import type { ArxivId, Author } from './paper.ts'

/** Reads a DOI from itself, `doi:…` or an address; lower case, because DOIs are case-insensitive (ISO 26324). */
export function parseDoi(text: string): string | undefined {
  const match = /\b10\.\d{4,9}\/[^\s"<>{}|\\^`]+/.exec(text.slice(0, 500))
  return match?.[0].replace(/[).,;:\]]+$/, '').toLowerCase()
}

/** A title reduced to what two sources agree on: letters and digits of any script, without case, accents and spacing. */
export function normalizeTitle(title: string): string {
  if (/^[\u0000-\u007f]*$/.test(title)) return title.toLowerCase().replace(/[^a-z0-9]+/g, '')
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .normalize('NFC')
}

/** The last word of a name, which sources agree on better than on initials: `doe` for `J. Doe` and `Doe, Jane`. */
export function familyName(author: Author): string {
  const [beforeComma = '', ...given] = author.name.split(',')
  const family = given.length > 0 ? beforeComma : (author.name.trim().split(/\s+/).at(-1) ?? '')
  return normalizeTitle(family)
}

/** What makes two papers the same paper: arXiv id, else DOI, else title and first author. */
export function buildKey(paper: {
  readonly arxivId: ArxivId | undefined
  readonly doi: string | undefined
  readonly title: string
  readonly authors: readonly Author[]
}): string {
  if (paper.arxivId !== undefined) return paper.arxivId
  if (paper.doi !== undefined) return `doi:${paper.doi}`
  const [first] = paper.authors
  const author = first === undefined ? '' : `/${familyName(first)}`
  return `title:${normalizeTitle(paper.title).slice(0, 300) || paper.title}${author}`
}
