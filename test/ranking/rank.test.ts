import { describe, expect, it } from 'vitest'
import type { Instant, PlainDate } from '../../src/clock.ts'
import type { ArxivId } from '../../src/digest/paper.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import type { Ranking } from '../../src/ranking/ranking.ts'
import { aDigest } from '../support/papers.ts'

const robots = 'We present a robot that learns manipulation and grasping from demonstrations in one hour.'
const auctions = 'We study auctions with strategic bidders and prove that the mechanism is truthful.'
const speech = 'We propose speech recognition that works with far less audio.'

/** Thirty invented papers on three subjects, with votes where asked. */
function manyPapers(votes?: (at: number) => number): Parameters<typeof aDigest>[0] {
  const subjects = [
    ['Robot Number', robots],
    ['Auction Number', auctions],
    ['Speech Number', speech],
  ] as const
  return Array.from({ length: 30 }, (_, at) => {
    const [name, abstract] = subjects[at % 3] ?? subjects[0]
    return {
      title: `${name} ${'abcdefghijklmnopqrstuvwxyzäöüß'[at]}${at} Stands Alone`,
      abstract,
      authors: [{ name: `Ada Author${at}` }],
      ...(votes ? { signals: { upvotes: votes(at) } } : {}),
    }
  })
}

function titlesOf(ranking: Ranking): string[] {
  const papers = ranking.groups.flatMap((group) => group.papers)
  return papers.sort((a, b) => a.rank - b.rank).map(({ paper }) => paper.title)
}

describe('rankPapers', () => {
  it('shows every paper once, in a group or among the dropped', () => {
    const ranking = rankPapers(aDigest(manyPapers()), { limit: 10 })
    const all = [...titlesOf(ranking), ...ranking.dropped.map(({ paper }) => paper.title)]
    expect(new Set(all).size).toBe(30)
    expect(all).toHaveLength(30)
    expect(titlesOf(ranking)).toHaveLength(10)
  })

  it('gives the same result whatever the order of the input', () => {
    const papers = manyPapers((at) => at % 7)
    const expected = rankPapers(aDigest(papers))
    for (const shift of [1, 7, 19]) {
      const shuffled = papers.map((_, at) => papers[(at * 11 + shift) % papers.length] ?? {})
      expect(rankPapers(aDigest(shuffled))).toEqual(expected)
    }
  })

  it('lets votes lead, and uses text only between equals', () => {
    const ranking = rankPapers(aDigest(manyPapers((at) => 100 - at)), { all: true })
    expect(titlesOf(ranking)).toEqual(manyPapers().map(({ title }) => title))
  })

  it('neither rewards nor punishes a paper whose source counts no votes', () => {
    const papers = [
      { title: 'Loved by Readers Everywhere', abstract: robots, signals: { upvotes: 90 } },
      { title: 'Counted by No Source', abstract: robots },
      { title: 'Passed Over by Readers', abstract: robots, signals: { upvotes: 1 } },
    ]
    expect(titlesOf(rankPapers(aDigest(papers)))).toEqual(papers.map(({ title }) => title))
  })

  it('adds the points of the reasons up to the score', () => {
    for (const group of rankPapers(aDigest(manyPapers((at) => at))).groups) {
      for (const { score, reasons } of group.papers) {
        expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 3)
      }
    }
  })

  it('numbers ranks from 1 without a gap and orders sections by their best paper', () => {
    const { groups } = rankPapers(aDigest(manyPapers((at) => at)))
    const ranks = groups.flatMap(({ papers }) => papers.map(({ rank }) => rank))
    expect(ranks.toSorted((a, b) => a - b)).toEqual(ranks.map((_, at) => at + 1))
    const firsts = groups.map(({ papers }) => papers[0]?.rank ?? 0)
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
    for (const { papers } of groups)
      expect(papers.map(({ rank }) => rank)).toEqual(papers.map(({ rank }) => rank).sort((a, b) => a - b))
  })

  it('sorts papers under topics that a reader would expect', () => {
    const { groups } = rankPapers(aDigest(manyPapers()), { all: true })
    expect(groups.map(({ topic }) => topic.slug).toSorted()).toEqual(['games', 'robotics', 'speech-audio'])
    for (const { papers } of groups) expect(papers).toHaveLength(10)
  })

  it('keeps every paper when all are asked for, duplicates too', () => {
    const twice = [...manyPapers(), ...manyPapers()]
    const ranking = rankPapers(aDigest(twice), { all: true, limit: 3 })
    expect(titlesOf(ranking)).toHaveLength(60)
    expect(ranking.dropped).toEqual([])
  })

  it('puts what the reader follows above the rest, and says so', () => {
    const ranking = rankPapers(aDigest(manyPapers()), { interests: { topics: ['games'], words: ['bidder'] }, limit: 5 })
    expect(titlesOf(ranking).every((title) => title.startsWith('Auction'))).toBe(false)
    expect(titlesOf(ranking)[0]).toMatch(/^Auction/)
    expect(ranking.groups[0]?.papers[0]?.reasons.map(({ signal }) => signal)).toEqual(
      expect.arrayContaining(['topic', 'words']),
    )
  })

  it('leaves out what the reader excluded, and says why', () => {
    const { groups, dropped } = rankPapers(aDigest(manyPapers()), { interests: { exclude: ['auctions'] }, all: true })
    expect(groups.flatMap(({ papers }) => papers)).toHaveLength(20)
    expect(dropped.map(({ rule }) => rule)).toEqual(Array.from({ length: 10 }, () => 'excluded'))
    expect(dropped[0]?.reason).toBe('It contains "auctions", which is excluded.')
  })

  it('never repeats what the reader had, unless it was updated since', () => {
    const seen = { on: '2026-11-20' as PlainDate, version: 1 }
    const papers = [
      { title: 'Known Before Today', key: '2611.00001', version: 1 },
      { title: 'Revised Since Then', key: '2611.00002', version: 2 },
      { title: 'Never Shown Before', key: '2611.00003' },
    ]
    const memory = { find: (key: string) => (key === '2611.00003' ? undefined : seen) }
    const ranking = rankPapers(aDigest(papers), { memory })
    expect(titlesOf(ranking).toSorted()).toEqual(['Never Shown Before', 'Revised Since Then'])
    expect(ranking.dropped).toMatchObject([{ rule: 'seen', reason: 'It was in an issue of 2026-11-20.' }])
    const updated = ranking.groups.flatMap((group) => group.papers).find(({ paper }) => paper.version === 2)
    expect(updated?.reasons.map(({ sentence }) => sentence)).toContain('Updated since you saw it on 2026-11-20.')
  })
})

describe('B23 duplicates', () => {
  const one = { title: 'Kettles Sing in Tune', abstract: speech, authors: [{ name: 'Ada Brewer' }] }
  const countShown = (papers: Parameters<typeof aDigest>[0]): number => titlesOf(rankPapers(aDigest(papers))).length

  it('B23 folds DOIs that differ only by case', () => {
    expect(
      countShown([
        { ...one, key: 'a', doi: '10.5555/ABC.1' },
        { ...one, title: 'Another Title Altogether Here', key: 'b', doi: '10.5555/abc.1' },
      ]),
    ).toBe(1)
  })

  it('B23 folds two versions of one arXiv paper and keeps the later one', () => {
    const arxivId = '2611.01234' as ArxivId
    const ranking = rankPapers(
      aDigest([
        { ...one, arxivId, key: arxivId, version: 1 },
        { ...one, arxivId, key: arxivId, version: 2 },
      ]),
    )
    expect(ranking.groups.flatMap((group) => group.papers).map(({ paper }) => paper.version)).toEqual([2])
    expect(ranking.dropped).toMatchObject([{ rule: 'duplicate' }])
  })

  it('B23 folds titles that differ only by Unicode form, and adds up what both sources know', () => {
    const title = 'Réglage des Théières Chantantes'
    const ranking = rankPapers(
      aDigest([
        { ...one, title: title.normalize('NFC'), key: 'nfc', signals: { upvotes: 3 } },
        { ...one, title: title.normalize('NFD'), key: 'nfd', signals: { stars: 8 } },
      ]),
    )
    expect(ranking.groups.flatMap((group) => group.papers).map(({ signals }) => signals)).toEqual([
      { stars: 8, upvotes: 3 },
    ])
  })

  it('B23 folds addresses that differ only by tracking', () => {
    expect(
      countShown([
        { ...one, key: 'a' },
        { ...one, key: 'b', url: 'https://papers.example.com/teapots?utm_source=mail' },
      ]),
    ).toBe(1)
  })

  it('B23 keeps papers apart that share a title but no author, or have other identifiers', () => {
    expect(
      countShown([
        { ...one, key: 'a' },
        { ...one, key: 'b', authors: [{ name: 'Ben Other' }] },
      ]),
    ).toBe(2)
    const [first, second] = ['2611.00001' as ArxivId, '2611.00002' as ArxivId]
    expect(
      countShown([
        { ...one, key: first, arxivId: first },
        { ...one, key: second, arxivId: second },
      ]),
    ).toBe(2)
  })

  it('B23 takes titles of signs alone for no words that two papers could share', () => {
    const { authors: _, ...anonymous } = one
    expect(
      countShown([
        { ...anonymous, title: '🫖', key: 'a' },
        { ...anonymous, title: '☕', key: 'b', abstract: robots },
      ]),
    ).toBe(2)
  })

  it('B23 breaks ties by date, then by key', () => {
    const published = '2026-11-01T00:00:00Z' as Instant
    const papers = [
      { title: 'Twin Teapots 2', key: 'b', published },
      { title: 'Twin Teapots 1', key: 'a', published },
    ]
    expect(titlesOf(rankPapers(aDigest(papers)))).toEqual(['Twin Teapots 1', 'Twin Teapots 2'])
  })
})

describe('B24 signals that are no numbers', () => {
  it('B24 counts NaN, negative, absurd and textual votes as not given', () => {
    const bad = [Number.NaN, -1, 1e308, '12k' as unknown as number, Number.POSITIVE_INFINITY]
    const papers = bad.map((upvotes, at) => ({
      title: `Odd Votes ${'abcde'[at]} Here`,
      key: `k${at}`,
      signals: { upvotes },
    }))
    const ranking = rankPapers(aDigest([...papers, { title: 'Honest Votes Here', key: 'h', signals: { upvotes: 5 } }]))
    for (const { score, signals, paper } of ranking.groups.flatMap((group) => group.papers)) {
      expect(Number.isFinite(score)).toBe(true)
      expect(signals).toEqual(paper.key === 'h' ? { upvotes: 5 } : {})
    }
  })

  it('B24 ranks papers with impossible or missing dates without losing the order', () => {
    const dates = [
      'not a date',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '2026-11-22',
      '2026-11-22T10:00:00',
      '-000001-01-01T00:00:00Z',
    ]
    const papers = dates.map((published, at) => ({
      title: `Odd Dates ${'abcdef'[at]} Here`,
      key: `k${at}`,
      published: published as Instant,
    }))
    const ranking = rankPapers(aDigest([...papers, { title: 'Undated Here', key: 'u' }]))
    const shown = ranking.groups.flatMap((group) => group.papers)
    expect(shown).toHaveLength(7)
    expect(shown.every(({ score }) => Number.isFinite(score))).toBe(true)
    expect(rankPapers(aDigest([{ title: 'Undated Here', key: 'u' }, ...papers.toReversed()]))).toEqual(ranking)
  })

  it('B24 reads an instant without a zone as UTC, whatever the zone of the machine', () => {
    const scoreOf = (published: string): number | undefined =>
      rankPapers(
        aDigest([
          { key: 'a', title: 'Dated Teapots', published: published as Instant },
          { key: 'b', title: 'Older Kettles', published: '2026-11-01T00:00:00Z' as Instant },
        ]),
        { all: true },
      )
        .groups.flatMap(({ papers }) => papers)
        .find(({ paper }) => paper.key === 'a')?.score
    expect(scoreOf('2026-11-22T23:30:00')).toBe(scoreOf('2026-11-22T23:30:00Z'))
  })
})
