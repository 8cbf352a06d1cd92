/** When a deferred delivery is tried again, and when it is given up. */
export interface RetryPolicy {
  /** Waits after the first, second … deferral, in milliseconds; the last one repeats. */
  readonly waitsMs: readonly number[]
  /** Milliseconds after the start of the campaign at which nothing is tried again (RFC 5321 §4.5.4.1: 4 to 5 days). */
  readonly giveUpAfterMs: number
}

/**
 * The instant of the next try, in epoch milliseconds; undefined when that is too late.
 *
 * @param deferrals times it was deferred before this one
 * @param jitter 0 to 1; up to a tenth of the wait is added, so that a thousand greylisted ones do not come back at once
 */
export function findNextTry(
  policy: RetryPolicy,
  at: { readonly nowMs: number; readonly startedMs: number; readonly deferrals: number; readonly jitter: number },
): number | undefined {
  const waitMs = policy.waitsMs[Math.min(at.deferrals, policy.waitsMs.length - 1)] ?? 0
  const nextMs = Math.round(at.nowMs + waitMs * (1 + at.jitter / 10))
  return nextMs > at.startedMs + policy.giveUpAfterMs ? undefined : nextMs
}
