import { describe, expect, it } from 'vitest'
import { formatInstant, type Instant } from '../../src/clock.ts'
import { createMemoryRunStore } from './memory-run-store.ts'
import type { RunOutcome, RunStore } from '../../src/schedule/run-store.ts'
import { runDueOnce, runScheduler } from '../../src/schedule/scheduler.ts'
import type { SchedulerEvent, SchedulerPorts } from '../../src/schedule/scheduler-ports.ts'
import { aSchedule } from '../support/schedules.ts'

const sent: RunOutcome = { status: 'sent', detail: '3 accepted' }

/** A machine whose time passes only while everybody waits, and whose clock can be set apart from it. */
function createMachine(start: string) {
  let elapsedMs = 0
  let offsetMs = Date.parse(start)
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  const waits: number[] = []
  return {
    waits,
    clock: { now: (): Instant => formatInstant(offsetMs + elapsedMs) },
    setClock: (text: string) => (offsetMs = Date.parse(text) - elapsedMs),
    wait: (milliseconds: number, signal: AbortSignal): Promise<void> => {
      waits.push(milliseconds)
      if (signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        sleepers.push({ atMs: elapsedMs + milliseconds, wake: resolve })
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    },
    /** Lets time pass, waking everybody at their time. */
    async pass(milliseconds: number): Promise<void> {
      const endMs = elapsedMs + milliseconds
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        sleepers.sort((one, other) => one.atMs - other.atMs)
        const [next] = sleepers
        if (next === undefined || next.atMs > endMs) break
        sleepers.shift()
        elapsedMs = Math.max(elapsedMs, next.atMs)
        next.wake()
      }
      elapsedMs = endMs
    },
  }
}

type Machine = ReturnType<typeof createMachine>

function createPorts(machine: Machine, store: RunStore, execute: SchedulerPorts['execute']) {
  const events: SchedulerEvent[] = []
  const ports: SchedulerPorts = {
    store,
    clock: machine.clock,
    wait: machine.wait,
    execute,
    onEvent: (event) => events.push(event),
  }
  return { ports, events }
}

/** The scheduler of one daemon, which runs until it is stopped. */
function startScheduler(machine: Machine, execute: SchedulerPorts['execute'], schedule = aSchedule()) {
  const { ports, events } = createPorts(machine, createMemoryRunStore(), execute)
  const abort = new AbortController()
  const running = runScheduler([schedule], ports, { owner: 'one', signal: abort.signal })
  return {
    events,
    stop: async (): Promise<void> => {
      abort.abort()
      await running
    },
  }
}

const hourMs = 3_600_000

describe('runScheduler', () => {
  it('carries a run out at its time and never waits longer than 30 seconds', async () => {
    const machine = createMachine('2026-11-24T05:00:00Z')
    const begun: string[] = []
    const { events, stop } = startScheduler(machine, async (_, { run: { due } }) => {
      begun.push(`${due} at ${machine.clock.now()}`)
      return sent
    })
    await machine.pass(25 * hourMs + 60_000)
    await stop()
    expect(begun).toEqual(['2026-11-24T07:00 at 2026-11-24T06:00:00Z', '2026-11-25T07:00 at 2026-11-25T06:00:00Z'])
    expect(Math.max(...machine.waits)).toBeLessThanOrEqual(30_000)
    expect(events.map(({ kind }) => kind)).toEqual(['run.started', 'run.settled', 'run.started', 'run.settled'])
  })

  it('F30 F31 is right after a sleep of three days and a clock that is set back', async () => {
    const machine = createMachine('2026-11-24T05:00:00Z')
    const begun: string[] = []
    const { events, stop } = startScheduler(machine, async (_, { run: { due } }) => {
      begun.push(due)
      return sent
    })
    await machine.pass(2 * hourMs)
    machine.setClock('2026-11-27T09:00:00Z')
    await machine.pass(60_000)
    machine.setClock('2026-11-27T04:00:00Z')
    await machine.pass(4 * hourMs)
    await stop()
    expect(begun).toEqual(['2026-11-24T07:00', '2026-11-27T07:00'])
    const missed = events.flatMap((event) => (event.kind === 'run.missed' ? [event.run.due] : []))
    expect(missed).toEqual(['2026-11-25T07:00', '2026-11-26T07:00'])
  })

  it('F30 does nothing while the clock shows 1970, and goes on when it is set', async () => {
    const machine = createMachine('1970-01-01T00:00:00Z')
    const begun: string[] = []
    const { events, stop } = startScheduler(machine, async (_, { run: { due } }) => {
      begun.push(due)
      return sent
    })
    await machine.pass(60_000)
    machine.setClock('2026-11-24T05:59:00Z')
    await machine.pass(120_000)
    await stop()
    expect(begun).toEqual(['2026-11-24T07:00'])
    expect(events[0]).toMatchObject({ kind: 'clock.wrong' })
  })

  it('runs once on twenty daemons started at once', async () => {
    const machine = createMachine('2026-11-24T05:59:50Z')
    const store = createMemoryRunStore()
    const begun: string[] = []
    const stop = new AbortController()
    const daemons = Array.from({ length: 20 }, async (_, at) => {
      const { ports } = createPorts(machine, store, async (_schedule, { run: { due } }) => {
        begun.push(due)
        return sent
      })
      return runScheduler([aSchedule()], ports, { owner: `daemon ${at}`, signal: stop.signal })
    })
    await machine.pass(5 * 60_000)
    stop.abort()
    await Promise.all(daemons)
    expect(begun).toEqual(['2026-11-24T07:00'])
  })

  it('keeps its lease through a long run, so that nobody else begins it', async () => {
    const machine = createMachine('2026-11-24T05:59:50Z')
    const store = createMemoryRunStore()
    const begun: string[] = []
    const stop = new AbortController()
    const daemons = ['one', 'two'].map(async (owner) => {
      const { ports } = createPorts(machine, store, async () => {
        begun.push(owner)
        await machine.wait(hourMs, new AbortController().signal)
        return sent
      })
      return runScheduler([aSchedule()], ports, { owner, signal: stop.signal })
    })
    await machine.pass(2 * hourMs)
    stop.abort()
    await Promise.all(daemons)
    expect(begun).toHaveLength(1)
    expect(await store.listRecords('mornings', '2026-01-01T00:00:00Z' as Instant)).toMatchObject([{ status: 'sent' }])
  })

  it('tries again with longer and longer pauses, and gives up when the window closes', async () => {
    const machine = createMachine('2026-11-24T05:59:50Z')
    const begun: string[] = []
    const { events, stop } = startScheduler(
      machine,
      async () => {
        begun.push(machine.clock.now().slice(11, 16))
        throw new Error('the source did not answer')
      },
      aSchedule({ catchUpHours: 1 }),
    )
    await machine.pass(3 * hourMs)
    await stop()
    expect(begun).toEqual(['06:00', '06:01', '06:03', '06:07', '06:15', '06:31'])
    expect(events.at(-1)).toMatchObject({
      kind: 'run.settled',
      outcome: { status: 'failed', detail: 'the source did not answer' },
    })
  })

  it('goes on with the other schedules when one cannot be looked at', async () => {
    const machine = createMachine('2026-11-24T06:00:00Z')
    const begun: string[] = []
    const { ports, events } = createPorts(machine, createMemoryRunStore(), async ({ name }) => {
      begun.push(name)
      return sent
    })
    const broken = { ...aSchedule({ name: 'broken' }), cron: 'never' }
    await ports.store.openSchedule('whole', '2026-11-24T05:00:00Z' as Instant)
    await runDueOnce([broken, aSchedule({ name: 'whole' })], ports, {
      owner: 'one',
      signal: new AbortController().signal,
    })
    expect(begun).toEqual(['whole'])
    expect(events[0]).toMatchObject({ kind: 'schedule.failed', schedule: 'broken' })
  })
})

describe('a holder that was stopped and wakes', () => {
  it('F37 is told that the run is no longer its own, and its result counts for nothing', async () => {
    const machine = createMachine('2026-11-24T06:00:00Z')
    const store = createMemoryRunStore()
    await store.openSchedule('mornings', '2026-11-24T05:00:00Z' as Instant)
    let wasStopped = false
    const { ports, events } = createPorts(machine, store, async (_, _lease, signal) => {
      await machine.wait(hourMs, signal)
      wasStopped = signal.aborted
      return sent
    })
    const running = runDueOnce([aSchedule()], ports, { owner: 'one', signal: new AbortController().signal })
    await machine.pass(1000)
    // Another daemon sees a clock on which the lease has ended.
    const run = { schedule: 'mornings', due: '2026-11-24T07:00', dueAt: '2026-11-24T06:00:00Z' as Instant }
    const claim = { owner: 'two', now: '2026-11-24T06:10:00Z' as Instant, until: '2026-11-24T06:12:00Z' as Instant }
    expect(await store.claimRun(run, claim)).toMatchObject({ attempt: 2 })
    await machine.pass(2 * 60_000)
    await running
    expect(wasStopped).toBe(true)
    expect(events.at(-1)).toMatchObject({ kind: 'run.lost' })
  })
})
