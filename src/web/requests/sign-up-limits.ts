import type { Context } from 'hono'
import type { Site } from '../site.ts'
import { formatNetwork, readClientIp } from './client-ip.ts'
import { throwTooMany } from './problem.ts'
import type { RateLimit } from './rate-limits.ts'

/** A mail to a stranger costs them attention, so one network may not cause many. */
export const signUpLimits = {
  network: { limit: 20, windowSeconds: 600 },
  everybody: { limit: 120, windowSeconds: 60 },
} as const satisfies Record<string, RateLimit>

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
