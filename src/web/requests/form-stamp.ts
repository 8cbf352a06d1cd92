import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../../clock.ts'
import type { TokenKeyRing } from '../../subscribers/token.ts'

/** A form that comes back sooner was not read by a person; one that is older was kept in store. */
const stampAgeSeconds = { least: 3, most: 12 * 3600 }

/** What a stamp says: `early` may be sent again with the same stamp. */
export type StampReading = 'valid' | 'early' | 'expired' | 'forged'

/** Signs the moment a form was shown: Unix seconds and 16 octets of HMAC-SHA-256. */
export function createFormStamp(ring: TokenKeyRing, now: Instant): string {
  const seconds = Math.floor(Date.parse(now) / 1000).toString(36)
  return `${ring[0].version}.${seconds}.${sign(ring[0].secret, seconds)}`
}

/** Reads the stamp of a form that came back. */
export function readFormStamp(ring: TokenKeyRing, stamp: string, now: Instant): StampReading {
  const match = /^(\d{1,3})\.([0-9a-z]{1,10})\.([\w-]{22})$/.exec(stamp)
  const key = ring.find(({ version }) => String(version) === match?.[1])
  if (!match || !key) return 'forged'
  const [, , seconds = '', mac = ''] = match
  if (!timingSafeEqual(Buffer.from(sign(key.secret, seconds)), Buffer.from(mac))) return 'forged'
  const age = Date.parse(now) / 1000 - Number.parseInt(seconds, 36)
  if (age < 0 || age > stampAgeSeconds.most) return 'expired'
  return age < stampAgeSeconds.least ? 'early' : 'valid'
}

function sign(secret: Uint8Array, seconds: string): string {
  return createHmac('sha256', secret)
    .update('courant form\0')
    .update(seconds)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}
