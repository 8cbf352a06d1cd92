import { expect, it } from 'vitest'
import type { Instant } from '../../../src/clock.ts'
import { createToken, parseTokenKeys, readToken } from '../../../src/subscribers/token.ts'

const now = '2026-11-23T07:00:00Z' as Instant
const ring = parseTokenKeys('2:another-invented-secret,1:an-invented-secret')

it('accepts none of a million forged tokens', () => {
  const token = createToken(
    ring,
    { purpose: 'unsubscribe', list: 'papers', subscriberId: '01jd000000000000000000ann0' },
    now,
  )
  const octets = Buffer.from(token, 'base64url')
  const accepted: string[] = []
  for (let attempt = 0; attempt < 1_000_000; attempt += 1) {
    const forged = forge(octets, attempt).toString('base64url')
    if (readToken(ring, forged, { purpose: 'unsubscribe', now }).status !== 'forged') accepted.push(forged)
  }
  expect(readToken(ring, token, { purpose: 'unsubscribe', now }).status).toBe('valid')
  expect(accepted).toEqual([])
})

/** First every single bit is flipped, then up to four octets, at places drawn from a counter: each run is the same. */
function forge(octets: Buffer, attempt: number): Buffer {
  const forged = Buffer.from(octets)
  if (attempt < octets.length * 8) {
    forged[attempt >> 3]! ^= 1 << (attempt & 7)
    return forged
  }
  let state = (Math.imul(attempt, 2_654_435_761) ^ 0x9e3779b9) >>> 0
  for (let change = 0; change <= attempt % 4; change += 1) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) >>> 0
    forged[state % forged.length]! ^= 1 + ((state >>> 8) % 255)
  }
  if (forged.equals(octets)) forged[0]! ^= 1
  return forged
}
