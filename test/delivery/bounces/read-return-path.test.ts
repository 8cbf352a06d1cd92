import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashRecipient, readReturnPath } from '../../../src/delivery/bounces/read-return-path.ts'
import { formatReturnPath } from '../../../src/delivery/return-path.ts'
import { getMailbox } from '../../../src/mail/address.ts'

const base = getMailbox('Bounces@news.example.com', 'base').address
const ada = getMailbox('ada@example.org', 'ada').address
const path = formatReturnPath(base, ada, 'ab'.repeat(32), 'a key of the tests')

describe('readReturnPath', () => {
  it('reads what formatReturnPath made', () => {
    expect(readReturnPath(path, 'a key of the tests')).toEqual({ issue: 'abababab', recipientHash: hashRecipient(ada) })
  })

  it.each([`<${path}>`, path.toUpperCase(), `Readers <${path}>`, `<prvs=12ab=${path}>`])('reads it in %s', (text) => {
    expect(readReturnPath(text, 'a key of the tests')?.issue).toBe('abababab')
  })

  it('refuses another key, and the plain mailbox', () => {
    expect(readReturnPath(path, 'another key')).toBeUndefined()
    expect(readReturnPath(base, 'a key of the tests')).toBeUndefined()
  })

  it('refuses every path with one letter of the signed part changed', () => {
    const start = path.indexOf('+') + 1
    const end = path.indexOf('@')
    const changed = Array.from({ length: end - start }, (_, index) => start + index).flatMap((at) =>
      Array.from('0123456789abcdef.', (letter) => path.slice(0, at) + letter + path.slice(at + 1)),
    )
    const accepted = changed.filter((other) => readReturnPath(other, 'a key of the tests') !== undefined)
    expect(new Set(accepted)).toEqual(new Set([path]))
  })

  it('refuses what is guessed', () => {
    const hex = (length: number) =>
      fc
        .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
        .map((all) => all.join(''))
    fc.assert(
      fc.property(hex(8), hex(16), hex(16), (issue, who, mac) => {
        expect(readReturnPath(`bounces+${issue}.${who}.${mac}@news.example.com`, 'a key of the tests')).toBeUndefined()
      }),
    )
  })
})
