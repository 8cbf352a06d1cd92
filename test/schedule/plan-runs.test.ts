import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { planRuns } from '../../src/schedule/plan-runs.ts'
import type { RunRecord, RunStatus } from '../../src/schedule/run-store.ts'
import type { Schedule } from '../../src/schedule/schedule.ts'
import { aSchedule } from '../support/schedules.ts'

const at = (text: string): Instant => text as Instant
const openedAt = at('2026-11-01T00:00:00Z')

function aRecord(day: string, status: RunStatus, until?: string): RunRecord {
  return {
    schedule: 'mornings',
    due: `${day}T07:00`,
    dueAt: at(`${day}T06:00:00Z`),
    status,
    attempts: 1,
    detail: '',
    changedAt: at(`${day}T06:00:00Z`),
    isBound: false,
    ...(until === undefined ? {} : { until: at(until) }),
  }
}

function plan(now: string, records: readonly RunRecord[], changes: Partial<Schedule> = {}) {
  const made = planRuns(aSchedule(changes), { now: at(now), openedAt, records })
  return {
    due: made.due?.due,
    isLate: made.isLate,
    missed: made.missed.map(({ run }) => run.due),
    abandoned: made.abandoned.map(({ due }) => due),
    nextAt: made.nextAt,
  }
}

const sentOn23 = aRecord('2026-11-23', 'sent')
const nothing = { due: undefined, isLate: false, missed: [], abandoned: [] }

describe('planRuns', () => {
  it('has nothing to do before the time, and knows when', () => {
    expect(plan('2026-11-24T05:59:59Z', [sentOn23])).toEqual({ ...nothing, nextAt: '2026-11-24T06:00:00Z' })
  })

  it('has the run at its time', () => {
    expect(plan('2026-11-24T06:00:00Z', [sentOn23])).toMatchObject({ due: '2026-11-24T07:00', isLate: false })
  })

  it('has nothing more when the run was begun', () => {
    const running = aRecord('2026-11-24', 'running', '2026-11-24T06:02:00Z')
    expect(plan('2026-11-24T06:01:00Z', [sentOn23, running])).toEqual({ ...nothing, nextAt: '2026-11-24T06:02:00Z' })
  })

  it('F31 catches up within the window after a sleep', () => {
    expect(plan('2026-11-24T17:00:00Z', [sentOn23])).toMatchObject({ due: '2026-11-24T07:00', isLate: true })
  })

  it('F31 reports a run as missed when the sleep was longer than the window', () => {
    expect(plan('2026-11-24T18:00:01Z', [sentOn23])).toMatchObject({ ...nothing, missed: ['2026-11-24T07:00'] })
  })

  it('F31 sends one issue after three days, and reports the others as missed', () => {
    expect(plan('2026-11-26T09:00:00Z', [sentOn23])).toMatchObject({
      due: '2026-11-26T07:00',
      missed: ['2026-11-24T07:00', '2026-11-25T07:00'],
    })
  })

  it('promises nothing for the time before it was set up', () => {
    expect(
      planRuns(aSchedule(), { now: at('2026-11-24T09:00:00Z'), openedAt: at('2026-11-24T08:00:00Z'), records: [] }),
    ).toMatchObject({ isLate: false, missed: [] })
  })

  it('looks back no further than a month', () => {
    expect(plan('2027-06-01T04:00:00Z', [sentOn23]).missed).toHaveLength(31)
  })

  it('does not run what a holiday or a calendar leaves out, nor report it', () => {
    expect(plan('2026-11-24T09:00:00Z', [sentOn23], { holidays: ['11-24'] })).toMatchObject(nothing)
    expect(plan('2026-11-27T09:00:00Z', [aRecord('2026-11-26', 'sent')], { calendar: 'arxiv' })).toMatchObject(nothing)
  })

  it('F30 runs nothing again when the clock is set back', () => {
    expect(plan('2026-11-24T04:30:00Z', [sentOn23, aRecord('2026-11-24', 'sent')])).toMatchObject(nothing)
    expect(plan('2026-11-24T06:00:00Z', [sentOn23, aRecord('2026-11-24', 'sent')])).toMatchObject(nothing)
  })

  it('F30 runs nothing when the clock shows 1970', () => {
    expect(plan('1970-01-01T06:00:00Z', [sentOn23])).toMatchObject(nothing)
  })

  it('F30 is not held up by rows of a clock that was ahead', () => {
    expect(plan('2026-11-24T06:00:00Z', [sentOn23, aRecord('2026-12-24', 'sent')])).toMatchObject({
      due: '2026-11-24T07:00',
    })
  })

  it('F30 does not run twice for one morning when the schedule moves to another zone', () => {
    const moved = { zone: 'America/New_York' }
    expect(plan('2026-11-24T12:30:00Z', [aRecord('2026-11-24', 'sent')], moved)).toMatchObject(nothing)
  })

  it('takes up a run whose holder is gone', () => {
    const lost = aRecord('2026-11-24', 'running', '2026-11-24T06:02:00Z')
    expect(plan('2026-11-24T06:02:00Z', [sentOn23, lost])).toMatchObject({ due: '2026-11-24T07:00', abandoned: [] })
  })

  it('gives a run up whose holder is gone when a newer one is due, or its window is over', () => {
    const lost = aRecord('2026-11-23', 'running', '2026-11-23T06:02:00Z')
    expect(plan('2026-11-24T06:00:00Z', [lost])).toMatchObject({
      due: '2026-11-24T07:00',
      abandoned: ['2026-11-23T07:00'],
    })
    expect(plan('2026-11-23T18:00:01Z', [lost])).toMatchObject({ due: undefined, abandoned: ['2026-11-23T07:00'] })
  })

  it('waits as long as the run waits', () => {
    const waiting = aRecord('2026-11-24', 'waiting', '2026-11-24T06:15:00Z')
    expect(plan('2026-11-24T06:14:00Z', [sentOn23, waiting])).toMatchObject(nothing)
    expect(plan('2026-11-24T06:15:00Z', [sentOn23, waiting])).toMatchObject({ due: '2026-11-24T07:00' })
  })

  it('neither gives up nor misses a run whose issue waits for approval, and goes on with it late', () => {
    const asking = { ...aRecord('2026-11-23', 'waiting', '2026-11-24T05:00:00Z'), isBound: true }
    const approval = { approval: 'required' } as const
    const begun = plan('2026-11-24T06:00:00Z', [asking], approval)
    expect(begun).toMatchObject({ due: '2026-11-24T07:00', abandoned: [], missed: [] })
    const sentOn24 = aRecord('2026-11-24', 'sent')
    expect(plan('2026-11-24T23:00:00Z', [asking, sentOn24], approval)).toMatchObject({ due: '2026-11-23T07:00' })
    expect(plan('2026-11-24T23:00:00Z', [asking, sentOn24])).toMatchObject({ abandoned: ['2026-11-23T07:00'] })
  })
})
