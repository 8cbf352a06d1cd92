import { describe, expect, it } from 'vitest'
import { rankPapers } from '../../../src/ranking/rank.ts'
import type { RankedPaper, Ranking } from '../../../src/ranking/ranking.ts'
import { aDigest } from '../../support/papers.ts'

const robots = 'We present a robot that learns manipulation and grasping from demonstrations.'
const auctions = 'We study auctions with strategic bidders and prove that the mechanism is truthful.'

/** Twelve robots with many votes, then twelve auctions with few; every third by the same first author. */
const digest = aDigest(
  Array.from({ length: 24 }, (_, at) => ({
    key: `key-${at}`,
    title: `${at < 12 ? 'Grasping' : 'Selling'} x${at}y z${at * 3}q v${at * 7}u`,
    abstract: at < 12 ? robots : auctions,
    authors: [{ name: at % 3 === 0 ? 'Ada Marlowe' : `Ben Author${at}` }],
    signals: { upvotes: 240 - at * 10 },
  })),
)

function shownOf(ranking: Ranking): RankedPaper[] {
  return ranking.groups.flatMap(({ papers }) => papers).sort((a, b) => a.rank - b.rank)
}

function keysOf(ranking: Ranking): string[] {
  return shownOf(ranking).map(({ paper }) => paper.key)
}

describe('selection', () => {
  it('keeps to the caps that an editor set, though places stay empty', () => {
    const ranking = rankPapers(digest, { limit: 20, selection: { perTopic: 3, hiddenGem: false } })
    expect(keysOf(ranking)).toHaveLength(6)
    expect(ranking.dropped.map(({ rule }) => rule)).toEqual(Array.from({ length: 18 }, () => 'topic_cap'))
  })

  it('lets caps that nobody set give way where places would stay empty', () => {
    expect(keysOf(rankPapers(digest, { limit: 24 }))).toHaveLength(24)
  })

  it('has at most two papers of a first author where there are enough others', () => {
    const { dropped } = rankPapers(digest, { limit: 8 })
    expect(dropped.filter(({ rule }) => rule === 'author_cap').map(({ reason }) => reason)).toContain(
      '2 better papers of the same first author are in.',
    )
  })

  it('takes pinned papers in, by key, author or words', () => {
    const selection = { pins: ['key-23', 'author:Author22', 'word:nothing'], hiddenGem: false }
    const keys = keysOf(rankPapers(digest, { limit: 5, selection }))
    expect(keys).toHaveLength(5)
    expect(keys).toEqual(expect.arrayContaining(['key-22', 'key-23']))
  })

  it('leaves out what an editor excluded', () => {
    const ranking = rankPapers(digest, { selection: { excludes: ['author:Ada Marlowe', 'auctions'] } })
    expect(ranking.dropped.filter(({ rule }) => rule === 'excluded')).toHaveLength(16)
  })

  it.each([1, 0])('gives the last place to a promising paper with few votes (%i), and says so', (votes) => {
    const papers = digest.entries.map(({ paper, signals }) => ({ ...paper, signals }))
    const links = [{ kind: 'code' as const, url: 'https://code.example.com/gem' }]
    const gem = {
      key: 'gem',
      title: 'Large Language Model Agents in the Open',
      abstract: 'We release open-source language model agents that reason and use tools.',
      links,
      signals: { upvotes: votes },
    }
    const crowd = Array.from({ length: 40 }, (_, at) => ({ name: `Eve Writer${at}` }))
    const ranking = rankPapers(aDigest([...papers, { ...gem, authors: crowd }]), { limit: 8 })
    const last = shownOf(ranking).at(-1)
    expect(last?.paper.key).toBe('gem')
    expect(last?.reasons.map(({ signal }) => signal)).toContain('gem')
    expect(ranking.dropped.filter(({ rule }) => rule === 'hidden_gem')).toHaveLength(1)
    expect(shownOf(ranking).length + ranking.dropped.length).toBe(25)
  })
})
