/** Work that is done after the reply, so that its length tells nobody what we know. */
export interface Background {
  /** Queues work; false when too much is waiting already. */
  add(work: () => Promise<void>): boolean
  /** Resolves when all of it is done. */
  drain(): Promise<void>
}

/**
 * One piece of work after the other, in order.
 *
 * @param maxWaiting how much may wait
 * @param onError hears of what failed; nothing of it reaches a page
 */
export function createBackground(maxWaiting: number, onError: (error: unknown) => void): Background {
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  const run = async (work: () => Promise<void>): Promise<void> => {
    // The reply goes out before the first step of the work.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      await work()
    } catch (error) {
      onError(error)
    } finally {
      waiting -= 1
    }
  }
  return {
    add(work) {
      if (waiting >= maxWaiting) return false
      waiting += 1
      last = last.then(() => run(work))
      return true
    },
    drain: () => last,
  }
}
