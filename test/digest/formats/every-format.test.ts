import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import type { Entry, ParsedDigest } from '../../../src/digest/digest.ts'
import { mergeDigests } from '../../../src/digest/merge.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'
import { readSamplePapers } from '../../support/sample-digests.ts'
import { fixturePath } from '../../support/paths.ts'

const today = '2026-11-23' as PlainDate
const papers = readSamplePapers()

/** File, format, and which of the facts the format can carry. */
const files: [file: string, format: string, facts: string][] = [
  ['daily-papers-page.txt', 'page-text', ''],
  ['daily-papers-page.md', 'page-markdown', 'id votes authorCount'],
  ['daily-papers-page.lynx.txt', 'page-lynx', 'id votes authorCount'],
  ['daily-papers-page.notebook.txt', 'page-notebook', 'id votes authorCount'],
  ['daily-papers-page.html', 'page-html', 'id votes authorCount'],
  ['daily-papers-api.json', 'hf-json', 'id votes authors published'],
  ['arxiv-api.atom', 'feed', 'id authors categories published'],
  ['arxiv-mail.txt', 'arxiv-mail', 'id authors categories'],
  ['feed.rss', 'feed', 'id authors categories published'],
  ['feed.json', 'json-feed', 'id authors categories published'],
  ['blocks.txt', 'text-blocks', 'id authors'],
  ['papers.json', 'json', 'id authors categories published'],
  ['papers.jsonl', 'json-lines', 'id votes authors categories published'],
  ['papers.csv', 'csv', 'id authors categories'],
  ['papers.bib', 'bibtex', 'id authors published'],
  ['papers.ris', 'ris', 'id authors categories published'],
  ['papers.enw', 'ris', 'id authors categories published'],
  ['papers.nbib', 'ris', 'id authors categories published'],
  ['newsletter.eml', 'mail', 'id authors'],
  ['papers.md', 'markdown', 'id authors'],
  ['table.md', 'markdown', 'id authors'],
  ['reading-list.html', 'html', 'id authors'],
]

function read(file: string): ParsedDigest {
  return parseDigest({ source: file, content: readFileSync(fixturePath('digests', file)) }, { today })
}

function factsOf({ paper, signals }: Entry, facts: string): object {
  return {
    ...(facts.includes('id') && { id: paper.arxivId }),
    ...(facts.includes('votes') && { upvotes: signals['upvotes'], comments: signals['comments'] }),
    ...(facts.includes('authorCount') && { authorCount: paper.authorCount }),
    ...(facts.includes('authors') && { authors: paper.authors.map(({ name }) => name) }),
    ...(facts.includes('categories') && { categories: paper.categories }),
    ...(facts.includes('published') && { published: paper.published?.slice(0, 10) }),
  }
}

describe('the same eight papers in every format', () => {
  it.each(files)('%s is read as %s', (file, format, facts) => {
    const parsed = read(file)
    expect([parsed.format, parsed.problems]).toEqual([format, []])
    expect(parsed.confidence).toBeGreaterThan(0.5)
    expect(parsed.digest.entries.map(({ paper }) => paper.title)).toEqual(papers.map(({ title }) => title))
    const wanted = papers.map(({ authors, ...paper }) => ({ ...paper, authors, authorCount: authors.length }))
    expect(parsed.digest.entries.map((entry) => factsOf(entry, facts))).toEqual(
      wanted.map((paper) =>
        Object.fromEntries(
          Object.keys(factsOf(parsed.digest.entries[0] as Entry, facts)).map((name) => [
            name,
            paper[name as keyof typeof paper],
          ]),
        ),
      ),
    )
  })

  it.each(files)('%s holds the abstracts, TeX turned into text', (file) => {
    const abstracts = read(file).digest.entries.map(({ paper }) => paper.abstract)
    for (const [index, { abstract }] of papers.entries()) expect(abstracts[index]).toBe(cleanTex(abstract))
  })

  it('makes one digest of all of them', () => {
    const merged = mergeDigests(files.map(([file]) => read(file)))
    expect(merged.digest.entries.map(({ paper }) => paper.key)).toEqual(papers.map(({ id }) => id))
    expect(merged.digest.entries[0]).toMatchObject({
      signals: { upvotes: 84, comments: 9 },
      paper: {
        authors: [{ name: 'Ann Example' }, { name: 'Bo Sample' }, { name: 'Cy Specimen' }],
        primaryCategory: 'cs.CL',
      },
    })
  })

  it('says the same when told the format', () => {
    for (const [file, format] of files) {
      const parsed = read(file)
      const told = parseDigest(
        { source: file, content: readFileSync(fixturePath('digests', file)) },
        { today, format: format as 'json' },
      )
      expect(told.digest).toEqual(parsed.digest)
      expect(told.confidence).toBe(1)
    }
  })
})
