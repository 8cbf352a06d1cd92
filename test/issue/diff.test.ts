import { describe, expect, it } from 'vitest'
import { diffIssues, formatIssueDiff } from '../../src/issue/diff.ts'
import { anIssue } from '../support/issues.ts'

const before = anIssue()
const [first, ...others] = before.sections
if (!first) throw new Error('The sample issue has no section.')

describe('diffIssues', () => {
  it('finds nothing between an issue and itself', () => {
    const diff = diffIssues(before, before)
    expect(diff).toEqual({ fields: [], added: [], removed: [], moved: [], rewritten: [], unchangedCount: 20 })
    expect(formatIssueDiff(diff)).toBe('20 papers unchanged.')
  })

  it('counts one paper as one', () => {
    const one = { ...before, sections: [] }
    expect(formatIssueDiff(diffIssues(one, one))).toBe('1 paper unchanged.')
  })

  it('tells what is new in the issue itself', () => {
    const { number: _, ...after } = { ...before, subject: 'Something else today' }
    expect(formatIssueDiff(diffIssues(before, after))).toContain(
      '  number: 42 → (none)\n  subject: Slow clocks, honest maps and nineteen more papers → Something else today',
    )
  })

  it('tells papers added, removed, moved to another place or topic, and rewritten', () => {
    const [second, third, fourth, ...rest] = first.papers
    if (!second || !third || !fourth) throw new Error('The first section is too short.')
    const papers = [
      { ...third, rank: 2 },
      { ...fourth, summary: ['Told anew.'] },
      { ...second, paper: { ...second.paper, key: 'new', title: 'A new one' } },
      ...rest,
    ]
    const diff = diffIssues(before, { ...before, sections: [{ ...first, papers }, ...others] })
    expect(formatIssueDiff(diff)).toBe(
      [
        '+ 2. A new one',
        '- 2. Honest Maps: Language Models That Say Where They Guess',
        '~ A Ledger for Long Conversations: 3 (Language models) → 2 (Language models)',
        '~ Borrowed Tools: Agents That Return What They Change: new summary',
        '17 papers unchanged.',
      ].join('\n'),
    )
  })
})
