let listeners = 0

/** Whether work is under way that ends in good order when it is told to, and not otherwise. */
export function isAtWork(): boolean {
  return listeners > 0
}

/**
 * An AbortSignal that SIGINT, SIGTERM and SIGHUP fire; a second one ends the process at once, but of SIGHUP, which a terminal
 * that closes sends more than once. Disposing takes the ears off.
 */
export function onStopSignal(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  listeners += 1
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const hangUp = (): void => controller.abort()
  process.on('SIGHUP', hangUp)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      listeners -= 1
      process.off('SIGINT', stop)
      process.off('SIGTERM', stop)
      process.off('SIGHUP', hangUp)
    },
  }
}
