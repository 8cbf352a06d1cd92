import type { PlainDate } from '../../src/clock.ts'
import type { Digest, Entry } from '../../src/digest/digest.ts'
import type { Paper } from '../../src/digest/paper.ts'

/** An invented paper; what is not given is a harmless default. */
export function aPaper(given: Partial<Paper> = {}): Paper {
  const title = given.title ?? 'Teapots that Pour by Themselves'
  return {
    key: `title:${title.toLowerCase()}`,
    title,
    authors: [],
    abstract: '',
    categories: [],
    url: 'https://papers.example.com/teapots',
    links: [],
    ...given,
  }
}

/** A digest of invented papers, each with its signals. */
export function aDigest(
  papers: readonly (Partial<Paper> & { readonly signals?: Readonly<Record<string, number>> })[],
  date = '2026-11-23',
): Digest {
  const entries = papers.map(({ signals = {}, ...paper }, at): Entry => ({
    paper: aPaper(paper),
    position: at + 1,
    signals,
  }))
  return { source: 'example', date: date as PlainDate, entries }
}
