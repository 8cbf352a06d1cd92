import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../../src/clock.ts'
import { parseDigest } from '../../../src/digest/parse.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'
import { fixturePath } from '../../support/paths.ts'

const today = '2026-11-23' as PlainDate
const page = readFileSync(fixturePath('digests', 'daily-papers-page.txt'), 'utf8')
const [head, ...body] = splitPage(page)
const papers = pairs(page)

function pairs(content: string, verbatim = true): [string, string][] {
  return parseDigest({ source: 'page.txt', content }, { today, verbatim }).digest.entries.map(({ paper }) => [
    paper.title,
    paper.abstract,
  ])
}

/** The lines around the papers, then title and abstract in turn. */
function splitPage(text: string): string[] {
  const paragraphs = text.trim().split('\n\n')
  const start = paragraphs.findIndex((line) => line.startsWith('byAK')) + 2
  return [paragraphs.slice(0, start).join('\n\n'), ...paragraphs.slice(start)]
}

function joinPage(paragraphs: readonly string[]): string {
  return [head, ...paragraphs].join('\n\n')
}

function wrap(text: string, width: number): string {
  return text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n').trimEnd()
}

describe('a pasted Daily Papers page', () => {
  it('pairs titles and abstracts and takes the latest year for its day', () => {
    const { digest, format, problems } = parseDigest({ source: 'page.txt', content: page }, { today })
    expect({ format, date: digest.date, count: digest.entries.length, problems }).toEqual({
      format: 'page-text',
      date: '2026-11-20',
      count: 8,
      problems: [],
    })
    expect(digest.entries[0]?.paper.title).toBe('Lanternfish: Sparse Attention that Remembers Where It Looked')
    expect(digest.entries.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('reads Windows and old Macintosh line ends', () => {
    expect(pairs(page.replaceAll('\n', '\r\n'))).toEqual(papers)
    expect(pairs(page.replaceAll('\n', '\r'))).toEqual(papers)
  })

  it('reads a page whose empty lines are all lost', () => {
    expect(pairs(page.replaceAll('\n\n', '\n'))).toEqual(papers)
  })

  it.each([66, 72, 80, 100, 120])('reads a page wrapped at %i columns', (width) => {
    expect(pairs(joinPage(body.map((text) => wrap(text, width))))).toEqual(papers)
  })

  it('reads a wrapped page on which each title fills its line, with its abstract on the next', () => {
    const blocks = papers.map(([title, abstract]) => `${title}\n${wrap(abstract, title.length + 3)}`)
    expect(pairs(`${head}\n\n${blocks.join('\n\n')}\n`)).toEqual(papers)
  })

  it.each(papers.map((_, index) => index))('does not shift when abstract %i is missing', (index) => {
    const content = joinPage(body.filter((_, place) => place !== 2 * index + 1))
    expect(pairs(content)).toEqual(papers.map(([title, abstract], place) => [title, place === index ? '' : abstract]))
  })

  it.each(papers.map((_, index) => index))('joins the paragraphs of abstract %i', (index) => {
    const content = joinPage(
      body.map((text, place) => (place === 2 * index + 1 ? text.replace(/\. (?=[A-Z])/g, '.\n\n') : text)),
    )
    expect(pairs(content)).toEqual(papers)
  })

  it('does not shift where an empty line is lost', () => {
    for (let place = 0; place + 1 < body.length; place++) {
      const lost = [...body.slice(0, place), `${body[place]}\n${body[place + 1]}`, ...body.slice(place + 2)]
      expect(pairs(joinPage(lost))).toEqual(papers)
    }
  })

  it('joins a title that is wrapped anywhere', () => {
    for (const [index, [title]] of papers.entries()) {
      for (const { index: space } of title.matchAll(/ /g)) {
        const wrapped = `${title.slice(0, space)}\n${title.slice(space + 1)}`
        expect(pairs(joinPage(body.map((text, place) => (place === 2 * index ? wrapped : text))))).toEqual(papers)
      }
    }
  })

  it('gives each paper a search that leads to it, and the links of its abstract', () => {
    const [first] = parseDigest({ source: 'page.txt', content: page }, { today }).digest.entries
    expect(first?.paper.links).toEqual([
      {
        kind: 'search',
        url: 'https://arxiv.org/search/?searchtype=title&query=Lanternfish%20Sparse%20Attention%20that%20Remembers%20Where%20It%20Looked',
      },
      { kind: 'code', url: 'https://github.com/example-lab/lanternfish' },
    ])
  })

  it('takes votes, comments, author counts and days from lines of their own', () => {
    const cards = papers.map(
      ([title, abstract], index) =>
        `Submitted by\n\nsomebody\n${index === 2 ? '-' : 10 + index}\n\n${title}\n\n${abstract}\n\n· ${index + 2} authors\n\n·\nNov ${10 + index}\n${index === 1 ? '' : `${index}\n`}`,
    )
    const { digest, problems } = parseDigest(
      { source: 'x', content: `${head}\n\n${cards.join('\n')}` },
      { today, verbatim: true },
    )
    expect(problems).toEqual([])
    expect(digest.entries.map(({ paper }) => [paper.title, paper.abstract])).toEqual(papers)
    expect(
      digest.entries.map(({ signals, paper }) => [signals['upvotes'], signals['comments'], paper.authorCount]),
    ).toEqual(papers.map((_, index) => [index === 2 ? 0 : 10 + index, index === 1 ? undefined : index, index + 2]))
    expect(digest.entries[3]?.paper.published).toBe('2026-11-13T00:00:00Z')
  })

  it('reads a page that shows no abstracts', () => {
    const cards = papers.map(([title], index) => `${index + 5}\n\n${title}\n\n· ${index + 2} authors`)
    const { digest } = parseDigest({ source: 'x', content: `${head}\n\n${cards.join('\n\n')}` }, { today })
    expect(digest.entries.map(({ paper }) => paper.title)).toEqual(papers.map(([title]) => title))
    expect(digest.entries.map(({ signals }) => signals['upvotes'])).toEqual(papers.map((_, index) => index + 5))
  })

  it('takes a text of six hundred letters for a title where no sentence ends in it', () => {
    const long = 'A Very Long Title about Nothing '.repeat(20).trim()
    const paragraphs = splitPage(page).slice(1)
    const content = joinPage([...paragraphs.slice(0, 2), long, ...paragraphs.slice(3)])
    const { digest } = parseDigest({ source: 'page', content }, { today })
    expect(digest.entries[1]?.paper.title).toBe(long)
    expect(digest.entries).toHaveLength(paragraphs.length / 2)
  })

  it('reads a page that was translated to Chinese, with the day of the page', () => {
    const abstract =
      '视频语言模型通常在可以一次性放入内存的片段上进行评估。我们研究流式设置，其中帧持续数小时到达而预算保持不变。在三个流式基准上，它比最强基线提高了六个百分点的准确率。'
    const content = `模型\n定价\n\n订阅\n\n每日论文\n\n由AK和研究社区\n\n11月20日\n\n84\n\n固定内存预算下的流式视频理解\n\n${abstract}\n\n3 位作者\n\n7\n\n奖励模型需要知道多少\n\n${abstract}\n\n2 位作者\n`

    const { digest } = parseDigest({ source: 'page', content }, { today })
    expect(digest.date).toBe('2026-11-20')
    expect(digest.entries.map(({ paper, signals }) => [paper.title, paper.abstract, signals['upvotes']])).toEqual([
      ['固定内存预算下的流式视频理解', abstract, 84],
      ['奖励模型需要知道多少', abstract, 7],
    ])
  })

  it('reports text above the first title by its line', () => {
    const stray = 'We thank everybody who sent us papers this week. The next page follows on Monday, as it always does.'
    const { problems, digest } = parseDigest(
      { source: 'page.txt', content: `${head}\n\n${stray}\n\n${body.join('\n\n')}` },
      { today },
    )
    expect(problems).toEqual([{ line: 13, code: 'no_title', message: 'Text without a title above it; skipped.' }])
    expect(digest.entries).toHaveLength(8)
  })
})

describe.runIf(hasSharedData)('real pages', () => {
  it('reads the seed: 52 papers, no problem, 29 July', () => {
    const content = readFileSync(sharedPath('seed', 'daily-papers-jul-29.txt'))
    const { digest, problems } = parseDigest({ source: 'seed', content }, { today })
    expect(digest.entries).toHaveLength(52)
    expect(problems).toEqual([])
    expect(digest.date).toBe('2026-07-29')
    expect(digest.entries.every(({ paper }) => paper.title.length < 200 && paper.abstract.length > 400)).toBe(true)
  })

  const folder = sharedPath('hf_daily', 'derived_seed_like')
  const names = hasSharedData ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : []
  it.each(names)('reads %s exactly', (name) => {
    const truth = JSON.parse(
      readFileSync(sharedPath('hf_daily', 'derived_seed_like', name.replace('.txt', '.truth.json')), 'utf8'),
    ) as { title: string; abstract: string }[]
    const content = readFileSync(sharedPath('hf_daily', 'derived_seed_like', name), 'utf8')
    expect(pairs(content)).toEqual(truth.map(({ title, abstract }) => [title, abstract]))
  })
})
