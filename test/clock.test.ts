import { afterEach, describe, expect, it } from 'vitest'
import { parseInstant, parsePlainDate } from '../src/clock.ts'

const own = process.env['TZ']

afterEach(() => {
  if (own === undefined) delete process.env['TZ']
  else process.env['TZ'] = own
})

describe('parseInstant', () => {
  it.each([
    ['UTC', 0],
    ['America/New_York', 300],
    ['Asia/Tokyo', -540],
  ] as const)('B24 is the same on a machine in %s', (zone, offset) => {
    process.env['TZ'] = zone
    expect(new Date('2026-01-01T00:00:00Z').getTimezoneOffset() + 0).toBe(offset)
    expect(
      [
        '2026-11-20T08:00:00',
        '2026-11-20 08:00',
        '20 Nov 2026 08:00',
        'Nov 20, 2026',
        '2026-11-20',
        '2026',
        'Fri, 20 Nov 2026 08:00:00 +0200',
        'Fri, 20 Nov 2026 08:00:00 EST',
        '2026-11-20T08:00:00.123+01:00',
      ].map((text) => parseInstant(text)),
    ).toEqual([
      '2026-11-20T08:00:00Z',
      '2026-11-20T08:00:00Z',
      '2026-11-20T08:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-11-20T06:00:00Z',
      '2026-11-20T13:00:00Z',
      '2026-11-20T07:00:00Z',
    ])
  })

  it.each(['', 'soon', '-000001-01-01', '0000-01-01', '0000-00-00', '99999-01-01', 'Mon, 01 Jan 99999 00:00:00 GMT'])(
    'B24 reads nothing in "%s"',
    (text) => {
      expect(parseInstant(text)).toBeUndefined()
    },
  )
})

describe('parsePlainDate', () => {
  it('knows the days of the calendar', () => {
    expect(['2026-02-29', '2028-02-29', '2026-13-01', '1899-01-01'].map((text) => parsePlainDate(text))).toEqual([
      undefined,
      '2028-02-29',
      undefined,
      undefined,
    ])
  })
})
