import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../src/clock.ts'
import type { ArxivId, Paper } from '../../../src/digest/paper.ts'
import { formatBibtex } from '../../../src/issue/citations/bibtex.ts'
import { buildCitations, parsePersonName } from '../../../src/issue/citations/citation.ts'
import { formatCslJson } from '../../../src/issue/citations/csl-json.ts'
import { formatRis } from '../../../src/issue/citations/ris.ts'
import { aWholePaper, authors } from '../../support/papers.ts'

const preprint = aWholePaper({
  key: '2607.01234',
  arxivId: '2607.01234' as ArxivId,
  doi: '10.5555/example.1',
  published: '2026-07-28T17:00:00Z' as Instant,
})

const hostile = aWholePaper({
  title: 'Costs & 50% of {braces}, a } alone, \\input{x}, a_b^c ~ #1 $x$',
  authors: authors(
    'Ludwig van der Example Jr.',
    'Lab, Example and Sons',
    'Plato',
    'The Example Collaboration and Friends',
  ),
  abstract: 'One line\r\nER  - \r\nTY  - forged',
  url: 'https://papers.example.com/{a}?q={b}\\c',
})

describe('parsePersonName', () => {
  it.each([
    ['Ada Brook', { family: 'Brook', given: 'Ada' }],
    ['Brook, Ada', { family: 'Brook', given: 'Ada' }],
    ['Ludwig van der Example', { family: 'van der Example', given: 'Ludwig' }],
    ['Sam Example Jr.', { family: 'Example Jr.', given: 'Sam' }],
    ['Plato', { family: 'Plato' }],
    ['van Example', { family: 'Example', given: 'van' }],
  ])('%s', (name, expected) => {
    expect(parsePersonName(name)).toEqual(expected)
  })
})

describe('buildCitations', () => {
  it('gives each paper of a list an id of its own, in ASCII', () => {
    const twice = [
      aWholePaper({ authors: authors('Zoë Łukasz-Øre') }),
      aWholePaper({ authors: authors('Zoë Łukasz-Øre') }),
    ]
    expect(buildCitations(twice).map(({ id }) => id)).toEqual(['lukasz-oreslow', 'lukasz-oreslow-b'])
  })

  it('knows the month from an arXiv id when no day is known, old ids too', () => {
    const dateOf = (arxivId: string): unknown => {
      const [citation] = buildCitations([aWholePaper({ arxivId: arxivId as ArxivId })])
      return [citation?.year, citation?.month]
    }
    expect(dateOf('2411.01234')).toEqual([2024, 11])
    expect(dateOf('hep-th/9901001')).toEqual([1999, 1])
    expect(dateOf('math.GT/0309136')).toEqual([2003, 9])
  })
})

describe('formatBibtex', () => {
  it('writes a preprint with the fields of arXiv', () => {
    const text = formatBibtex([preprint])
    expect(text).toMatch(/^@misc\{brook2026slow,\n/)
    expect(text).toContain('  title = {{Slow Clocks: Reading Time Series Without a Window}},\n')
    expect(text).toContain(
      '  author = {Brook, Ada and Lindqvist, Tomas and Sun, Wei},\n  year = {2026},\n  month = jul,\n',
    )
    expect(text).toContain('  eprint = {2607.01234},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.LG},\n')
  })

  it('writes a paper of a journal as an article', () => {
    expect(formatBibtex([aWholePaper({ journalRef: 'Example Letters 3 (2026) 12' })])).toMatch(
      /^@article[\s\S]*journal = \{Example Letters 3 \(2026\) 12\}/,
    )
  })

  it('keeps braces balanced whatever a title holds, so that no entry runs into the next', () => {
    const text = formatBibtex([hostile, preprint])
    for (const entry of text.split(/\n(?=@)/)) {
      expect([...entry.matchAll(/\{/g)].length).toBe([...entry.matchAll(/\}/g)].length)
    }
    expect(text).toContain('Costs \\& 50\\% of \\textbraceleft{}braces\\textbraceright{}')
  })
})

describe('formatRis', () => {
  it('writes a record between TY and ER, lines ended by CRLF', () => {
    const lines = formatRis([preprint]).split('\r\n')
    expect(lines[0]).toBe('TY  - UNPB')
    expect(lines).toContain('AU  - Lindqvist, Tomas')
    expect(lines).toContain('DA  - 2026/07/28/')
    expect(lines).toContain('AN  - arXiv:2607.01234')
    expect(lines.slice(-2)).toEqual(['ER  - ', ''])
  })

  it('lets no text from outside start a line', () => {
    const text = formatRis([hostile])
    expect(text.split('\r\n').filter((line) => /^(?:TY|ER) {2}-/.test(line))).toEqual(['TY  - UNPB', 'ER  - '])
  })
})

describe('formatCslJson', () => {
  it('is JSON with a date in parts and a type that CSL knows', () => {
    const [item] = JSON.parse(formatCslJson([preprint])) as Record<string, unknown>[]
    expect(item).toMatchObject({
      id: 'brook2026slow',
      type: 'article',
      author: [{ family: 'Brook', given: 'Ada' }, { family: 'Lindqvist' }, { family: 'Sun' }],
      issued: { 'date-parts': [[2026, 7, 28]] },
      DOI: '10.5555/example.1',
      number: 'arXiv:2607.01234',
    })
  })

  it('leaves out what is not known', () => {
    const bare: Paper = aWholePaper({ authors: [], abstract: '' })
    expect(JSON.parse(formatCslJson([bare]))).toEqual([
      { id: 'slow', type: 'article', title: bare.title, author: [], URL: bare.url },
    ])
  })
})
