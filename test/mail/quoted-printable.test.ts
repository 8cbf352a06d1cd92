import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import {
  countQuotedPrintable,
  encodeOctets,
  encodeQuotedPrintable,
  encodeSlot,
  softBreak,
} from '../../src/mail/quoted-printable.ts'

async function decode(encoded: string): Promise<string> {
  const head = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
  return (await PostalMime.parse(head + encoded)).text ?? ''
}

describe('encodeQuotedPrintable', () => {
  it('keeps lines to 76 octets of ASCII and decodes to the same text (RFC 2045 §6.7)', async () => {
    const text = fc
      .array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 6 })
      .map((lines) => lines.join('\n'))
    await fc.assert(
      fc.asyncProperty(text, async (original) => {
        const plain = original.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\0', '')
        const encoded = encodeQuotedPrintable(plain)
        expect(encoded.split('\r\n').every((line) => line.length <= 76)).toBe(true)
        expect(encoded).toMatch(/^[\t\r\n\x20-\x7e]*$/)
        expect((await decode(`${encoded}\r\n`)).replace(/\n$/, '')).toBe(plain)
      }),
    )
  })

  it('gives and counts the same octets', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const encoded = encodeQuotedPrintable(text)
        expect(encodeOctets(text).toString('latin1')).toBe(encoded)
        expect(countQuotedPrintable(text)).toBe(encoded.length)
      }),
    )
  })

  it('has room for a text of any length, and for one that is all encoded', () => {
    const text = '漢'.repeat(200_000)
    expect(countQuotedPrintable(text)).toBe(200_000 * 9 + Math.floor((200_000 * 3 - 1) / 25) * softBreak.length)
  })

  it('never opens a line with a dot, so that SMTP has nothing to double (RFC 5321 §4.5.2)', () => {
    const lines = encodeQuotedPrintable(`.\n..\n${'a.'.repeat(300)}\n.hidden`).split('\r\n')
    expect(lines.filter((line) => line.startsWith('.'))).toEqual([])
  })

  it('hides a From that opens a line from mail stores', () => {
    expect(encodeQuotedPrintable('From here on')).toBe('=46rom here on')
  })

  it('encodes a space that ends a line', () => {
    expect(encodeQuotedPrintable('a \nb')).toBe('a=20\r\nb')
  })

  it('leaves no run of white space for a relay to change (RFC 6376 §3.4.4)', () => {
    expect(encodeQuotedPrintable('a  b\tc \td')).toBe('a =20b=09c =09d')
  })
})

describe('encodeSlot', () => {
  it('ends in a soft break, so that static text goes on at the start of a line', () => {
    expect(encodeSlot('Ada')).toBe(`Ada${softBreak}`)
  })

  it('breaks a long link into lines of at most 76 octets that never open with a dot or an F', () => {
    const link = `https://news.example.com/${'a.F'.repeat(200)}`
    const lines = encodeSlot(link).split('\r\n')
    expect(lines.every((line) => line.length <= 76 && !/^[.F]/.test(line))).toBe(true)
    expect(lines.map((line) => line.replace(/=$/, '').replace('=2E', '.').replace('=46', 'F')).join('')).toBe(link)
  })

  it('is nothing where there is no value', () => {
    expect(encodeSlot('')).toBe('')
  })

  it('cannot bring in a line break', () => {
    expect(encodeSlot('a\r\n\r\nb')).toBe(`a b${softBreak}`)
  })
})
