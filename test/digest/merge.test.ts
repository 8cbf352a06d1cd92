import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import type { ParsedDigest } from '../../src/digest/digest.ts'
import { mergeDigests } from '../../src/digest/merge.ts'
import { parseDigest } from '../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function aDigest(source: string, papers: readonly object[], date = '2026-11-20'): ParsedDigest {
  return parseDigest({ source, content: JSON.stringify({ date, papers }) }, { today })
}

describe('mergeDigests', () => {
  it('makes one entry of a paper from two sources, with the signals and the richer fields of both', () => {
    const page = aDigest('page', [{ title: 'Sparse Attention, Revisited', upvotes: 40 }])
    const feed = aDigest(
      'feed',
      [
        {
          title: 'Sparse attention revisited',
          id: '2411.01234v2',
          abstract: 'Long.',
          authors: ['Ann Example'],
          stars: 7,
        },
      ],
      '2026-11-21',
    )
    const { digest } = mergeDigests([page, feed])
    expect(digest).toMatchObject({ source: 'page + feed', date: '2026-11-21' })
    expect(digest.entries).toHaveLength(1)
    expect(digest.entries[0]).toMatchObject({
      signals: { upvotes: 40, stars: 7 },
      paper: {
        key: '2411.01234',
        abstract: 'Long.',
        authors: [{ name: 'Ann Example' }],
        url: 'https://arxiv.org/abs/2411.01234',
      },
    })
    expect(digest.entries[0]?.paper.links.some(({ kind }) => kind === 'search')).toBe(false)
  })

  it('gives the same papers in whatever order the sources come', () => {
    const one = aDigest('one', [
      { title: 'A', upvotes: 3 },
      { title: 'B', id: '2411.00002' },
    ])
    const two = aDigest('two', [{ title: 'B' }, { title: 'A', id: '2411.00001', upvotes: 5 }])
    const keys = (parsed: ParsedDigest) =>
      parsed.digest.entries
        .map(({ paper, signals }) => JSON.stringify([paper.key, paper.url, signals]))
        .sort((a, b) => (a < b ? -1 : 1))
    expect(keys(mergeDigests([one, two]))).toEqual(keys(mergeDigests([two, one])))
  })

  it('B23 knows a paper again by version, DOI case, tracking parameters and Unicode form', () => {
    const spellings = [
      [
        { title: 'A', id: '2411.01234v1' },
        { title: 'A (revised)', url: 'https://arxiv.org/pdf/2411.01234v2.pdf?utm_source=x' },
      ],
      [
        { title: 'B', doi: '10.1234/AbC.5' },
        { title: 'B!', doi: 'https://doi.org/10.1234/aBc.5' },
      ],
      [{ title: 'Caf\u00e9 Society' }, { title: 'Cafe\u0301 society' }],
    ]
    for (const papers of spellings) expect(aDigest('x', papers).digest.entries).toHaveLength(1)
  })

  it('B23 keeps papers apart that share only a title', () => {
    const papers = [
      { title: 'Technical Report', id: '2411.00001' },
      { title: 'Technical Report', id: '2411.00002' },
    ]
    expect(aDigest('x', papers).digest.entries).toHaveLength(2)
    const authors = [
      { title: 'Technical Report', authors: ['Ann Example'] },
      { title: 'Technical Report', authors: ['Bo Sample'] },
    ]
    expect(aDigest('x', authors).digest.entries).toHaveLength(2)
  })

  it('names the source of each problem', () => {
    const bad = aDigest('bad', [{ title: 'A' }, {}])
    expect(mergeDigests([bad, aDigest('good', [{ title: 'B' }])]).problems).toMatchObject([
      { code: 'bad_entry', message: 'bad: Entry 2 has no title; skipped.' },
    ])
  })
})
