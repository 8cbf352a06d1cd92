import { createHmac, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMac } from '../src/mac.ts'
import { toOctetText } from '../src/octet-text.ts'

describe('createMac', () => {
  it('gives what an Hmac of Node gives, for keys and messages of every length', () => {
    const lengths = [0, 1, 63, 64, 65, 200, 1000]
    const wrong = lengths.flatMap((keyLength) => {
      const key = randomBytes(keyLength)
      const mac = createMac(key)
      return lengths.flatMap((length) => {
        const message = randomBytes(length)
        const expected = createHmac('sha256', key).update(message).digest()
        const octets = message.toString('latin1')
        const isSame =
          mac.digest(octets, 'hex') === expected.toString('hex') &&
          Buffer.from(mac.digest(octets, 'binary'), 'latin1').equals(expected)
        return isSame ? [] : [[keyLength, length]]
      })
    })
    expect(wrong).toEqual([])
  })

  it('counts what every message opens with', () => {
    const key = randomBytes(32)
    const rests = ['', 'rest', 'x'.repeat(1000)]
    const codes = rests.map((rest) => createMac(key).digest(`opening ${rest}`, 'hex'))
    const mac = createMac(key, 'opening ')
    expect(rests.map((rest) => mac.digest(rest, 'hex'))).toEqual(codes)
  })
})

describe('toOctetText', () => {
  it('has a character for each octet of UTF-8', () => {
    expect(Buffer.from(toOctetText('Zürich 📄'), 'latin1').toString()).toBe('Zürich 📄')
    expect(toOctetText('plain')).toBe('plain')
  })
})
