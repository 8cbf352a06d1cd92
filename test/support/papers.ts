import type { PlainDate } from '../../src/clock.ts'
import type { Digest, Entry } from '../../src/digest/digest.ts'
import type { Author, Paper } from '../../src/digest/paper.ts'

/** An invented paper of which nothing is known but what is given. */
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

/** An invented paper with everything that a source can give. */
export function aWholePaper(changes: Partial<Paper> = {}): Paper {
  const key = changes.key ?? '2607.01234'
  const url = changes.url ?? `https://papers.example.com/abs/${key}`
  return aPaper({
    key,
    title: 'Slow Clocks: Reading Time Series Without a Window',
    authors: authors('Ada Brook', 'Tomas Lindqvist', 'Wei Sun'),
    abstract: 'Windows hide slow change. We read a series without one. Errors fall by a third on six sets.',
    primaryCategory: 'cs.LG',
    categories: ['cs.LG', 'stat.ML'],
    url,
    links: [
      { kind: 'paper', url },
      { kind: 'pdf', url: `https://papers.example.com/pdf/${key}` },
      { kind: 'code', url: `https://code.example.com/lab/${key}` },
      { kind: 'discussion', url: `https://talk.example.com/papers/${key}` },
    ],
    ...changes,
  })
}

/** Names as authors. */
export function authors(...names: string[]): Author[] {
  return names.map((name) => ({ name }))
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
