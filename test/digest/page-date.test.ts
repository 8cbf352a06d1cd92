import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { parsePageDate, parsePagePeriod } from '../../src/digest/page-date.ts'

const today = '2026-11-23' as PlainDate

describe('parsePageDate', () => {
  it.each([
    ['Nov 20', '2026-11-20'],
    ['29 December', '2025-12-29'],
    ['Friday, Nov 20, 2026', '2026-11-20'],
    ['2026-11-20', '2026-11-20'],
    ['Feb 29', '2024-02-29'],
    ['20. Nov.', '2026-11-20'],
    ['3 de março de 2026', '2026-03-03'],
    ['1er août', '2026-08-01'],
    ['20 ноября', '2026-11-20'],
    ['1月3日', '2026-01-03'],
    ['2026년 11월 20일', '2026-11-20'],
  ])('reads %s', (line, day) => {
    expect(parsePageDate(line, today)).toBe(day)
  })

  it.each(['Feb 30', 'May We', 'November 2026', '20', 'March of the Robots 5', '12 settings', '20 out of'])(
    'reads no day in %s',
    (line) => {
      expect(parsePageDate(line, today)).toBeUndefined()
    },
  )
})

describe('parsePagePeriod', () => {
  it.each([
    ['Week 47', '2026-11-22'],
    ['2026-W46', '2026-11-15'],
    ['Week 52', '2025-12-28'],
    ['Week 53, 2020', '2021-01-03'],
    ['Nov 9 - Nov 15', '2026-11-15'],
    ['Nov 9 – 15, 2026', '2026-11-15'],
    ['October 2026', '2026-10-31'],
    ['Nov 2026', '2026-11-23'],
    ['Nov 23 - Nov 29', '2026-11-23'],
  ])('reads %s', (line, day) => {
    expect(parsePagePeriod(line, today)).toBe(day)
  })

  it.each(['Nov 20', 'Week', 'Weak 47', 'Week 60', 'A Week of Papers', 'Mayday 2026'])('reads none in %s', (line) => {
    expect(parsePagePeriod(line, today)).toBeUndefined()
  })
})
