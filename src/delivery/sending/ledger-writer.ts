import type { DeliveryMark } from '../delivery.ts'
import type { LedgerStore } from '../ledger.ts'

/** Takes marks as they come, and hands those of one turn of the event loop to the ledger together. */
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

/** @param onError told what kept marks from being committed */
export function createLedgerWriter(
  store: Pick<LedgerStore, 'record'>,
  { now, onError }: { readonly now: () => number; readonly onError: (error: unknown) => void },
): LedgerWriter {
  let marks: DeliveryMark[] = []
  let settles: (Settle | undefined)[] = []
  let last: Promise<void> = Promise.resolve()

  const record = async (written: readonly DeliveryMark[], group: readonly (Settle | undefined)[]): Promise<void> => {
    try {
      const counted = await store.record(written, now())
      for (const [index, settle] of group.entries()) settle?.resolve(counted[index] ?? false)
    } catch (error) {
      onError(error)
      for (const settle of group) settle?.reject(error)
    }
  }
  const write = (): void => {
    if (marks.length === 0) return
    last = record(marks, settles)
    marks = []
    settles = []
  }
  /** When everything that this turn brings is marked. */
  const leaveSoon = (): void => {
    if (marks.length === 1) setImmediate(write)
  }
  return {
    mark(mark) {
      marks.push(mark)
      leaveSoon()
      return new Promise((resolve, reject) => settles.push({ resolve, reject }))
    },
    note(mark) {
      marks.push(mark)
      settles.push(undefined)
      leaveSoon()
    },
    async flush() {
      write()
      await last
    },
  }
}
