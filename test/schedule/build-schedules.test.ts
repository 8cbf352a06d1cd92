import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../src/config.ts'
import { ConfigError } from '../../src/errors.ts'
import { buildSchedules, getSchedule } from '../../src/schedule/build-schedules.ts'

const good = { name: 'mornings', cron: '0 7 * * 1-5', zone: 'Europe/Berlin', source: 'digest.json', list: 'readers' }

function build(...schedules: object[]) {
  return buildSchedules(parseSettings({ schedules }, {}, 'test').config.schedules, 'test')
}

function problemsOf(...schedules: object[]): readonly string[] {
  try {
    build(...schedules)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('buildSchedules', () => {
  it('fills in what is not said', () => {
    expect(build(good)).toEqual([
      {
        name: 'mornings',
        cron: '0 7 * * 1-5',
        zone: 'Europe/Berlin',
        sources: ['digest.json'],
        list: 'readers',
        calendar: 'none',
        holidays: [],
        emptyDay: 'skip',
        minPapers: 1,
        holdHours: 6,
        catchUpHours: 12,
      },
    ])
  })

  it('reads them from a variable too', () => {
    const { config } = parseSettings({}, { COURANT_SCHEDULES: JSON.stringify([good]) }, 'test')
    expect(buildSchedules(config.schedules, 'test')).toHaveLength(1)
  })

  it.each([
    [{ cron: '0 25 * * *' }, 'no cron pattern'],
    [{ cron: '0 7 30 2 *' }, 'would never run'],
    [{ zone: 'Europe/Berln' }, 'no time zone'],
    [{ holidays: ['24.12.'] }, 'holiday "24.12." is no day'],
    [{ subscribers: 'readers.csv' }, 'one of list and subscribers'],
  ])('says what is wrong with %j', (changes, problem) => {
    expect(problemsOf({ ...good, ...changes })).toEqual([expect.stringContaining(problem)])
  })

  it('says all at once', () => {
    expect(problemsOf(good, good, { ...good, name: 'other', zone: 'x', holidays: ['y'] })).toHaveLength(3)
  })
})

describe('getSchedule', () => {
  it('names the schedules there are', () => {
    expect(() => getSchedule(build(good), 'evenings')).toThrow('There are: mornings.')
  })
})
