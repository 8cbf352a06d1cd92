import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'
import { listLayouts } from '../../support/list-layouts.ts'
import { messageLayouts } from '../../support/message-layouts.ts'
import { readSamplePapers } from '../../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
// One author alone cannot be told from other words on a line.
const papers = readSamplePapers().filter(({ authors }) => authors.length > 1)

describe.each(Object.entries({ ...listLayouts, ...messageLayouts }))('%s', (_, { format, shows, render }) => {
  it.each(['\n', '\r\n'])('is every paper, with what is said of it (%j)', (lineEnd) => {
    const content = render(papers).replaceAll('\n', lineEnd)
    const parsed = parseDigest({ source: 'list', content }, { today })
    const found = parsed.digest.entries.map(({ paper, signals }) => ({
      title: paper.title,
      ...(shows.includes('id') && { id: paper.arxivId }),
      ...(shows.includes('authors') && { authors: paper.authors.map(({ name }) => name) }),
      ...(shows.includes('abstract') && { abstract: paper.abstract }),
      ...(shows.includes('upvotes') && { upvotes: signals['upvotes'] }),
    }))
    const wanted = papers.map(({ id, title, authors, abstract, upvotes }) => ({
      title,
      ...(shows.includes('id') && { id }),
      ...(shows.includes('authors') && { authors }),
      ...(shows.includes('abstract') && { abstract: cleanTex(abstract) }),
      ...(shows.includes('upvotes') && { upvotes }),
    }))
    expect({ format: parsed.format, found }).toEqual({ format, found: wanted })
  })
})
