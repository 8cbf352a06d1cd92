import type { Context } from 'hono'
import type { Instant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { createToken, readToken, trimToken, type TokenClaim, type TokenPurpose } from '../../subscribers/token.ts'
import { readClientIp } from '../requests/client-ip.ts'
import type { Site } from '../site.ts'
import type { PageProof } from './readers.ts'

/** A token of ours; one that never expires counts as issued now. */
interface ClaimReading {
  readonly claim: TokenClaim
  readonly issuedAt: Instant
  readonly isExpired: boolean
}

/**
 * The claim of the token in the path.
 *
 * @throws AppError `unauthorized` unless we made the token for this purpose
 */
export function readClaim(c: Context, site: Site, purpose: TokenPurpose): ClaimReading {
  const token = trimToken(c.req.param('token') ?? '')
  const reading = readToken(site.keys, token, { purpose, now: site.clock.now() })
  if (reading.status === 'forged') {
    throw new AppError('unauthorized', 'This link is not whole, or not one of ours. Open it again from the mail.')
  }
  const { claim, issuedAt = site.clock.now() } = reading
  return { claim, issuedAt, isExpired: reading.status === 'expired' }
}

/** Path of another page of the same reader. */
export function buildReaderPath(site: Site, claim: TokenClaim, purpose: TokenPurpose): string {
  return `/${purpose}/${createToken(site.keys, { ...claim, purpose }, site.clock.now())}`
}

/** Who acts, from where, and under which words. */
export function buildProof(c: Context, site: Site, source: string, wording?: string): PageProof {
  const ip = readClientIp(c, site)
  return { source, ...(ip === 'unknown' ? {} : { ip }), ...(wording === undefined ? {} : { wording }) }
}
