import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { listRuns, listRunsBetween, openPattern } from '../../src/schedule/next-run.ts'
import { aSchedule } from '../support/schedules.ts'

const at = (text: string): Instant => text as Instant

function dues(changes: Parameters<typeof aSchedule>[0], after: string, count: number): string[] {
  return listRuns(aSchedule(changes), at(after), count).map(({ due, dueAt, takesPlace }) =>
    [takesPlace ? '' : '- ', due, ' ', dueAt].join(''),
  )
}

describe('listRuns', () => {
  it('reads the pattern as time on the wall of the zone', () => {
    expect(dues({ cron: '30 7 * * mon-fri' }, '2026-11-20T12:00:00Z', 2)).toEqual([
      '2026-11-23T07:30 2026-11-23T06:30:00Z',
      '2026-11-24T07:30 2026-11-24T06:30:00Z',
    ])
  })

  it('begins after the instant, not at it', () => {
    expect(dues({}, '2026-11-24T06:00:00Z', 1)).toEqual(['2026-11-25T07:00 2026-11-25T06:00:00Z'])
  })

  it('F30 is due at the end of the gap when clocks go forward over the time', () => {
    const [run] = listRuns(aSchedule({ cron: '30 2 * * *' }), at('2026-03-28T12:00:00Z'), 1)
    expect(run).toEqual({
      schedule: 'mornings',
      due: '2026-03-29T03:00',
      dueAt: '2026-03-29T01:00:00Z',
      takesPlace: true,
      reason: 'as scheduled; clocks went forward by 60 minutes',
    })
  })

  it('F30 is due once when clocks go back over the time', () => {
    expect(dues({ cron: '30 2 * * *' }, '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T02:30 2026-10-25T00:30:00Z',
      '2026-10-26T02:30 2026-10-26T01:30:00Z',
    ])
  })

  it('tells the second of two equal wall-clock times by its offset, where a pattern goes by elapsed time', () => {
    expect(dues({ cron: '*/30 2 * * *' }, '2026-10-24T12:00:00Z', 4)).toEqual([
      '2026-10-25T02:00 2026-10-25T00:00:00Z',
      '2026-10-25T02:30 2026-10-25T00:30:00Z',
      '2026-10-25T02:00+01:00 2026-10-25T01:00:00Z',
      '2026-10-25T02:30+01:00 2026-10-25T01:30:00Z',
    ])
  })

  it('F30 keeps leap days and the ends of months', () => {
    expect(dues({ cron: '0 7 29 2 *', zone: 'UTC' }, '2026-01-01T00:00:00Z', 2)).toEqual([
      '2028-02-29T07:00 2028-02-29T07:00:00Z',
      '2032-02-29T07:00 2032-02-29T07:00:00Z',
    ])
    expect(dues({ cron: '0 7 L * *', zone: 'UTC' }, '2027-01-31T12:00:00Z', 1)).toEqual([
      '2027-02-28T07:00 2027-02-28T07:00:00Z',
    ])
  })

  it('leaves holidays out and says which rule did it', () => {
    const runs = listRuns(aSchedule({ holidays: ['12-24..01-01', '2027-01-03'] }), at('2026-12-23T12:00:00Z'), 2)
    const left = runs.filter(({ takesPlace }) => !takesPlace)
    expect(left).toHaveLength(10)
    expect(left.map(({ reason }) => reason)).toContain('holiday (2027-01-03)')
    expect(runs.filter(({ takesPlace }) => takesPlace).map(({ due }) => due)).toEqual([
      '2027-01-02T07:00',
      '2027-01-04T07:00',
    ])
  })

  it('ends when every day is a holiday', () => {
    expect(listRuns(aSchedule({ holidays: ['01-01..12-31'] }), at('2026-01-01T00:00:00Z'), 1)).toHaveLength(1000)
  })

  it('gives none for none', () => {
    expect(listRuns(aSchedule(), at('2026-01-01T00:00:00Z'), 0)).toEqual([])
  })
})

describe('listRuns with the calendar of arXiv', () => {
  it('leaves out the morning after Thanksgiving, and says why', () => {
    const runs = listRuns(aSchedule({ calendar: 'arxiv', cron: '0 7 * * mon-fri' }), at('2026-11-25T12:00:00Z'), 2)
    expect(runs.map(({ due, reason }) => `${due} ${reason}`)).toEqual([
      '2026-11-26T07:00 after the announcement of arXiv on 2026-11-25',
      '2026-11-27T07:00 2026-11-26 is a day off at arXiv',
      '2026-11-30T07:00 after the announcement of arXiv on 2026-11-29',
    ])
  })

  it('leaves out Saturday and Sunday mornings', () => {
    const runs = listRuns(aSchedule({ calendar: 'arxiv' }), at('2026-11-20T12:00:00Z'), 1)
    expect(runs.map(({ due, reason }) => `${due} ${reason}`)).toEqual([
      '2026-11-21T07:00 arXiv announces nothing on Fridays and Saturdays',
      '2026-11-22T07:00 arXiv announces nothing on Fridays and Saturdays',
      '2026-11-23T07:00 after the announcement of arXiv on 2026-11-22',
    ])
  })

  it('takes an announcement that is still under way for the next run', () => {
    const runs = listRuns(
      aSchedule({ calendar: 'arxiv', cron: '30 20 * * *', zone: 'America/New_York' }),
      at('2026-11-21T12:00:00Z'),
      1,
    )
    expect(runs.map(({ due, takesPlace }) => `${due} ${takesPlace}`)).toEqual([
      '2026-11-21T20:30 false',
      '2026-11-22T20:30 false',
      '2026-11-23T20:30 true',
    ])
  })

  it('counts what was announced over a holiday of one’s own', () => {
    const runs = listRuns(
      aSchedule({ calendar: 'arxiv', holidays: ['2026-11-24', '2026-11-25'] }),
      at('2026-11-23T12:00:00Z'),
      1,
    )
    expect(runs.at(-1)).toMatchObject({ due: '2026-11-26T07:00', reason: 'after 3 announcements of arXiv' })
  })

  it('gives a weekly schedule every week', () => {
    const runs = listRuns(aSchedule({ calendar: 'arxiv', cron: '0 9 * * fri' }), at('2026-01-01T00:00:00Z'), 52)
    expect(runs).toHaveLength(52)
  })
})

describe('listRunsBetween', () => {
  it('has both the runs and what is left out, the last instant included', () => {
    const runs = listRunsBetween(
      aSchedule({ holidays: ['11-24'] }),
      at('2026-11-23T06:00:00Z'),
      at('2026-11-25T06:00:00Z'),
    )
    expect(runs.map(({ due, takesPlace }) => `${due} ${takesPlace}`)).toEqual([
      '2026-11-24T07:00 false',
      '2026-11-25T07:00 true',
    ])
  })
})

describe('openPattern', () => {
  it.each(['', '7', '0 7 * *', '61 7 * * *', '0 25 * * *', '0 7 * * xyz', '0 0 7 * * *'])('refuses %j', (cron) => {
    expect(() => openPattern({ cron, zone: 'UTC' })).toThrow(/is no cron pattern: .*Write five fields/)
  })
})
