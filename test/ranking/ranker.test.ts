import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import { createRanker, type PersonalOptions } from '../../src/ranking/ranker.ts'
import type { RankedPaper, Ranking } from '../../src/ranking/ranking.ts'
import { aDigest } from '../support/papers.ts'

const subjects = [
  ['Robot manipulation', 'We present a robot that learns manipulation and grasping.'],
  ['Truthful auctions', 'We study auctions with strategic bidders and a truthful mechanism.'],
  ['Speech recognition', 'We propose speech recognition that works with less audio.'],
  ['Theorem proving', 'We prove a generalization bound for kernels.'],
] as const

const digest = aDigest(
  Array.from({ length: 48 }, (_, at) => {
    const [name, abstract] = subjects[at % 4] ?? subjects[0]
    return {
      key: `key-${at}`,
      title: `${name} x${at * 7}y z${at * 3}q v${at}u`,
      abstract: at % 6 === 0 ? `${abstract} It needs no data.` : abstract,
      authors: [{ name: `Ada Marlowe${at % 9}` }],
      version: 1 + (at % 2),
      signals: { upvotes: (at * 17) % 31 },
    }
  }),
)
const options = { selection: { pins: ['key-3'], excludes: ['word:grasping data'] } }

const readers: fc.Arbitrary<PersonalOptions> = fc.record(
  {
    limit: fc.integer({ min: 1, max: 30 }),
    minScore: fc.integer({ min: 0, max: 60 }),
    interests: fc.record(
      {
        topics: fc.dictionary(
          fc.constantFrom('robotics', 'games', 'theory', 'unheard-of'),
          fc.integer({ min: -3, max: 3 }),
        ),
        words: fc.subarray(['robots', 'data', 'strategic bidders', 'less audio', 'the']),
        authors: fc.subarray(['Marlowe3', 'Ada Marlowe1', 'Nobody']),
        exclude: fc.subarray(['auctions', 'no data', 'absent words']),
      },
      { requiredKeys: [] },
    ),
    memory: fc
      .subarray(
        digest.entries.map(({ paper }) => paper.key),
        { maxLength: 9 },
      )
      .map((keys) => ({
        find: (key: string) => (keys.includes(key) ? { on: '2026-11-20' as PlainDate, version: 1 } : undefined),
      })),
  },
  { requiredKeys: [] },
)

function shownOf(ranking: Ranking): RankedPaper[] {
  return ranking.groups.flatMap(({ papers }) => papers).sort((a, b) => a.rank - b.rank)
}

function findPaper(ranking: Ranking, key: string): RankedPaper {
  return shownOf(ranking).find(({ paper }) => paper.key === key) as RankedPaper
}

describe('createRanker', () => {
  it('gives every reader what rankPapers gives, whoever was ranked before', () => {
    const ranker = createRanker(digest, options)
    fc.assert(
      fc.property(readers, (reader) => {
        expect(ranker.rank(reader)).toEqual(rankPapers(digest, { ...options, ...reader }))
      }),
      { numRuns: 30, seed: 5 },
    )
  })

  it('shows or drops every paper once, and adds the reasons up to the score', () => {
    const ranker = createRanker(digest, options)
    fc.assert(
      fc.property(readers, (reader) => {
        const ranking = ranker.rank(reader)
        const keys = [...shownOf(ranking), ...ranking.dropped].map(({ paper }) => paper.key)
        expect(keys.toSorted()).toEqual(digest.entries.map(({ paper }) => paper.key).toSorted())
        for (const { score, reasons } of shownOf(ranking))
          expect(reasons.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 6)
      }),
      { numRuns: 30, seed: 6 },
    )
  })

  it('weighs topics: twice the weight gives twice the points, less than nothing takes them away', () => {
    const ranker = createRanker(digest, { all: true })
    const pointsFor = (weight: number): number | undefined =>
      findPaper(ranker.rank({ interests: { topics: { games: weight } } }), 'key-1').reasons.find(
        ({ signal }) => signal === (weight < 0 ? 'less' : 'topic'),
      )?.points
    const once = pointsFor(1) ?? 0
    expect(once).toBeGreaterThan(5)
    expect(pointsFor(2)).toBeCloseTo(2 * once, 3)
    expect(pointsFor(-1)).toBeCloseTo(-once, 3)
    expect(pointsFor(0)).toBeUndefined()
    expect(ranker.rank({ interests: { topics: { games: 1 } } })).toEqual(
      ranker.rank({ interests: { topics: ['games'] } }),
    )
  })

  it('says what a reader asked for less of, and puts it lower', () => {
    const ranker = createRanker(digest, { all: true })
    const before = findPaper(ranker.rank(), 'key-1')
    const after = findPaper(ranker.rank({ interests: { topics: { games: -1 } } }), 'key-1')
    expect(after.rank).toBeGreaterThan(before.rank)
    expect(after.reasons.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^You asked for less of [A-Z]/),
    )
  })

  it('drops what is below the score a reader wants at least, but not what an editor pinned', () => {
    const ranking = createRanker(digest, { selection: { pins: ['key-11'] } }).rank({ minScore: 30, limit: 48 })
    const shown = shownOf(ranking)
    expect(shown.filter(({ score }) => score < 30).map(({ paper }) => paper.key)).toEqual(['key-11'])
    const low = ranking.dropped.filter(({ rule }) => rule === 'min_score')
    expect(low.length).toBeGreaterThan(10)
    expect(low[0]?.reason).toMatch(/^Its score of [\d.]+ is below the 30 that this reader wants at least\.$/)
  })

  it('counts a word once that an editor and a reader both ask for', () => {
    const ranker = createRanker(digest, { all: true })
    const words = ['robot', 'Robot ', 'robot']
    expect(ranker.rank({ interests: { words } })).toEqual(ranker.rank({ interests: { words: ['robot'] } }))
  })

  it('shows nothing where no paper is good enough', () => {
    expect(createRanker(digest).rank({ minScore: 1000 }).groups).toEqual([])
  })
})
