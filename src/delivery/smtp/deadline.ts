/** A time by which something must have happened; looked at now and then, because a timer for each would cost more. */
export interface Deadline {
  /** Replaces what was waited for before; `Infinity` waits for nothing. */
  set(inMs: number): void
  stop(): void
}

/** Calls `onMissed` when a deadline has passed, at most `everyMs` late. */
export function watchDeadline(everyMs: number, onMissed: () => void): Deadline {
  let atMs = Infinity
  const watch = setInterval(() => {
    if (performance.now() > atMs) onMissed()
  }, everyMs)
  watch.unref()
  return {
    set(inMs) {
      atMs = performance.now() + inMs
    },
    stop: () => clearInterval(watch),
  }
}
