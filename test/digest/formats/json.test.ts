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

  it.each([
    [
      'every member wrapped',
      { notes: [{ id: 'a', content: { title: { value: 'A Paper' }, abstract: { value: 'We show.' } } }] },
    ],
    ['edges and nodes', { data: { day: { edges: [{ node: { paper: { title: 'A Paper', summary: 'We show.' } } }] } } }],
    [
      'places of words',
      { results: [{ display_name: 'A Paper', title: 'A Paper', abstract_inverted_index: { 'show.': [1], We: [0] } }] },
    ],
    [
      'messages with previews',
      [
        {
          text: '<x>',
          attachments: [{ title: 'A Paper', title_link: 'https://arxiv.org/abs/2411.01234', text: 'We show.' }],
        },
        { text: 'thanks' },
      ],
    ],
  ])('finds a paper in %s', (_, value) => {
    const [entry] = parse(value).digest.entries
    expect(entry?.paper).toMatchObject({ title: 'A Paper', abstract: 'We show.' })
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

  it.each(['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'])(
    'B15 finds nothing in %s',
    (text) => {
      expect(() => parse(text)).toThrow(/no papers found/)
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    },
  )

  it('B15 takes a list for no paper, and a paper for a list of one', () => {
    expect(parse('[[1, 2], {"title": "A"}, "text", null]').digest.entries.map(({ paper }) => paper.title)).toEqual([
      'A',
    ])
    expect(
      parse('{"title": ["A"], "authors": {"name": "Ann Example"}, "abstract": ["We show."]}').digest.entries,
    ).toHaveLength(1)
  })

  it('B15 reads a million members, 12 MB, within the time of its size', { timeout: 60_000 }, () => {
    const members = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(',')
    const before = process.cpuUsage()
    expect(parse(`{${members},"papers":[{"title":"A"}]}`).digest.entries).toHaveLength(1)
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10)
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

const paper = { title: 'A Paper', abstract: 'What it says.', arxiv_id: '2411.01234' }
const wrapped: [name: string, value: unknown][] = [
  ['alone', paper],
  ['a list', [paper]],
  ['an object with a list', { status: 'ok', count: 1, papers: [paper] }],
  ['two objects with a list', { data: { dailyPapers: [{ paper, numComments: 3 }], publisher: null } }],
  ['a list per day', { '2026-11-19': [], '2026-11-20': [paper] }],
  [
    'a list per section',
    {
      sections: [
        { title: 'Language', papers: [paper] },
        { title: 'Vision', papers: [] },
      ],
    },
  ],
  ['a paper under each id', { '2411.01234': paper, '2411.01235': { title: 'Another' } }],
  [
    'a paper without its id under it',
    { '2411.01234': { title: 'A Paper', abstract: 'What it says.' }, x: { title: 'B' } },
  ],
  [
    'fields in an object',
    [
      {
        title: 'A Paper',
        stars: '3',
        details: { abstract: 'What it says.', arxiv_page_url: 'https://arxiv.org/abs/2411.01234' },
      },
    ],
  ],
  [
    'values of OpenReview',
    {
      notes: [
        {
          content: { title: { value: 'A Paper' }, abstract: { value: 'What it says.' } },
          pdf: { value: 'https://arxiv.org/pdf/2411.01234' },
        },
      ],
    },
  ],
  [
    'Semantic Scholar',
    {
      data: [
        {
          paperId: 'abc',
          title: 'A Paper',
          abstract: 'What it says.',
          externalIds: { ArXiv: '2411.01234' },
          authors: [],
        },
      ],
    },
  ],
  [
    'Crossref',
    {
      message: {
        items: [{ title: ['A Paper'], abstract: 'What it says.', URL: 'https://doi.org/10.48550/arXiv.2411.01234' }],
      },
    },
  ],
  [
    'a table with the names of its columns beside it',
    { columns: ['id', 'title', 'abstract'], rows: [['2411.01234', 'A Paper', 'What it says.']], truncated: false },
  ],
  [
    'a data frame, split',
    { columns: ['title', 'abstract', 'arxiv_id'], index: [0], data: [['A Paper', 'What it says.', '2411.01234']] },
  ],
  [
    'a data frame by columns',
    { title: { 0: 'A Paper' }, abstract: { 0: 'What it says.' }, arxiv_id: { 0: '2411.01234' } },
  ],
  [
    'a list under each name',
    { title: ['A Paper', 'B'], abstract: ['What it says.', ''], id: ['2411.01234', '2411.01235'] },
  ],
  [
    'a sheet with a row of names',
    {
      range: 'A1:C2',
      values: [
        ['arXiv', 'Title', 'Abstract'],
        ['2411.01234', 'A Paper', 'What it says.'],
      ],
    },
  ],
  ['rows with numbers', { features: [{ name: 'title' }], rows: [{ row_idx: 0, row: paper }] }],
  ['names in capitals', [{ Title: 'A Paper', Abstract: 'What it says.', 'arXiv ID': '2411.01234' }]],
  ['names in another language', [{ 标题: 'A Paper', 摘要: 'What it says.', 链接: 'https://arxiv.org/abs/2411.01234' }]],
]

describe('JSON of any service', () => {
  it.each(wrapped)('%s', (_, value) => {
    expect(parse(value).digest.entries[0]).toMatchObject({
      paper: { title: 'A Paper', abstract: 'What it says.', arxivId: '2411.01234' },
    })
  })

  it('takes what hangs below a paper, or is no paper, for none', () => {
    const value = {
      papers: [{ ...paper, references: [{ title: 'Cited' }], authors: [{ name: 'Ann Example', title: 'Prof.' }] }],
      models: [{ name: 'example-7b', description: 'A model.' }],
      related: [{ title: 'Elsewhere', abstract: 'Not here.' }],
    }
    expect(parse(value).digest.entries.map((entry) => entry.paper.title)).toEqual(['A Paper'])
    expect(parse(value).digest.entries[0]?.paper.authors).toEqual([{ name: 'Ann Example' }])
  })

  it('takes the day beside the list, or the latest of a list per day', () => {
    expect(parse({ meta: { generated_at: '2026-11-20T06:00:00Z' }, papers: [paper] }).digest.date).toBe('2026-11-20')
    expect(parse({ '2026-11-20': [paper], '2026-11-18': [{ title: 'B' }] }).digest.date).toBe('2026-11-20')
  })

  it('joins given and family names, and knows seconds since 1970 and the dates of CSL', () => {
    const people = [{ given: 'Ann', family: 'Example' }, { author: { display_name: 'Bo Sample' } }]
    const { digest } = parse([
      { ...paper, authors: people, issued: { 'date-parts': [[2026, 11, 5]] } },
      { title: 'B', published: 1_700_000_000 },
    ])
    expect(digest.entries[0]?.paper.authors.map(({ name }) => name)).toEqual(['Ann Example', 'Bo Sample'])
    expect(digest.entries.map((entry) => entry.paper.published?.slice(0, 10))).toEqual(['2026-11-05', '2023-11-14'])
  })

  it('reads lists of values, one a line, below a list of names', () => {
    const { format, digest } = parse('["id","title","votes"]\r\n["2411.01234","A \\"Paper\\"",3]\r\n')
    expect(format).toBe('json-lines')
    expect(digest.entries[0]).toMatchObject({
      paper: { title: 'A "Paper"', key: '2411.01234' },
      signals: { upvotes: 3 },
    })
  })

  it('refuses what holds no paper', () => {
    expect(() => parse({ name: 'a-package', description: 'No paper.', version: '1.0.0' })).toThrow(/no papers found/)
    expect(() => parse({ models: [{ name: 'example-7b', description: 'A model.' }] })).toThrow(/no papers found/)
  })
})
