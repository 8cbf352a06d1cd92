import { describe, expect, it } from 'vitest'
import { formatReturnPath } from '../../src/delivery/return-path.ts'
import { getMailbox } from '../../src/mail/address.ts'

const base = getMailbox('bounces@example.com', 'base').address
const ada = getMailbox('ada@example.com', 'ada').address
const ben = getMailbox('ben@example.com', 'ben').address

describe('formatReturnPath', () => {
  it('is a sub-address of the bounce mailbox, different per issue, recipient and key', () => {
    const paths = [
      formatReturnPath(base, ada, 'a'.repeat(64), 'key one'),
      formatReturnPath(base, ben, 'a'.repeat(64), 'key one'),
      formatReturnPath(base, ada, 'b'.repeat(64), 'key one'),
      formatReturnPath(base, ada, 'a'.repeat(64), 'key two'),
    ]
    expect(new Set(paths).size).toBe(4)
    expect(paths[0]).toMatch(/^bounces\+a{8}\.[0-9a-f]{16}\.[0-9a-f]{16}@example\.com$/)
  })

  it('refuses a mailbox whose name leaves no room (RFC 5321 §4.5.3.1.1)', () => {
    const long = getMailbox(`${'b'.repeat(22)}@example.com`, 'base').address
    expect(() => formatReturnPath(long, ada, 'a'.repeat(64), 'key')).toThrow(/too long/)
  })
})
