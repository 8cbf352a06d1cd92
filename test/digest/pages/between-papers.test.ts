import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { cleanTex } from '../../../src/digest/tex/clean-tex.ts'
import { readSamplePapers, type SamplePaper } from '../../support/sample-digests.ts'

const papers = readSamplePapers()
const head = 'Daily Papers\nbyAK and the research community\n\nNov 20\n\n'
const plain = ({ title, abstract }: SamplePaper) => `${title}\n\n${abstract}\n\n`
const card = (paper: SamplePaper) =>
  `Submitted by\n\nmarlowe\n${paper.upvotes}\n\n${plain(paper)}· ${paper.authors.length} authors\n\n·\nNov 19\n${paper.comments}\n\n`

function read(content: string) {
  return parseDigest({ source: 'page', content }, { today: '2026-11-23' as PlainDate }).digest.entries
}

function texts(content: string): string[][] {
  return read(content).map(({ paper }) => [paper.title, paper.abstract])
}

const wanted = papers.map(({ title, abstract }) => [title, cleanTex(abstract)])

const promotions = {
  'a label alone': 'Advertisement\n\n',
  'a label with who pays': 'Sponsored by Example Cloud\nTrain faster today and get $50 of credits for a start.\n\n',
  'a label, a name and what it says':
    'Sponsored\n\nExample Cloud\n\nRent a machine from $0.49 an hour. Sign up today and save up to 40%.\n\n',
  'a plan of the site':
    'Upgrade to PRO\n\nGet 20x included credits, priority in every queue and your own storage for $9 a month.\n\nUpgrade now\n\n',
  'a paragraph without a heading': 'Subscribe today and get $50 in credits for your first project.\n\n',
  'a label in German': 'Anzeige\n\nMieten statt kaufen: Rechner ab 49 Cent in der Stunde, jederzeit kündbar.\n\n',
}

describe.each(Object.entries(promotions))('%s between papers', (_, promotion) => {
  it.each(papers.map((_paper, index) => index))('is no paper behind abstract %i', (index) => {
    const place = (show: (paper: SamplePaper) => string) =>
      head + papers.map((paper, at) => show(paper) + (at === index ? promotion : '')).join('')
    expect(texts(place(plain))).toEqual(wanted)
    expect(texts(place(card))).toEqual(wanted)
    expect(read(place(card)).map(({ signals }) => signals['upvotes'])).toEqual(papers.map(({ upvotes }) => upvotes))
  })
})

it('keeps a paper that speaks to its reader', () => {
  const title = 'Get Started with Your Data: Free Credits for Curious Models'
  const abstract =
    'You may sign up for a benchmark without knowing what it measures. We propose to read the small print of forty benchmarks, and find that eleven of them charge $9 for what they do not hold. Experiments show that nobody noticed.'
  expect(texts(`${head}${papers.map(plain).join('')}${title}\n\n${abstract}\n\n`)).toEqual([
    ...wanted,
    [title, abstract],
  ])
})

describe.each(Object.entries({ lines: '\n', 'lines that end in commas': ',\n', paragraphs: '\n\n' }))(
  'authors as %s',
  (_, separator) => {
    const withAuthors = (paper: SamplePaper) =>
      `${paper.upvotes}\n\n${paper.title}\n${separator.at(-2) === '\n' ? '\n' : ''}${paper.authors.join(separator)}\n\n${paper.abstract}\n\n`

    it('are the authors of the title above them', () => {
      const entries = read(head + papers.map((paper) => withAuthors(paper)).join(''))
      expect(entries.map(({ paper }) => [paper.title, paper.abstract])).toEqual(wanted)
      expect(entries.map(({ paper }) => paper.authors.map(({ name }) => name))).toEqual(
        papers.map(({ authors }) => authors),
      )
    })
  },
)

it('takes the end of a title that was wrapped for no name', () => {
  const content = head + papers.map((paper) => plain({ ...paper, title: `${paper.title}\nWithout Any Names` })).join('')
  const entries = read(content.replaceAll('\n\n\n', '\n\n'))
  expect(entries.map(({ paper }) => paper.title)).toEqual(papers.map(({ title }) => `${title} Without Any Names`))
})

it('reads votes in thousands behind a sign', () => {
  const content = head + papers.map((paper) => `👍 1.2k\n\n${plain(paper)}💬 3\n\n`).join('')
  expect(read(content).map(({ signals }) => signals)).toEqual(papers.map(() => ({ upvotes: 1200, comments: 3 })))
})

it('takes what stands below a label on cards without abstracts for no paper, but the paper behind it', () => {
  const bare = ({ title, authors, upvotes }: SamplePaper) => `${upvotes}\n\n${title}\n\n· ${authors.length} authors\n\n`
  for (const promotion of ['Sponsored\n\nDeploy any model in minutes on Example Cloud\n\n', 'Sponsored\n\n']) {
    const content = head + papers.map((paper, index) => bare(paper) + (index === 2 ? promotion : '')).join('')
    expect(read(content).map(({ paper }) => paper.title)).toEqual(papers.map(({ title }) => title))
    expect(read(content).map(({ signals }) => signals['upvotes'])).toEqual(papers.map(({ upvotes }) => upvotes))
  }
})

it.each(['-- \nAnn Example\nExample University, Room 12\n', '© 2026 Example Site\n'])(
  'takes %j at the end for no paper',
  (end) => {
    expect(texts(head + papers.map(plain).join('') + end)).toEqual(wanted)
  },
)

it('keeps papers behind dashes that part them', () => {
  const titles = papers.map(({ title }) => title)
  expect(read(`${head}${titles.join('\n\n--\n\n')}\n`).map(({ paper }) => paper.title)).toEqual(titles)
})

it('takes a team between names for one of them', () => {
  const withTeam = ({ title, abstract, authors }: SamplePaper) =>
    `${title}\n${[authors[0], 'the EXAMPLE-1 team', ...authors.slice(1)].join('\n')}\n\n${abstract}\n\n`
  const several = papers.filter(({ authors }) => authors.length > 1)
  const entries = read(head + several.map((paper) => withTeam(paper)).join(''))
  expect(entries.map(({ paper }) => paper.title)).toEqual(several.map(({ title }) => title))
  expect(entries.every(({ paper }) => paper.authors[1]?.name === 'the EXAMPLE-1 team')).toBe(true)
})

it('says on which line it took something for an advertisement', () => {
  const content = head + papers.map(plain).join('') + promotions['a plan of the site']
  const { problems } = parseDigest({ source: 'page', content }, { today: '2026-11-23' as PlainDate })
  const line = content.split('\n').indexOf('Upgrade to PRO') + 1
  expect(problems).toEqual([{ line, code: 'promotion', message: 'Text that sells something; skipped.' }])
})
