import { describe, expect, it } from 'vitest'
import { rankPapers } from '../../../src/ranking/rank.ts'
import { buildTaxonomy, builtInTaxonomy } from '../../../src/ranking/topics/taxonomy.ts'
import { aDigest } from '../../support/papers.ts'

const digest = aDigest(
  ['teapot', 'teapot', 'teapot', 'auction', 'auction', 'auction'].map((word, at) => ({
    key: `key-${at}`,
    title: `On the ${word} of house ${'abcdef'[at]}`,
    abstract: word === 'teapot' ? 'We pour tea from a copper teapot.' : 'We study auctions with strategic bidders.',
  })),
)
const tea = { title: 'Tea and teapots', words: ['teapot', 'copper teapot', 'pour tea'] }

function slugsOf(options: Parameters<typeof rankPapers>[1]): string[] {
  return rankPapers(digest, { ...options, all: true }).groups.map(({ topic }) => topic.slug)
}

describe('a taxonomy of one’s own', () => {
  it('adds a topic by a title and words alone', () => {
    expect(slugsOf({ taxonomy: buildTaxonomy([tea], 'extend') }).toSorted()).toEqual(['games', 'tea-and-teapots'])
  })

  it('replaces the built-in topics', () => {
    const trade = { title: 'Trade', slug: 'trade', words: ['auction', 'bidder'] }
    expect(slugsOf({ taxonomy: buildTaxonomy([tea, trade], 'replace') }).toSorted()).toEqual([
      'tea-and-teapots',
      'trade',
    ])
  })

  it('tells which words placed a paper', () => {
    const ranking = rankPapers(digest, { all: true, taxonomy: buildTaxonomy([tea], 'extend') })
    const group = ranking.groups.find(({ topic }) => topic.slug === 'tea-and-teapots')
    expect(group?.papers[0]?.placement).toContain('About Tea and teapots: “teapot”')
    expect(group?.papers[0]?.labels?.[0]).toMatchObject({ slug: 'tea-and-teapots' })
  })

  it('refuses a topic without words, and a taxonomy without topics', () => {
    expect(() => buildTaxonomy([{ title: 'Void', words: [] }], 'extend')).toThrow('"Void" has no words')
    expect(() => buildTaxonomy([], 'replace')).toThrow('has no topics')
  })
})

describe('the built-in taxonomy', () => {
  it('has different slugs, a sentence each, and areas that exist', () => {
    const { topics, areas } = builtInTaxonomy
    expect(new Set([...topics, ...areas].map(({ slug }) => slug)).size).toBe(topics.length + areas.length)
    expect(topics.filter(({ sentence, words }) => !sentence.endsWith('.') || words.length < 10)).toEqual([])
    const known = new Set(areas.map(({ slug }) => slug))
    expect(topics.filter(({ area }) => area !== undefined && !known.has(area))).toEqual([])
  })
})
