import type { Context } from 'hono'
import type { Instant } from '../../clock.ts'
import type { Site } from '../site.ts'
import { formatNetwork, readClientIp } from './client-ip.ts'
import { throwTooMany } from './problem.ts'

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

/** A mail to a stranger costs them attention, so one network may not cause many. */
export const signUpLimits = {
  network: { limit: 20, windowSeconds: 600 },
  everybody: { limit: 120, windowSeconds: 60 },
} as const satisfies Record<string, RateLimit>

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

/**
 * Counts one more request for a confirmation mail.
 *
 * @throws HTTPException 429 when this network, or everybody together, has asked for too many
 */
export async function takeSignUpTurn(c: Context, site: Site): Promise<void> {
  const { rateLimits, clock } = site
  const now = clock.now()
  const network = formatNetwork(readClientIp(c, site))
  if (!(await rateLimits.take(`subscribe ${network}`, { ...signUpLimits.network, now }))) throwTooMany()
  if (!(await rateLimits.take('subscribe', { ...signUpLimits.everybody, now }))) throwTooMany()
}
