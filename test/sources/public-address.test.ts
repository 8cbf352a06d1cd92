import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../src/sources/public-address.ts'

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '151.101.1.91', '2606:4700::6810:84e5', '2a00:1450:4001:80b::200e', '::ffff:8.8.8.8'])(
    'knows %s as public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '192.0.2.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:10.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '::ffff:0:7f00:1',
    '0:0:0:0:0:ffff:127.0.0.1',
    'fe80::5efe:7f00:1',
    '2001:0:7f00:1::',
    '4000::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '100::1',
    'localhost',
    '',
    '127.1',
  ])('does not take %s for public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
