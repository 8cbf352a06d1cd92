import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../../errors.ts'
import type { LedgerStore } from '../ledger.ts'

/** Waits between tries to reach a store that is away or full, in milliseconds; about two minutes in all. */
const defaultWaitsMs: readonly number[] = [100, 200, 500, 1000, 2000, 5000, ...Array<number>(11).fill(10_000)]

/**
 * A ledger that tries again when its store is away: PostgreSQL that restarts, a disk that is full. Every call of a sender can
 * be made twice: marks belong to one claim, and of a claim whose answer was lost `onTrouble` is told.
 */
export function createPatientLedger(
  ledger: LedgerStore,
  onTrouble: () => void,
  waitsMs: readonly number[] = defaultWaitsMs,
): LedgerStore {
  const insist = async (call: () => Promise<unknown>): Promise<unknown> => {
    for (const waitMs of waitsMs) {
      try {
        return await call()
      } catch (error) {
        if (errorCode(error) !== 'unavailable') throw error
        onTrouble()
        await sleep(waitMs)
      }
    }
    return call()
  }
  const methods = Object.entries(ledger).filter(([, method]) => typeof method === 'function')
  return Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...args: readonly unknown[]) =>
        insist(() => (method as (...values: readonly unknown[]) => Promise<unknown>)(...args)),
    ]),
  ) as unknown as LedgerStore
}
