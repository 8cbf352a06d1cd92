import type { DeliveryMark } from '../../delivery/delivery.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'

interface Call {
  readonly marks: readonly DeliveryMark[]
  readonly resolve: (counted: readonly boolean[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Calls of `record` in the order in which they were made; those that come in one turn, or while a commit waits for the
 * disk, share the next one.
 */
export function shareCommits(record: LedgerStore['record']): LedgerStore['record'] {
  let waiting: Call[] = []
  let latestMs = 0
  let isWriting = false

  const writeGroup = async (): Promise<void> => {
    const calls = waiting
    waiting = []
    try {
      const counted = await record(
        calls.flatMap(({ marks }) => marks),
        latestMs,
      )
      let at = 0
      for (const { marks, resolve } of calls) resolve(counted.slice(at, (at += marks.length)))
    } catch (error) {
      for (const { reject } of calls) reject(error)
    }
  }
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      await writeGroup()
      // Calls that came from another thread meanwhile are heard when this turn ends.
      await new Promise((resolve) => setImmediate(resolve))
    }
    isWriting = false
  }
  return (marks, nowMs) =>
    new Promise((resolve, reject) => {
      waiting.push({ marks, resolve, reject })
      latestMs = nowMs
      if (isWriting) return
      isWriting = true
      setImmediate(() => void write())
    })
}
