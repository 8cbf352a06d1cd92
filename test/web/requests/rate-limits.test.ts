import { describe, expect, it } from 'vitest'
import { findClientIp, formatNetwork } from '../../../src/web/requests/client-ip.ts'
import { rememberRefusals } from '../../../src/web/requests/rate-limits.ts'
import { aClock, memoryLimits } from '../support.ts'

describe('formatNetwork', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['evil', 'unknown'],
  ])('%s belongs to %s', (ip, network) => {
    expect(formatNetwork(ip)).toBe(network)
  })
})

describe('findClientIp', () => {
  it('believes X-Forwarded-For only as far as our own proxies wrote it', () => {
    const forwarded = '203.0.113.9, 198.51.100.4, 192.0.2.1'
    expect(findClientIp('127.0.0.1', forwarded, 0)).toBe('127.0.0.1')
    expect(findClientIp('127.0.0.1', forwarded, 1)).toBe('192.0.2.1')
    expect(findClientIp('127.0.0.1', forwarded, 2)).toBe('198.51.100.4')
    expect(findClientIp('127.0.0.1', undefined, 1)).toBe('127.0.0.1')
    expect(findClientIp('127.0.0.1', 'not an address', 1)).toBe('127.0.0.1')
    expect(findClientIp(undefined, undefined, 0)).toBe('unknown')
  })
})

describe('rememberRefusals', () => {
  it('asks the store no more while a bucket is full, and again when its window has ended', async () => {
    const clock = aClock()
    const store = memoryLimits()
    let asked = 0
    const limits = rememberRefusals({
      take(bucket, rule) {
        asked += 1
        return store.take(bucket, rule)
      },
    })
    const take = (bucket: string): Promise<boolean> =>
      limits.take(bucket, { limit: 2, windowSeconds: 60, now: clock.now() })
    const answers = [await take('a'), await take('a'), await take('a'), await take('a'), await take('b')]
    expect(answers).toEqual([true, true, false, false, true])
    expect(asked).toBe(4)
    clock.advance(60)
    expect(await take('a')).toBe(true)
  })
})
