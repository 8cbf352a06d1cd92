import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { decideDay } from '../../src/schedule/empty-day.ts'
import type { Schedule } from '../../src/schedule/schedule.ts'
import { aSchedule } from '../support/schedules.ts'

const run = { schedule: 'mornings', due: '2026-11-24T07:00', dueAt: '2026-11-24T06:00:00Z' as Instant }

function decide(changes: Partial<Schedule>, paperCount: number, time = '06:00'): string {
  const { kind, detail, ...rest } = decideDay(aSchedule(changes), run, {
    paperCount,
    now: `2026-11-24T${time}:00Z` as Instant,
  })
  return `${kind} (${detail})${'retryAt' in rest ? ` ${rest.retryAt}` : ''}`
}

describe('decideDay', () => {
  it('sends when there are papers enough', () => {
    expect(decide({ minPapers: 3 }, 3)).toBe('send (3 papers)')
  })

  it.each([
    ['skip', 0, 'skip (skipped: no new papers)'],
    ['skip', 2, 'skip (skipped: only 2 papers of the 3 that make an issue)'],
    ['rollover', 2, 'carry (only 2 papers of the 3 that make an issue; kept for the next run)'],
    ['best', 1, 'send_best (only 1 paper of the 3 that make an issue; with the best of the last days)'],
    ['hold', 0, 'wait (no new papers; waiting) 2026-11-24T06:15:00Z'],
  ] as const)('with %s and %i papers: %s', (emptyDay, count, decision) => {
    expect(decide({ emptyDay, minPapers: 3 }, count)).toBe(decision)
  })

  it('holds to the end of its hours and not longer', () => {
    const hold = { emptyDay: 'hold', holdHours: 2, minPapers: 3 } as const
    expect(decide(hold, 0, '07:50')).toContain('2026-11-24T08:00:00Z')
    expect(decide(hold, 0, '08:00')).toBe('skip (skipped: no new papers within 2 hours)')
    expect(decide(hold, 2, '08:00')).toBe(
      'send (only 2 papers of the 3 that make an issue after 2 hours; sent as it is)',
    )
  })

  it('never sends an issue without papers', () => {
    expect(decide({ emptyDay: 'skip', minPapers: 1 }, 0)).toMatch(/^skip/)
  })
})
