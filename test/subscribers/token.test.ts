import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import {
  createToken,
  parseTokenKeys,
  readToken,
  type TokenClaim,
  type TokenKeyRing,
  type TokenPurpose,
} from '../../src/subscribers/token.ts'

const now = '2026-11-23T07:00:00Z' as Instant
const ring = parseTokenKeys('1:an invented secret'.replaceAll(' ', '-'))
const claim: TokenClaim = { purpose: 'unsubscribe', list: 'papers', subscriberId: '01jd000000000000000000ann0' }
const allPurposes = ['confirm', 'unsubscribe', 'preferences', 'undo', 'feedback', 'browser', 'bounce'] as const

function read(token: string, purpose: TokenPurpose = 'unsubscribe', at: Instant = now, keys: TokenKeyRing = ring) {
  return readToken(keys, token, { purpose, now: at })
}

describe('a token', () => {
  it('gives back the claim it was made of', () => {
    expect(read(createToken(ring, claim, now))).toEqual({ status: 'valid', claim })
    const detailed = { ...claim, purpose: 'feedback', detail: '2411.01234:+1' } as const
    expect(read(createToken(ring, detailed, now), 'feedback')).toEqual({ status: 'valid', claim: detailed })
  })

  it('is the same every time, unless it expires', () => {
    expect(createToken(ring, claim, '2027-01-01T00:00:00Z' as Instant)).toBe(createToken(ring, claim, now))
  })

  it('needs no escaping in an address', () => {
    expect(createToken(ring, { ...claim, list: 'läser', subscriberId: 'ÿÿÿ' }, now)).toMatch(/^[A-Za-z0-9_-]+$/)
  })

  it('is good for one purpose only, in all pairs', () => {
    for (const made of allPurposes) {
      const token = createToken(ring, { ...claim, purpose: made }, now)
      expect(allPurposes.filter((asked) => read(token, asked).status !== 'forged')).toEqual([made])
    }
  })

  it('to confirm is good for two days, and then still says whose it was', () => {
    const token = createToken(ring, { ...claim, purpose: 'confirm' }, now)
    expect(read(token, 'confirm', '2026-11-25T07:00:00Z' as Instant)).toMatchObject({ status: 'valid', issuedAt: now })
    expect(read(token, 'confirm', '2026-11-25T07:00:01Z' as Instant)).toMatchObject({
      status: 'expired',
      claim: { subscriberId: claim.subscriberId },
    })
  })

  it('to unsubscribe is good for ever', () => {
    expect(read(createToken(ring, claim, now), 'unsubscribe', '2096-11-25T07:00:00Z' as Instant).status).toBe('valid')
  })

  it('of a rotated key is still good, and no longer once the key is gone', () => {
    const token = createToken(ring, claim, now)
    const rotated = parseTokenKeys('2:another-invented-secret,1:an-invented-secret')
    expect(read(token, 'unsubscribe', now, rotated).status).toBe('valid')
    expect(createToken(rotated, claim, now)).not.toBe(token)
    expect(read(token, 'unsubscribe', now, parseTokenKeys('2:another-invented-secret')).status).toBe('forged')
  })

  it('has one spelling and one length', () => {
    const token = createToken(ring, claim, now)
    const altered = [
      `${token}A`,
      token.slice(0, -1),
      `${token}=`,
      ` ${token}`,
      token.replaceAll('-', '+'),
      `${token}\n`,
    ]
    const last = token.at(-1) ?? ''
    const respelled = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
      .filter((letter) => letter !== last)
      .map((letter) => token.slice(0, -1) + letter)
    const accepted = [...altered, ...respelled].filter((text) => text !== token && read(text).status !== 'forged')
    expect(accepted).toEqual([])
  })

  it('cannot move a border between list and subscriber', () => {
    const one = createToken(ring, { ...claim, list: 'ab', subscriberId: 'c' }, now)
    const other = createToken(ring, { ...claim, list: 'a', subscriberId: 'bc' }, now)
    expect(one).not.toBe(other)
  })
})

describe('parseTokenKeys', () => {
  it.each(['short', '0:long-enough-for-a-secret', '256:long-enough-for-a-secret', '', '1:two words-in-one-secret'])(
    'refuses %s without repeating it',
    (text) => {
      expect(() => parseTokenKeys(text)).toThrow('Token key 1 cannot be used')
    },
  )

  it('refuses two keys of one version', () => {
    expect(() => parseTokenKeys('1:an-invented-secret,1:another-invented-secret')).toThrow('same version')
  })
})
