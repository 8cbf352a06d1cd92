import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function parse(value: unknown) {
  const content = typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)
  return parseDigest({ source: 'a.json', content }, { today })
}

describe('JSON written by hand', () => {
  it('needs no more than a list of titles', () => {
    const { digest, problems } = parse([{ title: 'One' }, { title: 'Two' }])
    expect(digest.entries.map(({ paper }) => paper.title)).toEqual(['One', 'Two'])
    expect([digest.date, problems]).toEqual([today, []])
  })

  it('believes a paper that calls an address its code, whatever host it is on', () => {
    const { digest } = parse([
      { title: 'One Paper', url: 'https://papers.example.com/1', code: 'https://code.example.com/1' },
    ])
    expect(digest.entries[0]?.paper.links).toEqual([
      { kind: 'paper', url: 'https://papers.example.com/1' },
      { kind: 'code', url: 'https://code.example.com/1' },
    ])
  })

  it('takes date, authors, links and counts in the spellings that people use', () => {
    const paper = {
      title: 'A Paper',
      summary: 'What it says.',
      authors: 'Ann Example, Bo Sample and Cy Specimen',
      url: 'https://huggingface.co/papers/2411.01234v2',
      github: 'https://github.com/example/a',
      upvotes: '1.2k',
      tags: ['cs.CL'],
    }
    const { digest } = parse({ date: '2026-11-20', papers: [paper] })
    expect(digest.date).toBe('2026-11-20')
    expect(digest.entries[0]).toMatchObject({
      signals: { upvotes: 1200 },
      paper: {
        key: '2411.01234',
        arxivId: '2411.01234',
        version: 2,
        abstract: 'What it says.',
        authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }, { name: 'Cy Specimen' }],
        categories: ['cs.CL'],
        url: 'https://arxiv.org/abs/2411.01234',
      },
    })
    expect(digest.entries[0]?.paper.links.map(({ kind }) => kind)).toEqual(['paper', 'pdf', 'discussion', 'code'])
  })

  it('reports a bad entry by its line and keeps the others', () => {
    const { digest, problems } = parse('[\n {"title": "One"},\n {"abstract": "no title {[\\"}"},\n {"title": "Two"}\n]')
    expect(digest.entries).toHaveLength(2)
    expect(problems).toEqual([{ line: 3, code: 'bad_entry', message: 'Entry 2 has no title; skipped.' }])
  })

  it('B15 is not reached by names of prototypes', () => {
    const hostile =
      '{"__proto__":{"polluted":1},"entries":[{"title":"A","__proto__":{"url":"x"},"constructor":{"prototype":{"polluted":1}},"signals":{"__proto__":1,"upvotes":2}}]}'
    expect(parse(hostile).digest.entries[0]?.signals).toEqual({ upvotes: 2 })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('B15 refuses depth, trailing commas and NaN with a sentence', () => {
    expect(() => parse('['.repeat(1_000_000))).toThrow(/nested deeper than 64 levels/)
    expect(() => parse('[{"title":"A"},]')).toThrow(/looks like json but is not valid/)
    expect(() => parse('[{"title":"A","upvotes":NaN}]')).toThrow(/looks like json but is not valid/)
  })

  it('B15 reads twenty-digit ids, huge numbers and repeated names without harm', () => {
    const { digest } = parse('[{"title":"A","title":"B","id":12345678901234567890,"upvotes":1e400,"stars":-0}]')
    expect(digest.entries[0]?.paper.title).toBe('B')
    expect(digest.entries[0]?.signals).toEqual({ stars: 0 })
  })
})
