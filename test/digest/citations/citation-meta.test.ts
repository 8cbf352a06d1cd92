import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'

const today = '2026-11-23' as PlainDate

function read(elements: string): object | undefined {
  const content = `<!DOCTYPE html><html><head><title>A site</title>${elements}</head><body><h1>Not a paper</h1><a href="https://arxiv.org/abs/2611.10009">More like this</a></body></html>`
  return parseDigest({ source: 'page.html', content }, { today }).digest.entries[0]?.paper
}

describe('the saved page of one paper', () => {
  it('is read by what it tells search engines', () => {
    const paper = read(
      '<meta name="citation_title" content="Salt &amp; Snow: A Paper" /><meta name="citation_author" content="Example, Ann"/><meta name="citation_author" content="Bo Sample"/><meta content="2026/11/12" name="citation_date"><meta name="citation_arxiv_id" content="2611.10001"><meta name="citation_abstract" content="We show &lt;b&gt;more&lt;/b&gt;.">',
    )
    expect(paper).toMatchObject({
      arxivId: '2611.10001',
      title: 'Salt & Snow: A Paper',
      authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }],
      abstract: 'We show more.',
      published: '2026-11-12T00:00:00Z',
    })
  })

  it('may be of any publisher', () => {
    const paper = read(
      '<meta name="citation_title" content="A Paper"><meta name="citation_authors" content="Example, Ann; Sample, Bo"><meta name="citation_doi" content="10.5555/example.1"><meta name="citation_journal_title" content="A Journal">',
    )
    expect(paper).toMatchObject({
      key: 'doi:10.5555/example.1',
      authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }],
      journalRef: 'A Journal',
    })
  })
})
