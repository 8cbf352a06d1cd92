import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import type { LedgerStore } from '../ledger.ts'

/** So many messages in so much time. */
export interface Rate {
  readonly count: number
  readonly perMs: number
}

const units: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }
const unitNames: Readonly<Record<string, string>> = {
  second: 's',
  sec: 's',
  minute: 'min',
  m: 'min',
  hour: 'h',
  day: 'd',
}

/** Reads `20/s`, `200/min`, `5000/h` or `50000/day`. @throws AppError `invalid` */
export function parseRate(text: string): Rate {
  const match = /^\s*(\d{1,9})\s*\/\s*([a-z]+)\s*$/.exec(text)
  const perMs = units[unitNames[match?.[2] ?? ''] ?? match?.[2] ?? '']
  const count = Number(match?.[1] ?? 0)
  if (perMs === undefined || count === 0) {
    throw new AppError('invalid', `"${text}" is no rate; write 20/s, 200/min, 5000/h or 50000/day.`)
  }
  return { count, perMs }
}

/** What one receiving domain is given. */
export interface DomainPace {
  /** When the next message to the domain may go, in epoch milliseconds; far ahead it is only an estimate to wait for. */
  reserve(): Promise<{ readonly atMs: number; readonly isReserved: boolean }>
}

/** Holds messages back to a rate that all senders share and that survives a restart. */
export interface Pace {
  /** Resolves when the next message may go. @throws AbortError when the signal fires */
  wait(signal: AbortSignal): Promise<void>
  /** Messages that a second allows; Infinity without a rate. */
  readonly perSecond: number
}

/** What a pace needs of the world. */
export interface PaceOptions {
  readonly ledger: Pick<LedgerStore, 'reserveSlots'>
  /** What is paced: the whole, or a receiving domain. */
  readonly key: string
  readonly now: () => number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>
}

/**
 * A pace of exactly `rate`: slots stand a fixed interval apart in a row of the store, and nobody sends before their slot.
 * Slots are reserved for about a second at a time, so the store is asked once a second and not per message.
 */
export function createPace(rate: Rate | undefined, { ledger, key, now, sleep: pause = sleepFor }: PaceOptions): Pace {
  if (!rate) return { perSecond: Infinity, wait: () => Promise.resolve() }
  const intervalMs = rate.perMs / rate.count
  const perSecond = 1000 / intervalMs
  const atOnce = Math.max(1, Math.min(1000, Math.floor(perSecond)))
  let slots: number[] = []
  let reserving: Promise<void> | undefined
  const reserve = async (): Promise<void> => {
    const first = await ledger.reserveSlots(key, { count: atOnce, intervalMs, nowMs: now() })
    slots = Array.from({ length: atOnce }, (_, index) => first + index * intervalMs)
  }
  return {
    perSecond,
    async wait(signal) {
      while (slots.length === 0) {
        reserving ??= reserve().finally(() => {
          reserving = undefined
        })
        await reserving
      }
      const slot = slots.shift() ?? 0
      const waitMs = slot - now()
      if (waitMs > 0) await pause(waitMs, signal)
    },
  }
}

/** Timers fire a little early at times; the rate holds because nobody is let go before their slot. */
async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.ceil(ms), undefined, { signal })
}

/** Slots further ahead than this are not reserved: the message goes back and asks again later. */
const domainHorizonMs = 1000

/** The pace of one receiving domain; who cannot go soon is told when to come back, spread over the rate. */
export function createDomainPace(rate: Rate, { ledger, key, now }: PaceOptions): DomainPace {
  const intervalMs = rate.perMs / rate.count
  let lastMs = 0
  let laterMs = 0
  return {
    async reserve() {
      if (lastMs + intervalMs > now() + domainHorizonMs) {
        laterMs = Math.max(laterMs, lastMs) + intervalMs
        return { atMs: laterMs, isReserved: false }
      }
      lastMs = await ledger.reserveSlots(key, { count: 1, intervalMs, nowMs: now() })
      return { atMs: lastMs, isReserved: true }
    },
  }
}

/** Messages a day for a new sending address, from a day on: the plan for day n, and no limit of its own after the last. */
export interface WarmupPlan {
  /** `YYYY-MM-DD`. */
  readonly from: string
  readonly perDay: readonly number[]
}

const dayMs = 86_400_000

/** The slower one of a rate and what the warm-up plan allows today. */
export function limitRate(rate: Rate | undefined, plan: WarmupPlan | undefined, nowMs: number): Rate | undefined {
  const day = plan === undefined ? -1 : Math.floor((nowMs - Date.parse(plan.from)) / dayMs)
  const count = day < 0 ? undefined : plan?.perDay[day]
  if (count === undefined) return rate
  const daily: Rate = { count, perMs: dayMs }
  return rate === undefined || count / dayMs < rate.count / rate.perMs ? daily : rate
}
