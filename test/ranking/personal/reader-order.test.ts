import { describe, expect, it } from 'vitest'
import type { Interests } from '../../../src/ranking/personal/interests.ts'
import { listWishComponents } from '../../../src/ranking/personal/components.ts'
import { createPostings } from '../../../src/ranking/personal/postings.ts'
import { createReaderOrder } from '../../../src/ranking/personal/reader-order.ts'
import { compareScored } from '../../../src/ranking/scored-candidate.ts'
import { scoreDigest } from '../../../src/ranking/scoring/score-digest.ts'
import { sumPoints } from '../../../src/ranking/scoring/points.ts'
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

const papers = scoreDigest(digest, { all: true }).scored
const postings = createPostings(papers)

/** The slow way: every paper's reasons are added up, and the papers sorted. */
function orderBySums(interests: Interests): { places: number[]; scores: number[] } {
  const excluded = new Set((interests.exclude ?? []).flatMap((word) => [...postings.word(word).places]))
  const summed = papers
    .map((paper, place) => {
      const components = [...paper.components, ...listWishComponents(interests, postings, place)]
      return { ...paper, place, score: sumPoints(components) }
    })
    .filter(({ place }) => !excluded.has(place))
    .sort(compareScored)
  return { places: summed.map(({ place }) => place), scores: summed.map(({ score }) => score) }
}

describe('createReaderOrder', () => {
  it.each(profiles)('orders by the sum of the reasons, in a short list and a long one, for %j', (interests) => {
    const findOrder = createReaderOrder(papers, postings)
    const { places, scores } = orderBySums(interests)
    for (const limit of [0, 7, 60, 1000]) {
      const order = findOrder(interests, limit)
      expect(order.places).toEqual(places.slice(0, limit))
      expect(order.scores).toEqual(scores.slice(0, limit))
    }
  })

  it('keeps a long list in order where it is longer than what is kept sorted', () => {
    const many = aDigest(
      Array.from({ length: 90 }, (_, at) => ({
        key: `key-${at}`,
        title: `Speech x${at}y z${at * 7}q`,
        abstract: at % 3 === 0 ? 'We recognise speech with less audio.' : 'We prove a bound.',
        signals: { upvotes: (at * 31) % 17 },
      })),
    )
    const { scored } = scoreDigest(many, { all: true })
    const findOrder = createReaderOrder(scored, createPostings(scored))
    const interests = { words: ['audio'], exclude: ['nothing'] }
    const [all, first] = [findOrder(interests, 90), findOrder(interests, 60)]
    expect(all.places.slice(0, 60)).toEqual(first.places)
    expect(all.scores).toEqual(all.scores.toSorted((a, b) => b - a))
  })

  it('leaves nothing of one reader behind for the next', () => {
    const findOrder = createReaderOrder(papers, postings)
    const [first = {}, ...others] = profiles
    const before = findOrder(first, 20)
    for (const profile of others) findOrder(profile, 20)
    expect(findOrder(first, 20)).toEqual(before)
    expect(findOrder({ ...first, words: [] }, 20)).toEqual(before)
  })
})
