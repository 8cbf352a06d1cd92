/** Work that is done after the reply, so that its length tells nobody what we know. */
export interface Background {
  /** Queues work; false when too much is waiting already. */
  add(work: () => Promise<void>): boolean
  /** Starts what waits at once, and resolves when all of it is done. */
  drain(): Promise<void>
}

/** What is waiting, how long it may, and who hears when it fails. */
export interface BackgroundOptions {
  /** How much may wait. */
  readonly maxWaiting: number
  /**
   * Milliseconds before a piece of work starts, drawn anew for each: work that began right after its reply would slow the
   * next request down, and so tell whoever sends two that the first was for an address we did not know.
   */
  readonly delayMs: () => number
  /** Hears of what failed; nothing of it reaches a page. */
  readonly onError: (error: unknown) => void
}

/** One piece of work after the other. */
export function createBackground({ maxWaiting, delayMs, onError }: BackgroundOptions): Background {
  const waiting = new Set<() => void>()
  let unfinished = 0
  let last: Promise<void> = Promise.resolve()
  const run = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      onError(error)
    } finally {
      unfinished -= 1
    }
  }
  return {
    add(work) {
      if (unfinished >= maxWaiting) return false
      unfinished += 1
      const start = (): void => {
        if (!waiting.delete(start)) return
        clearTimeout(timer)
        last = last.then(() => run(work))
      }
      const timer = setTimeout(start, delayMs())
      waiting.add(start)
      return true
    },
    async drain() {
      for (const start of waiting) start()
      await last
    },
  }
}
