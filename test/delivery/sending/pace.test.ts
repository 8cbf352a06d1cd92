import { describe, expect, it } from 'vitest'
import { createDomainPace, createPace, limitRate, parseRate } from '../../../src/delivery/sending/pace.ts'

/** The row of the store, in memory. */
function createRow() {
  let nextMs = 0
  return {
    async reserveSlots(
      _key: string,
      { count, intervalMs, nowMs }: { count: number; intervalMs: number; nowMs: number },
    ) {
      const first = Math.max(nextMs, nowMs)
      nextMs = first + count * intervalMs
      return first
    },
  }
}

/** A clock that sleeping moves. */
function createTime() {
  const time = { nowMs: 1_000_000 }
  return {
    time,
    now: () => time.nowMs,
    sleep: async (ms: number) => {
      time.nowMs += ms
    },
  }
}

const signal = new AbortController().signal

describe('createPace', () => {
  it.each(['20/s', '200/min', '5000/h', '50000/day'])('lets no window of time have more than %s', async (text) => {
    const rate = parseRate(text)
    const { now, sleep } = createTime()
    const pace = createPace(rate, { ledger: createRow(), key: 'all', now, sleep })
    const times: number[] = []
    for (let count = 0; count < 100; count += 1) {
      await pace.wait(signal)
      times.push(now())
    }
    const intervalMs = rate.perMs / rate.count
    for (const [index, at] of times.entries())
      expect(at).toBeGreaterThanOrEqual((times[0] ?? 0) + index * intervalMs - 1e-6)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeCloseTo(99 * intervalMs, 3)
  })

  it('is shared by all who hold the row, and a restart does not begin anew', async () => {
    const ledger = createRow()
    const { now, sleep, time } = createTime()
    for (let restart = 0; restart < 10; restart += 1) {
      const pace = createPace({ count: 10, perMs: 1000 }, { ledger, key: 'all', now, sleep })
      for (let count = 0; count < 10; count += 1) await pace.wait(signal)
    }
    expect(time.nowMs - 1_000_000).toBeGreaterThanOrEqual(9900)
  })

  it('holds nobody back without a rate', async () => {
    const pace = createPace(undefined, { ledger: createRow(), key: 'all', now: () => 0 })
    expect(pace.perSecond).toBe(Infinity)
    await pace.wait(signal)
  })

  it('ends its wait when the sender stops', async () => {
    const stop = new AbortController()
    const pace = createPace({ count: 1, perMs: 86_400_000 }, { ledger: createRow(), key: 'all', now: Date.now })
    await pace.wait(stop.signal)
    const waiting = pace.wait(stop.signal)
    stop.abort()
    await expect(waiting).rejects.toThrow(/abort/i)
  })
})

describe('createDomainPace', () => {
  it('reserves what comes within a second, and spreads the others over the rate', async () => {
    const { now } = createTime()
    const pace = createDomainPace({ count: 2, perMs: 1000 }, { ledger: createRow(), key: 'domain:x', now })
    const slots = []
    for (let count = 0; count < 6; count += 1) slots.push(await pace.reserve())
    expect(slots.map(({ isReserved }) => isReserved)).toEqual([true, true, true, false, false, false])
    expect(slots.map(({ atMs }) => atMs - now())).toEqual([0, 500, 1000, 1500, 2000, 2500])
  })
})

describe('limitRate', () => {
  const plan = { from: '2026-11-23', perDay: [200, 500] }
  const day = (text: string): number => Date.parse(`${text}T12:00:00Z`)

  it('follows the plan by day, and the rate before and after it', () => {
    const rate = parseRate('10/s')
    expect(limitRate(rate, plan, day('2026-11-23'))).toEqual({ count: 200, perMs: 86_400_000 })
    expect(limitRate(rate, plan, day('2026-11-24'))).toEqual({ count: 500, perMs: 86_400_000 })
    expect(limitRate(rate, plan, day('2026-11-25'))).toEqual(rate)
    expect(limitRate(rate, plan, day('2026-11-22'))).toEqual(rate)
  })

  it('never raises a slower rate', () => {
    const slow = parseRate('10/day')
    expect(limitRate(slow, plan, day('2026-11-23'))).toEqual(slow)
    expect(limitRate(undefined, undefined, 0)).toBeUndefined()
  })
})

describe('parseRate', () => {
  it.each(['0/s', '5', '5/fortnight', '-1/s', '1.5/s', ''])('refuses %s', (text) => {
    expect(() => parseRate(text)).toThrow(/write 20\/s/)
  })
})
