import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'
import { cutStart, pageLayouts } from '../../support/page-layouts.ts'
import { readSamplePapers } from '../../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const papers = readSamplePapers()

describe.each(Object.entries(pageLayouts))('%s', (_, { format, shows, render }) => {
  const wanted = papers.map(({ id, title, abstract, upvotes, comments }) => ({
    title,
    abstract: shows.includes('start') ? cutStart(abstract) : shows.includes('abstract') ? cleanTex(abstract) : '',
    ...(shows.includes('id') && { id }),
    ...(shows.includes('votes') && { upvotes }),
    ...(shows.includes('comments') && { comments }),
  }))

  function read(content: string): object[] {
    const { digest } = parseDigest({ source: 'page', content }, { today })
    return digest.entries.map(({ paper, signals }) => ({
      title: paper.title,
      abstract: paper.abstract,
      ...(shows.includes('id') && { id: paper.arxivId }),
      ...(shows.includes('votes') && { upvotes: signals['upvotes'] }),
      ...(shows.includes('comments') && { comments: signals['comments'] }),
    }))
  }

  it('is every paper once, with what the layout shows of it', () => {
    const parsed = parseDigest({ source: 'page', content: render(papers) }, { today })
    expect([parsed.format, parsed.problems]).toEqual([format, []])
    expect(read(render(papers))).toEqual(wanted)
  })

  it('is the same with other line ends', () => {
    expect(read(render(papers).replaceAll('\n', '\r\n'))).toEqual(wanted)
  })
})
