import type { DeliveryMark } from '../delivery.ts'
import type { LedgerStore } from '../ledger.ts'

/** Collects marks and commits them in groups: while one group is being written to the disk, the next one gathers. */
export interface LedgerWriter {
  /** Resolves once the mark is committed, with whether it counted. Marks are committed in the order they came. */
  mark(mark: DeliveryMark): Promise<boolean>
  /** As `mark`, for whom it is enough that no later mark is committed before it. */
  note(mark: DeliveryMark): void
  /** Resolves when everything marked so far is committed. */
  flush(): Promise<void>
}

interface Settle {
  readonly resolve: (counted: boolean) => void
  readonly reject: (error: unknown) => void
}

/**
 * Marks of one turn of the event loop share a commit, and so does everything that comes while a commit is under way.
 *
 * @param onError told what kept a group from being committed
 */
export function createLedgerWriter(
  store: Pick<LedgerStore, 'record'>,
  { now, onError }: { readonly now: () => number; readonly onError: (error: unknown) => void },
): LedgerWriter {
  let marks: DeliveryMark[] = []
  let settles: (Settle | undefined)[] = []
  let writing: Promise<void> | undefined

  const writeGroup = async (): Promise<void> => {
    const group = settles
    const written = marks
    marks = []
    settles = []
    try {
      const counted = await store.record(written, now())
      for (const [index, settle] of group.entries()) settle?.resolve(counted[index] ?? false)
    } catch (error) {
      onError(error)
      for (const settle of group) settle?.reject(error)
    }
  }
  const write = async (): Promise<void> => {
    while (marks.length > 0) await writeGroup()
    writing = undefined
  }
  const add = (mark: DeliveryMark, settle?: Settle): void => {
    marks.push(mark)
    settles.push(settle)
    writing ??= new Promise((done) => {
      setImmediate(() => void write().then(done))
    })
  }
  return {
    mark: (mark) => new Promise((resolve, reject) => add(mark, { resolve, reject })),
    note: (mark) => add(mark),
    async flush() {
      for (let group = writing; group; group = writing) await group
    },
  }
}
