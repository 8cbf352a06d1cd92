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

/** Marks of one turn of the event loop share a commit, and so does everything that comes while a commit is under way. */
export function createLedgerWriter(store: Pick<LedgerStore, 'record'>, now: () => number): LedgerWriter {
  let waiting: Waiting[] = []
  let writing: Promise<void> | undefined

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        const marks = group.map(({ mark }) => mark)
        const counted = await store.record(marks, now())
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
