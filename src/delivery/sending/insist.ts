import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../../errors.ts'

/** Waits between tries to reach a store that is away or full, in milliseconds; about two minutes in all. */
const waitsMs: readonly number[] = [100, 200, 500, 1000, 2000, 5000, ...Array<number>(11).fill(10_000)]

/**
 * Tries again while the store is away: PostgreSQL that restarts, a disk that is full.
 *
 * @param onTrouble told of every try that failed
 */
export async function insist<Result>(
  call: () => Promise<Result>,
  onTrouble: () => void = () => undefined,
): Promise<Result> {
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
