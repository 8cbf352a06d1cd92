import { describe, expect, it } from 'vitest'
import type { ArxivId } from '../../src/digest/paper.ts'
import { explainPaper } from '../../src/ranking/explain.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import { aDigest } from '../support/papers.ts'

const ranking = rankPapers(
  aDigest([
    { title: 'Teapots on the Moon', key: '2611.00001', arxivId: '2611.00001' as ArxivId, signals: { upvotes: 9 } },
    { title: 'Teapots on Mars', key: 'doi:10.5555/mars', signals: { upvotes: 5 } },
    { title: 'Kettles at Sea', key: 'title:kettles at sea', signals: { upvotes: 1 } },
  ]),
  { limit: 2 },
)

describe('explainPaper', () => {
  it.each(['1', '#1', '2611.00001', 'arXiv:2611.00001v3', 'Teapots on the Moon', 'moon', 'teapots moo'])(
    'finds a paper by “%s”',
    (ref) => {
      expect(explainPaper(ranking, ref)).toMatchObject({ kind: 'ranked', ranked: { rank: 1 }, paperCount: 2 })
    },
  )

  it('tells the sum behind a place', () => {
    const explanation = explainPaper(ranking, 'doi:10.5555/MARS')
    expect(explanation).toMatchObject({ kind: 'ranked', ranked: { rank: 2 } })
    const reasons = explanation.kind === 'ranked' ? explanation.ranked.reasons : []
    expect(reasons[0]).toMatchObject({ signal: 'votes', sentence: '5 readers voted for it.' })
  })

  it('tells the rule that dropped a paper', () => {
    expect(explainPaper(ranking, 'kettles')).toMatchObject({ kind: 'dropped', dropped: { rule: 'limit' } })
  })

  it('refuses words that fit several papers, and names them', () => {
    expect(() => explainPaper(ranking, 'teapots')).toThrow(/fits 2 papers: "Teapots on the Moon", "Teapots on Mars"/)
  })

  it.each(['saucers', '', '99', '…'])('says that no paper is “%s”', (ref) => {
    expect(() => explainPaper(ranking, ref)).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})
