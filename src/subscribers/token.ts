/*
 * Tokens are the only key to a subscriber's pages, and what makes a link in a mail prove who it was sent to.
 * In: a claim (purpose, list, subscriber) and the key ring. Out: 7 + n octets of claim and 16 of HMAC-SHA-256, base64url.
 * Guaranteed: no token of one purpose, list or subscriber is good for another; the same claim gives the same token.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import { createMac } from '../mac.ts'
import { toOctetText } from '../octet-text.ts'

/**
 * What a token is good for; `feedback` is more or less like this, `browser` a personal copy of the issue in the browser,
 * `approve` the word of the owner, whose detail names campaign and hash.
 */
export type TokenPurpose =
  'confirm' | 'unsubscribe' | 'preferences' | 'undo' | 'feedback' | 'browser' | 'bounce' | 'approve'

/** Number of each purpose in the token, and how long it is good for in seconds; without one it never expires. */
const purposes: Readonly<Record<TokenPurpose, { code: number; lifetimeSeconds?: number }>> = {
  confirm: { code: 1, lifetimeSeconds: 48 * 3600 },
  unsubscribe: { code: 2 },
  preferences: { code: 3 },
  undo: { code: 4, lifetimeSeconds: 7 * 24 * 3600 },
  feedback: { code: 5 },
  browser: { code: 6 },
  bounce: { code: 7 },
  approve: { code: 8, lifetimeSeconds: 8 * 24 * 3600 },
}

/** Who and what a token speaks for. */
export interface TokenClaim {
  readonly purpose: TokenPurpose
  readonly list: string
  readonly subscriberId: string
  /** Any further word that the token must be bound to: an issue, a paper, the subscriber's address key. */
  readonly detail?: string
}

/** One secret of at least 16 octets under its version, 1 to 255. */
export interface TokenKey {
  readonly version: number
  readonly secret: Uint8Array
}

/** Newest first: the first one signs, all of them are accepted. */
export type TokenKeyRing = readonly [TokenKey, ...TokenKey[]]

/** `expired` still names the claim, so that a page can offer a new link; `forged` is everything that we did not make. */
export type TokenReading =
  | { readonly status: 'valid' | 'expired'; readonly claim: TokenClaim; readonly issuedAt?: Instant }
  | { readonly status: 'forged' }

const format = 1
const macOpening = 'courant token\0' // a code of ours for another use is no token
const macOctets = 16 // RFC 2104 §5: not less than half of the hash's 32
const headOctets = 7 // format, key version, purpose, 4 octets of Unix seconds
const longest = 400 // characters; a mail's link stays on one line of 998 octets

/**
 * Makes the token of a claim, URL-safe.
 *
 * @param now when it is made; only written into tokens that expire, so that the others are the same every time
 */
export function createToken(ring: TokenKeyRing, claim: TokenClaim, now: Instant): string {
  return prepareTokens(ring, claim, now)(claim.subscriberId, claim.detail)
}

/** As `createToken`, for the many subscribers of one list: what their tokens have in common is made once. */
export function prepareTokens(
  [key]: TokenKeyRing,
  { purpose, list }: Pick<TokenClaim, 'purpose' | 'list'>,
  now: Instant,
): (subscriberId: string, detail?: string) => string {
  const { code, lifetimeSeconds } = purposes[purpose]
  const seconds = lifetimeSeconds === undefined ? 0 : Math.floor(Date.parse(now) / 1000)
  const head =
    String.fromCharCode(format, key.version, code, seconds >>> 24, (seconds >>> 16) & 255, (seconds >>> 8) & 255) +
    String.fromCharCode(seconds & 255) +
    encodeField(list)
  const mac = createMac(key.secret, macOpening + head)
  return (subscriberId, detail) => {
    const own = encodeField(subscriberId) + (detail === undefined ? '' : encodeField(detail))
    const octets = head + own + mac.digest(own, 'binary').slice(0, macOctets)
    const token = Buffer.from(octets, 'latin1').toString('base64url')
    if (token.length > longest) throw new AppError('internal', `A token of ${token.length} characters is too long.`)
    return token
  }
}

/** Reads a token that must be of this purpose; anything not made by `createToken` with a key of the ring is `forged`. */
export function readToken(
  ring: TokenKeyRing,
  token: string,
  expected: { purpose: TokenPurpose; now: Instant },
): TokenReading {
  const octets = decodeExactly(token)
  if (octets === undefined || octets[0] !== format) return { status: 'forged' }
  const key = ring.find(({ version }) => version === octets[1])
  const body = octets.subarray(0, -macOctets)
  if (!key || !isAuthentic(key, body, octets.subarray(-macOctets))) return { status: 'forged' }
  const { code, lifetimeSeconds } = purposes[expected.purpose]
  const [list, subscriberId, detail] = decodeFields(body.subarray(headOctets))
  if (body[2] !== code || list === undefined || subscriberId === undefined) return { status: 'forged' }
  const claim = { purpose: expected.purpose, list, subscriberId, ...(detail === undefined ? {} : { detail }) }
  if (lifetimeSeconds === undefined) return { status: 'valid', claim }
  const issuedSeconds = body.readUInt32BE(3)
  const ageSeconds = Date.parse(expected.now) / 1000 - issuedSeconds
  const issuedAt = new Date(issuedSeconds * 1000).toISOString().replace('.000Z', 'Z') as Instant
  return { status: ageSeconds > lifetimeSeconds ? 'expired' : 'valid', claim, issuedAt }
}

/** The token that a text begins with: what follows came from around the link, a full stop, a bracket, a quotation mark. */
export function trimToken(text: string): string {
  return /^[\w-]*/.exec(text)?.[0] ?? ''
}

/**
 * Reads the setting `version:secret,version:secret`, newest first; a secret is any text of at least 16 octets.
 *
 * @throws AppError `invalid`, which never repeats a secret
 */
export function parseTokenKeys(text: string): TokenKeyRing {
  const keys = text.split(',').map((part, index): TokenKey => {
    const match = /^\s*(?:(\d{1,3}):)?(\S+)\s*$/.exec(part)
    const version = Number(match?.[1] ?? '1')
    const secret = Buffer.from(match?.[2] ?? '')
    if (version < 1 || version > 255 || secret.length < 16) {
      throw new AppError(
        'invalid',
        `Token key ${index + 1} cannot be used: write version:secret with a version of 1 to 255 and a secret of at least 16 octets.`,
      )
    }
    return { version, secret }
  })
  if (new Set(keys.map(({ version }) => version)).size < keys.length) {
    throw new AppError('invalid', 'Two token keys have the same version: give the newer one a higher number.')
  }
  return keys as [TokenKey, ...TokenKey[]]
}

function isAuthentic(key: TokenKey, body: Buffer, code: Buffer): boolean {
  const expected = createMac(key.secret, macOpening).digest(body.toString('latin1'), 'binary').slice(0, macOctets)
  return timingSafeEqual(Buffer.from(expected, 'latin1'), code)
}

function encodeField(text: string): string {
  const octets = toOctetText(text)
  if (octets.length > 255) throw new AppError('internal', `"${text}" is too long for a token.`)
  return String.fromCharCode(octets.length) + octets
}

/** The octets of canonical base64url: one token has one spelling, so a changed last letter is a changed token. */
function decodeExactly(token: string): Buffer | undefined {
  if (token.length > longest || !/^[A-Za-z0-9_-]+$/.test(token)) return undefined
  const octets = Buffer.from(token, 'base64url')
  return octets.length > headOctets + macOctets && octets.toString('base64url') === token ? octets : undefined
}

function decodeFields(octets: Buffer): string[] {
  const fields: string[] = []
  for (let start = 0; start < octets.length;) {
    const end = start + 1 + (octets[start] ?? 0)
    if (end > octets.length) return []
    fields.push(octets.toString('utf8', start + 1, end))
    start = end
  }
  return fields
}
