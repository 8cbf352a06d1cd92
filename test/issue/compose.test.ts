import { describe, expect, it } from 'vitest'
import { composeIssue } from '../../src/issue/compose.ts'
import type { Newsletter } from '../../src/issue/issue.ts'
import type { AddrSpec } from '../../src/mail/address.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import { aDigest } from '../support/papers.ts'

const newsletter: Newsletter = {
  name: 'The Teapot Papers',
  from: { address: 'papers@example.com' as AddrSpec },
  listId: 'papers.example.com',
  language: 'en',
}

const robots = 'We present a robot that learns manipulation and grasping from demonstrations in one hour.'
const auctions = 'We study auctions with strategic bidders and prove that the mechanism is truthful.'

/** Papers on two subjects; the robots have the votes. */
function papersOnTwo(count: number): Parameters<typeof aDigest>[0] {
  return Array.from({ length: count }, (_, at) => ({
    title: `${at % 2 === 0 ? 'Grasping Spoon' : 'Selling Spoon'} ${'abcdefghijklmnop'[at % 16]}${at}`,
    key: `key-${at}`,
    authors: [{ name: `Author Number${at}` }],
    abstract: at % 2 === 0 ? robots : auctions,
    signals: { upvotes: 100 - at },
  }))
}

describe('composeIssue', () => {
  it('leads with the best paper and shows every paper once', () => {
    const issue = composeIssue(rankPapers(aDigest(papersOnTwo(12))), newsletter, { number: 7 })
    expect(issue.lead.rank).toBe(1)
    const shown = [issue.lead, ...issue.sections.flatMap(({ papers }) => papers)].map(({ rank }) => rank)
    expect(shown.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
    expect(issue).toMatchObject({ number: 7, paperCount: 12, droppedCount: 0, date: '2026-11-23' })
  })

  it('has no section of a single paper where the lead leaves one behind', () => {
    const issue = composeIssue(rankPapers(aDigest(papersOnTwo(4))), newsletter)
    const named = issue.sections.filter(({ topic }) => topic.slug !== 'more')
    expect(named.filter(({ papers }) => papers.length < 2)).toEqual([])
    expect(issue.sections.flatMap(({ papers }) => papers)).toHaveLength(3)
  })

  it('gives the same content the same hash, and other content another', () => {
    const compose = (count: number): string => composeIssue(rankPapers(aDigest(papersOnTwo(count))), newsletter).hash
    expect(compose(6)).toMatch(/^[0-9a-f]{64}$/)
    expect(compose(6)).toBe(compose(6))
    expect(compose(6)).not.toBe(compose(7))
  })

  it('B25 refuses to compose an issue without papers', () => {
    expect(() => composeIssue(rankPapers(aDigest([])), newsletter)).toThrow(
      expect.objectContaining({ code: 'not_found', details: { nothingToSend: true, dropped: 0 } }),
    )
  })

  it('B25 says that all were left out when the reader had them all', () => {
    const memory = { find: () => ({ on: '2026-11-20' as never }) }
    expect(() => composeIssue(rankPapers(aDigest(papersOnTwo(3)), { memory }), newsletter)).toThrow(
      'There is nothing to send for 2026-11-23: all 3 papers of the digest were left out.',
    )
  })

  it('B25 composes an issue of one paper', () => {
    const issue = composeIssue(rankPapers(aDigest(papersOnTwo(1))), newsletter)
    expect(issue).toMatchObject({ paperCount: 1, sections: [] })
  })

  it('B25 composes an issue from ten thousand papers', () => {
    const issue = composeIssue(rankPapers(aDigest(papersOnTwo(10_000))), newsletter)
    expect(issue.paperCount).toBe(20)
    expect(issue.droppedCount).toBe(9980)
  })
})
