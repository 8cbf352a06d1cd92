import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { findDayOff, listAnnouncements } from '../../src/schedule/arxiv-calendar.ts'
import { findHoliday, isHolidayRule } from '../../src/schedule/holidays.ts'

const day = (text: string): PlainDate => text as PlainDate

describe('findDayOff', () => {
  it.each(['2026-11-26', '2026-12-29', '2026-12-31', '2025-07-06', '2024-10-08'])(
    'knows %s, which arXiv has published',
    (date) => expect(findDayOff(day(date))).toBe(`${date} is a day off at arXiv`),
  )

  it.each(['2027-01-18', '2027-09-06', '2027-11-25', '2028-07-04'])('expects %s', (date) =>
    expect(findDayOff(day(date))).toBe(`${date} is expected to be a day off at arXiv`),
  )

  it.each(['2026-11-23', '2026-11-25', '2026-11-29', '2027-11-24'])('has none on %s', (date) =>
    expect(findDayOff(day(date))).toBeUndefined(),
  )
})

describe('listAnnouncements', () => {
  it('follows the clock of New York, in summer and in winter', () => {
    const week = (from: string, until: string) =>
      listAnnouncements(Date.parse(from), Date.parse(until)).map(({ outMs }) => new Date(outMs).toISOString())
    expect(week('2026-07-12T00:00:00Z', '2026-07-14T02:00:00Z')).toEqual([
      '2026-07-13T01:00:00.000Z',
      '2026-07-14T01:00:00.000Z',
    ])
    expect(week('2026-11-24T02:00:00Z', '2026-11-28T00:00:00Z')).toEqual([
      '2026-11-25T02:00:00.000Z',
      '2026-11-26T02:00:00.000Z',
    ])
  })

  it('loses no evening where clocks go forward', () => {
    const [first] = listAnnouncements(Date.parse('2026-03-08T03:30:00Z'), Date.parse('2026-03-09T03:30:00Z'))
    expect(first).toEqual({ date: '2026-03-08', outMs: Date.parse('2026-03-09T01:00:00Z') })
  })

  it('has 256 evenings in 2026', () => {
    let count = 0
    for (let month = 0; month < 12; month += 1) {
      count += listAnnouncements(Date.UTC(2026, month, 1), Date.UTC(2026, month + 1, 1)).length
    }
    expect(count).toBe(256)
  })
})

describe('isHolidayRule', () => {
  it.each(['2026-12-25', '12-25', '02-29', '12-24..01-01', '2026-12-24..2027-01-01'])('takes %s', (rule) =>
    expect(isHolidayRule(rule)).toBe(true),
  )

  it.each(['', 'x', '13-01', '02-30', '2026-02-29', '12-24..2027-01-01', '2027-01-01..2026-12-24', 'a..b..c'])(
    'refuses %j',
    (rule) => expect(isHolidayRule(rule)).toBe(false),
  )
})

describe('findHoliday', () => {
  it('knows ranges over the end of the year', () => {
    const rules = ['12-24..01-01']
    expect(
      ['2026-12-23', '2026-12-24', '2026-12-31', '2027-01-01', '2027-01-02'].map(
        (date) => findHoliday(day(date), rules) !== undefined,
      ),
    ).toEqual([false, true, true, true, false])
  })
})
