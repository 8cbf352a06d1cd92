import { describe, expect, it } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { findFirstIssue } from '../../../src/app/pages/first-issue.ts'
import type { Instant } from '../../../src/clock.ts'
import { parseSettings } from '../../../src/config.ts'
import { plainWishes } from '../../../src/subscribers/profile.ts'
import { getListSlug } from '../../../src/subscribers/subscription.ts'

const readers = getListSlug('readers')
const schedule = {
  name: 'mornings',
  cron: '0 7 * * mon-fri',
  zone: 'Europe/Berlin',
  source: 'day.txt',
  list: 'readers',
}

function openAt(now: string, schedules: readonly object[]) {
  return buildApp(parseSettings({ schedules }, {}, 'test'), { now: () => now as Instant })
}

describe('findFirstIssue', () => {
  it('is the next run of a schedule to the list, in words and in its zone', () => {
    const app = openAt('2026-11-28T12:00:00Z', [schedule])
    expect(findFirstIssue(app, readers, plainWishes)).toBe('Monday, November 30 at 7:00 AM (Europe/Berlin)')
  })

  it('is the hour of the reader in the zone of the reader', () => {
    const app = openAt('2026-11-28T12:00:00Z', [schedule])
    expect(findFirstIssue(app, readers, { ...plainWishes, hour: 9, zone: 'Asia/Tokyo' })).toBe(
      'Tuesday, December 1 at 9:00 AM (Asia/Tokyo)',
    )
  })

  it('is unknown without a schedule to the list', () => {
    const app = openAt('2026-11-28T12:00:00Z', [{ ...schedule, list: 'others' }])
    expect(findFirstIssue(app, readers, plainWishes)).toBeUndefined()
  })
})
