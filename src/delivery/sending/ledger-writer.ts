import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from '../../errors.ts'
import type { DeliveryMark } from '../delivery.ts'
import type { LedgerStore } from '../ledger.ts'

/** Collects marks and commits them in groups: while one group is being written to the disk, the next one gathers. */
export interface LedgerWriter {
  /** Resolves once the mark is committed, with whether it counted. Marks are committed in the order they came. */
  mark(mark: DeliveryMark): Promise<boolean>
  /** Resolves when everything marked so far is committed. */
  flush(): Promise<void>
}

interface Waiting {
  readonly mark: DeliveryMark
  readonly resolve: (counted: boolean) => void
  readonly reject: (error: unknown) => void
}

/** Waits between tries to reach a store that is away or full, in milliseconds; about two minutes in all. */
const storeWaitsMs = [100, 200, 500, 1000, 2000, 5000, ...Array<number>(11).fill(10_000)]

/**
 * Marks of one turn of the event loop share a commit, and so does everything that comes while a commit is under way. A store
 * that is away is tried again with the same marks, which is safe: a mark belongs to one claim and can be written twice.
 */
export function createLedgerWriter(
  store: Pick<LedgerStore, 'record'>,
  now: () => number,
  waitsMs: readonly number[] = storeWaitsMs,
): LedgerWriter {
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  const recordPatiently = async (marks: readonly DeliveryMark[]): Promise<readonly boolean[]> => {
    for (const waitMs of waitsMs) {
      try {
        return await store.record(marks, now())
      } catch (error) {
        if (errorCode(error) !== 'unavailable') throw error
        await sleep(waitMs)
      }
    }
    return store.record(marks, now())
  }
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        const counted = await recordPatiently(group.map(({ mark }) => mark))
        for (const [index, { resolve }] of group.entries()) resolve(counted[index] ?? false)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    writing = undefined
  }
  return {
    mark(mark) {
      return new Promise((resolve, reject) => {
        waiting.push({ mark, resolve, reject })
        writing ??= new Promise((done) => {
          setImmediate(() => void write().then(done))
        })
      })
    },
    async flush() {
      for (let group = writing; group; group = writing) await group
    },
  }
}
