import type { Instant } from '../clock.ts'

/** The port to counters that hold across processes and restarts. */
export interface RateLimitStore {
  /** Counts one use of a bucket (an address, a network, everybody) and says whether it is within the limit of its window. */
  take(bucket: string, rule: { limit: number; windowSeconds: number; now: Instant }): Promise<boolean>
  /** Forgets windows that began before this instant. */
  prune(before: Instant): Promise<void>
}
