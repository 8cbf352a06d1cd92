import { describe, expect, it } from 'vitest'
import type { Instant, PlainDate } from '../../src/clock.ts'
import { findDeliveryTime, findFirstDelivery, type ReaderTime } from '../../src/schedule/delivery-time.ts'
import { aSchedule } from '../support/schedules.ts'

const daily: ReaderTime = { frequency: 'daily', weekday: 1 }
/** A Tuesday, seven in the morning in Berlin. */
const release = { releasedAt: '2026-11-24T06:00:00Z' as Instant, zone: 'Europe/Berlin' }
const day = (text: string): PlainDate => text as PlainDate

function timeOf(changes: Partial<ReaderTime>, of = release): string {
  const { at, reason } = findDeliveryTime({ ...daily, ...changes }, of)
  return at ?? reason
}

describe('findDeliveryTime', () => {
  it('is the release for who wants nothing else', () => {
    expect(timeOf({})).toBe('2026-11-24T06:00:00Z')
  })

  it('is the next time that it is the reader’s hour in the reader’s zone', () => {
    expect(timeOf({ hour: 7, zone: 'America/New_York' })).toBe('2026-11-24T12:00:00Z')
    expect(timeOf({ hour: 7, zone: 'Asia/Kolkata' })).toBe('2026-11-25T01:30:00Z')
    expect(timeOf({ hour: 7, zone: 'Pacific/Auckland' })).toBe('2026-11-24T18:00:00Z')
  })

  it('is at once when it is that hour already', () => {
    expect(timeOf({ hour: 7 })).toBe('2026-11-24T06:00:00Z')
  })

  it('F30 is the end of the gap when clocks go forward over the hour', () => {
    const night = { releasedAt: '2026-03-28T22:00:00Z' as Instant, zone: 'Europe/Berlin' }
    expect(timeOf({ hour: 2 }, night)).toBe('2026-03-29T01:00:00Z')
  })

  it('F30 is the first of two when clocks go back over the hour', () => {
    const night = { releasedAt: '2026-10-24T20:00:00Z' as Instant, zone: 'Europe/Berlin' }
    expect(timeOf({ hour: 2 }, night)).toBe('2026-10-25T00:00:00Z')
  })

  it('is none while the reader has snoozed, by the reader’s own day', () => {
    expect(timeOf({ snoozedUntil: day('2026-11-25') })).toBe('snoozed until 2026-11-25')
    expect(timeOf({ snoozedUntil: day('2026-11-24') })).toBe('2026-11-24T06:00:00Z')
    expect(timeOf({ snoozedUntil: day('2026-11-25'), hour: 7, zone: 'Asia/Tokyo' })).toBe('2026-11-24T22:00:00Z')
  })

  it('is none on a quiet day', () => {
    expect(timeOf({ quietDays: [2, 6, 7] })).toBe('no mail on Tuesdays')
  })

  it('is weekly on the first issue from the weekday on', () => {
    const weekly = { frequency: 'weekly', weekday: 1 } as const
    expect(timeOf({ ...weekly, lastIssueOn: day('2026-11-16') })).toBe('2026-11-24T06:00:00Z')
    expect(timeOf({ ...weekly, lastIssueOn: day('2026-11-23') })).toBe('weekly, on Monday')
    expect(timeOf({ ...weekly })).toBe('weekly, on Monday')
    expect(timeOf({ frequency: 'weekly', weekday: 2 })).toBe('2026-11-24T06:00:00Z')
  })

  it('is none when no paper reaches the score that the reader asks for', () => {
    const picky = { frequency: 'above_score', minScore: 60 } as const
    expect(findDeliveryTime({ ...daily, ...picky }, { ...release, topScore: 59 }).reason).toBe('no paper scores 60')
    expect(findDeliveryTime({ ...daily, ...picky }, { ...release, topScore: 60 }).at).toBe(release.releasedAt)
  })
})

describe('findFirstDelivery', () => {
  it('tells a new reader when the first issue comes', () => {
    const schedule = aSchedule({ cron: '0 7 * * mon-fri', calendar: 'arxiv' })
    const after = '2026-11-26T12:00:00Z' as Instant
    expect(findFirstDelivery({ frequency: 'weekly', weekday: 3, hour: 18 }, schedule, after)).toBe(
      '2026-12-02T17:00:00Z',
    )
    expect(findFirstDelivery(daily, schedule, after)).toBe('2026-11-30T06:00:00Z')
  })

  it('is undefined when none comes', () => {
    const never = aSchedule({ holidays: ['01-01..12-31'] })
    expect(findFirstDelivery(daily, never, '2026-11-26T12:00:00Z' as Instant)).toBeUndefined()
  })
})
