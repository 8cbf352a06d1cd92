import type { Instant } from '../../clock.ts'

/** How often something may happen in a window of time. */
export interface RateLimit {
  readonly limit: number
  readonly windowSeconds: number
}

/** The port to counters that outlive the process and hold for every process. */
export interface RateLimits {
  /** Counts one more in a bucket; says whether it is still within the limit. */
  take(bucket: string, rule: RateLimit & { readonly now: Instant }): Promise<boolean>
}

const maxRemembered = 10_000

/** The same limits, but a bucket that is full is remembered until its window ends, so that a flood costs no writing. */
export function rememberRefusals(limits: RateLimits): RateLimits {
  const fullUntil = new Map<string, number>()
  return {
    async take(bucket, rule) {
      const nowMs = Date.parse(rule.now)
      if ((fullUntil.get(bucket) ?? 0) > nowMs) return false
      fullUntil.delete(bucket)
      if (await limits.take(bucket, rule)) return true
      const windowMs = rule.windowSeconds * 1000
      if (fullUntil.size >= maxRemembered) fullUntil.clear()
      fullUntil.set(bucket, (Math.floor(nowMs / windowMs) + 1) * windowMs)
      return false
    },
  }
}
