import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'
import { readSamplePapers, type SamplePaper } from '../../support/sample-digests.ts'

const today = '2026-11-23' as PlainDate
const menu = 'Models\nDocs\nLog In\nSign Up\n\n'

const pages: Readonly<Record<string, (paper: SamplePaper) => string>> = {
  'with votes and a summary by a machine': ({ id, title, abstract, authors, upvotes }) =>
    `${menu}Papers\narxiv:${id}\n\n${title}\n\nPublished on Nov 12\n· Submitted by\nmarlowe on Nov 13\n#1 Paper of the day\n\nExample Lab\nUpvote\n${upvotes}\n\n+134\nAuthors:\n${authors.join(',\n')}\n\nAbstract\n\nAI-generated summary\n\nA short summary that a machine wrote of it.\n\n${abstract}\n\nView arXiv page\nView PDF\nGitHub\n1.2k\nAdd to collection\n\nCommunity\nmarlowe\n\nWe are happy to share our new work with everybody here.\n`,
  'of a conference': ({ id, title, abstract, authors }) =>
    `Search...\nLogin\nBack to the homepage of the conference\n${title}\nDownload PDF\n${authors.join(', ')}\nPublished: 18 Nov 2026\nBibTeX\nAbstract: ${abstract}\nPrimary Area: vision\nLink: arxiv.org/abs/${id}\n`,
  'with names on lines of their own': ({ id, title, abstract, authors }) =>
    `Explore\nSign In\n\n${title}\n12 Nov 2026\n${authors.join('\n')}\narxiv.org/abs/${id}\n\nAbstract\n${abstract}\n`,
}

describe.each(Object.entries(pages))('the page of one paper, %s', (_, render) => {
  it.each(readSamplePapers().slice(0, 4))('is that paper: $title', (paper) => {
    const { format, digest } = parseDigest({ source: 'page', content: render(paper) }, { today })
    expect([format, digest.entries.length]).toEqual(['paper-page', 1])
    expect(digest.entries[0]?.paper).toMatchObject({
      title: paper.title,
      abstract: cleanTex(paper.abstract),
      arxivId: paper.id,
      authors: paper.authors.map((name) => ({ name })),
    })
  })
})

it('tells the votes of the page, and the discussion', () => {
  const [paper] = readSamplePapers()
  const render = pages['with votes and a summary by a machine']
  const content = paper === undefined ? '' : (render?.(paper) ?? '')
  const [entry] = parseDigest({ source: 'page', content }, { today }).digest.entries
  expect(entry?.signals).toEqual({ upvotes: paper?.upvotes, stars: 1200 })
  expect(entry?.paper.links.map(({ kind }) => kind)).toContain('discussion')
  expect(entry?.paper.published?.slice(0, 10)).toBe('2026-11-12')
})
