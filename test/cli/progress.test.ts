import { describe, expect, it } from 'vitest'
import { cutToRow, formatProgress } from '../../src/cli/progress.ts'

describe('formatProgress', () => {
  it('tells count, rate and time left', () => {
    expect(formatProgress('Sending', { done: 120, total: 200, elapsedMs: 3000 })).toBe(
      'Sending 120 of 200 (60 %), 40/s, 2 s left',
    )
  })

  it('tells long times in minutes and hours', () => {
    expect(formatProgress('Sending', { done: 1, total: 600, elapsedMs: 1000 })).toContain('10 min left')
    expect(formatProgress('Sending', { done: 1, total: 30_000, elapsedMs: 1000 })).toContain('9 h left')
  })
})

describe('cutToRow', () => {
  it('keeps a line on one row, where it can be written over', () => {
    expect(cutToRow('Sending 120 of 200 (60 %), 40/s, 2 s left', 21)).toBe('Sending 120 of 200 (')
    expect(cutToRow('Sending', undefined)).toBe('Sending')
  })
})
