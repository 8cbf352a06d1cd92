import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { RunStore } from '../../src/schedule/run-store.ts'
import type { Run } from '../../src/schedule/schedule.ts'

/** An open store and a way to close it. */
export interface OpenRunStore extends AsyncDisposable {
  readonly store: RunStore
}

const at = (time: string): Instant => `2026-11-24T${time}:00Z` as Instant
const run: Run = { schedule: 'mornings', due: '2026-11-24T07:00', dueAt: at('06:00') }
const later: Run = { schedule: 'mornings', due: '2026-11-25T07:00', dueAt: '2026-11-25T06:00:00Z' as Instant }
const claim = (owner: string, now: string, until: string) => ({ owner, now: at(now), until: at(until) })
const longAgo = '2020-01-01T00:00:00Z' as Instant

/** What every store of runs does, whatever it is built on. */
export function describeRunStore(name: string, open: () => Promise<OpenRunStore>): void {
  const withStore = (check: (store: RunStore) => Promise<void>) => async (): Promise<void> => {
    await using opened = await open()
    await check(opened.store)
  }

  describe(`${name}, as a store of runs`, () => {
    it(
      'remembers when a schedule was first seen',
      withStore(async (store) => {
        expect(await store.openSchedule('mornings', at('05:00'))).toBe(at('05:00'))
        expect(await store.openSchedule('mornings', at('09:00'))).toBe(at('05:00'))
        expect(await store.openSchedule('evenings', at('09:00'))).toBe(at('09:00'))
      }),
    )

    it(
      'gives a run to one of twenty who ask at once',
      withStore(async (store) => {
        const asked = Array.from({ length: 20 }, (_, n) => store.claimRun(run, claim(`d${n}`, '06:00', '06:02')))
        const leases = (await Promise.all(asked)).filter((lease) => lease !== undefined)
        expect(leases).toHaveLength(1)
        expect(leases[0]).toMatchObject({ run, attempt: 1 })
      }),
    )

    it(
      'gives a run to the next one when the lease has ended, and fences the first one off',
      withStore(async (store) => {
        const first = await store.claimRun(run, claim('one', '06:00', '06:02'))
        expect(await store.claimRun(run, claim('two', '06:01', '06:03'))).toBeUndefined()
        const second = await store.claimRun(run, claim('two', '06:02', '06:04'))
        expect(second).toMatchObject({ owner: 'two', attempt: 2 })
        if (!first || !second) throw new Error('both were to be given')
        expect(await store.extendLease(first, { now: at('06:03'), until: at('06:09') })).toBe(false)
        expect(await store.settleRun(first, { status: 'sent', detail: 'late' }, at('06:03'))).toBe(false)
        expect(await store.settleRun(second, { status: 'sent', detail: '3 accepted' }, at('06:03'))).toBe(true)
        expect(await store.listRecords('mornings', longAgo)).toEqual([
          { ...run, status: 'sent', attempts: 2, detail: '3 accepted', changedAt: at('06:03'), isBound: false },
        ])
      }),
    )

    it(
      'fences off an owner of the same name, such as a process that was restarted',
      withStore(async (store) => {
        const first = await store.claimRun(run, claim('one', '06:00', '06:02'))
        const second = await store.claimRun(run, claim('one', '06:05', '06:07'))
        if (!first || !second) throw new Error('both were to be given')
        expect(await store.settleRun(first, { status: 'sent', detail: '' }, at('06:06'))).toBe(false)
      }),
    )

    it(
      'keeps a lease that is extended',
      withStore(async (store) => {
        const lease = await store.claimRun(run, claim('one', '06:00', '06:02'))
        if (!lease) throw new Error('the run was to be given')
        expect(await store.extendLease(lease, { now: at('06:01'), until: at('06:30') })).toBe(true)
        expect(await store.claimRun(run, claim('two', '06:10', '06:12'))).toBeUndefined()
      }),
    )

    it(
      'gives a waiting run again when its time has come',
      withStore(async (store) => {
        const lease = await store.claimRun(run, claim('one', '06:00', '06:02'))
        if (!lease) throw new Error('the run was to be given')
        const outcome = { status: 'waiting', detail: 'no new papers', retryAt: at('06:15') } as const
        expect(await store.settleRun(lease, outcome, at('06:01'))).toBe(true)
        expect(await store.claimRun(run, claim('two', '06:14', '06:16'))).toBeUndefined()
        expect(await store.claimRun(run, claim('two', '06:15', '06:17'))).toMatchObject({ attempt: 2 })
      }),
    )

    it(
      'binds a run to its work, which a later attempt finds, with the digest that was kept then',
      withStore(async (store) => {
        const first = await store.claimRun(run, claim('one', '06:00', '06:02'))
        if (!first) throw new Error('the run was to be given')
        expect(await store.findWork(run)).toBeUndefined()
        expect(await store.linkRun(first, { work: 'campaign 7', digest: '{}' })).toBe(true)
        const second = await store.claimRun(run, claim('two', '06:05', '06:07'))
        if (!second) throw new Error('the run was to be given again')
        expect(await store.findWork(run)).toBe('campaign 7')
        expect(await store.linkRun(first, { work: 'campaign 8', digest: '{}' })).toBe(false)
        await store.settleRun(second, { status: 'sent', detail: '' }, at('06:06'))
        expect(await store.findWork(run)).toBe('campaign 7')
        expect(await store.listDigests('mornings', longAgo)).toHaveLength(1)
      }),
    )

    it(
      'wakes the run of a work when it waits, and no other',
      withStore(async (store) => {
        for (const each of [run, later]) {
          const lease = await store.claimRun(each, claim('one', '06:00', '06:02'))
          if (!lease) throw new Error('the run was to be given')
          await store.linkRun(lease, { work: each.due, digest: '{}' })
          await store.settleRun(lease, { status: 'waiting', detail: '', retryAt: at('09:00') }, at('06:01'))
        }
        await store.wakeRun(run.due, at('06:30'))
        const records = await store.listRecords('mornings', longAgo)
        expect(records.map(({ until, isBound }) => [until, isBound])).toEqual([
          [at('06:30'), true],
          [at('09:00'), true],
        ])
        expect(await store.claimRun(run, claim('two', '06:31', '06:33'))).toMatchObject({ attempt: 2 })
        await store.wakeRun(run.due, at('06:20'))
        expect(await store.claimRun(run, claim('three', '06:32', '06:34'))).toBeUndefined()
      }),
    )

    it.each(['sent', 'skipped', 'carried', 'failed'] as const)('never gives a run again that is %s', async (status) => {
      await using opened = await open()
      const lease = await opened.store.claimRun(run, claim('one', '06:00', '06:02'))
      if (!lease) throw new Error('the run was to be given')
      await opened.store.settleRun(lease, { status, detail: '' }, at('06:01'))
      expect(await opened.store.claimRun(run, claim('two', '23:00', '23:02'))).toBeUndefined()
      expect(await opened.store.recordMissed(run, 'late', at('23:00'))).toBe(false)
      expect(await opened.store.extendLease(lease, { now: at('06:02'), until: at('06:09') })).toBe(false)
    })

    it(
      'writes a missed run down once, and never gives it',
      withStore(async (store) => {
        expect(await store.recordMissed(run, 'nothing ran then', at('20:00'))).toBe(true)
        expect(await store.recordMissed(run, 'again', at('20:01'))).toBe(false)
        expect(await store.claimRun(run, claim('one', '20:02', '20:04'))).toBeUndefined()
        expect(await store.listRecords('mornings', longAgo)).toEqual([
          { ...run, status: 'missed', attempts: 0, detail: 'nothing ran then', changedAt: at('20:00'), isBound: false },
        ])
      }),
    )

    it(
      'lists rows of one schedule after an instant, oldest first, and the digests that were kept',
      withStore(async (store) => {
        for (const each of [later, run, { ...run, schedule: 'evenings' }]) {
          const lease = await store.claimRun(each, claim('one', '06:00', '06:02'))
          if (lease)
            await store.settleRun(lease, { status: 'carried', detail: '', digest: `{"of":"${each.due}"}` }, at('06:01'))
        }
        const records = await store.listRecords('mornings', longAgo)
        expect(records.map(({ due }) => due)).toEqual([run.due, later.due])
        expect((await store.listRecords('mornings', run.dueAt)).map(({ due }) => due)).toEqual([later.due])
        expect(await store.listDigests('mornings', longAgo)).toEqual([
          { ...run, status: 'carried', digest: `{"of":"${run.due}"}` },
          { ...later, status: 'carried', digest: `{"of":"${later.due}"}` },
        ])
      }),
    )
  })
}
