import { describe, expect, it } from 'vitest'
import type { Interests } from '../../../src/ranking/personal/interests.ts'
import { createPersonalRanker } from '../../../src/ranking/personal/personal-ranker.ts'
import type { PersonalOrder } from '../../../src/ranking/personal/personal-ranker.ts'
import { rankPapers } from '../../../src/ranking/rank.ts'
import { aDigest } from '../../support/papers.ts'

const subjects = [
  ['robot manipulation', 'We present a robot that grasps cups.'],
  ['truthful auctions', 'We study auctions with strategic bidders.'],
  ['speech recognition', 'We recognise speech with less audio.'],
  ['theorem proving', 'We prove a generalization bound for kernels.'],
] as const

const digest = aDigest(
  Array.from({ length: 60 }, (_, at) => {
    const [name, abstract] = subjects[at % 4] ?? subjects[0]
    return {
      key: `key-${at}`,
      title: `${name} ${String.fromCodePoint(97 + (at % 26))}${at} x${at * 7}y`,
      abstract: at % 6 === 0 ? `${abstract} It needs no data.` : abstract,
      authors: [{ name: `Ada Marlowe${at % 5}` }],
      signals: { upvotes: (at * 17) % 11 },
    }
  }),
)

const profiles: Interests[] = [
  {},
  { topics: ['games'] },
  { topics: { games: 2, theory: -1.5, 'speech-audio': 0.25 } },
  { topics: { robotics: -3, theory: -1 }, words: ['less audio', 'the'] },
  { topics: ['robotics', 'speech-audio'], words: ['kernel'] },
  { words: ['cups', 'data', 'generalization bound'], exclude: ['auction'] },
  { words: ['robot', 'cups', 'speech', 'audio', 'auction', 'bidders', 'bound', 'data', 'present', 'kernel'] },
  {
    words: ['robot', 'grasps', 'cups', 'speech', 'audio', 'auction', 'bidders', 'strategic', 'bound', 'kernel'],
    topics: { theory: -1, games: 2 },
    authors: ['Marlowe2'],
    exclude: ['data'],
  },
  { authors: ['Marlowe3'], words: ['nothing at all'] },
  { topics: ['theory'], authors: ['Ada Marlowe1'], words: ['speech', 'robot'], exclude: ['data'] },
]

describe('createPersonalRanker', () => {
  it.each(profiles)('gives the order and the scores of rankPapers for %j', (interests) => {
    const { groups } = rankPapers(digest, { interests, all: true })
    const papers = groups.flatMap((group) => group.papers).sort((a, b) => a.rank - b.rank)
    const order = (count: number): PersonalOrder => ({
      paperKeys: papers.slice(0, count).map(({ paper }) => paper.key),
      scores: papers.slice(0, count).map(({ score }) => score),
    })
    const ranker = createPersonalRanker(digest, { all: true })
    expect(ranker.rankFor(interests, 1000)).toEqual(order(1000))
    expect(ranker.rankFor(interests, 7)).toEqual(order(7))
  })

  it('leaves nothing of one reader behind for the next', () => {
    const ranker = createPersonalRanker(digest)
    const [first = {}, ...others] = profiles
    const before = ranker.rankFor(first, 20)
    for (const profile of others) ranker.rankFor(profile, 20)
    expect(createPersonalRanker(digest).rankFor(first, 20)).toEqual(before)
    expect(ranker.rankFor({ ...first, words: [] }, 20)).toEqual(before)
  })
})
