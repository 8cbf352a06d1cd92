import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { getMailbox } from '../../src/mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox, formatPhrase } from '../../src/mail/header-field.ts'

async function readSubject(field: string): Promise<string | undefined> {
  return (await PostalMime.parse(`${field}\r\nbody`)).subject
}

describe('formatHeaderField', () => {
  it('folds at 78 octets where a space allows (RFC 5322 §2.2.3)', () => {
    const field = formatHeaderField('Subject', 'word '.repeat(60).trim())
    expect(field.split('\r\n').every((line) => line.length <= 78)).toBe(true)
    expect(field.replaceAll('\r\n', '')).toBe(`Subject: ${'word '.repeat(60).trim()}`)
  })

  it.each(['a\r\nBcc: x@example.com', 'a\nb', 'a\rb', 'a\0b'])(
    'B9 refuses a body with a line break or NUL: %j',
    (body) => {
      expect(() => formatHeaderField('Subject', body)).toThrow(/line break/)
    },
  )
})

describe('encodeUnstructured', () => {
  it('leaves printable ASCII as it is', () => {
    expect(encodeUnstructured('Twenty papers, and one more')).toBe('Twenty papers, and one more')
  })

  it('B20 encodes text that looks encoded, so that it stays literal', async () => {
    const literal = '=?utf-8?q?caf=C3=A9?= is a word'
    expect(await readSubject(formatHeaderField('Subject', encodeUnstructured(literal)))).toBe(literal)
  })

  it('B20 keeps every grapheme in one encoded-word of at most 75 octets (RFC 2047 §2)', () => {
    const family = '👩‍👩‍👧‍👦'
    const words = encodeUnstructured(`${family} ${'é'.repeat(80)} ${family}`).split(' ')
    expect(words.every((word) => word.length <= 75)).toBe(true)
    const decoded = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString())
    expect(decoded.filter((text) => text.includes('\u200d')).every((text) => text.includes(family))).toBe(true)
  })

  it('brings any text through unchanged but for white space, on lines of at most 78 octets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), async (text) => {
        const clean = text
          .toWellFormed()
          .replace(/[\0-\x1f\x7f]/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()
        const field = formatHeaderField('Subject', encodeUnstructured(clean))
        expect(field.split('\r\n').every((line) => Buffer.byteLength(line) <= 78)).toBe(true)
        expect((await readSubject(field)) ?? '').toBe(clean)
      }),
    )
  })

  it('B19 encodes a word too long for a line, which then can be folded', () => {
    const field = formatHeaderField('Subject', encodeUnstructured('x'.repeat(1500)))
    expect(field.split('\r\n').every((line) => line.length <= 78)).toBe(true)
  })
})

describe('formatPhrase', () => {
  it('quotes what is no atom (RFC 5322 §3.2.4)', () => {
    expect(formatPhrase('Wu-Patel, "Chen" \\')).toBe(String.raw`"Wu-Patel, \"Chen\" \\"`)
  })

  it('leaves atoms alone', () => {
    expect(formatPhrase('The Invented Reader')).toBe('The Invented Reader')
  })
})

describe('formatMailbox', () => {
  it('writes the bare address where there is no name', () => {
    expect(formatMailbox(getMailbox('a@example.com', 'it'))).toBe('a@example.com')
  })

  it('encodes a name that is not ASCII', async () => {
    const field = formatHeaderField('To', formatMailbox(getMailbox('Björn Åse <b@example.com>', 'it')))
    expect((await PostalMime.parse(`${field}\r\n`)).to).toEqual([{ name: 'Björn Åse', address: 'b@example.com' }])
  })
})
