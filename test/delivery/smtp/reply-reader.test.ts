import { describe, expect, it } from 'vitest'
import { createReplyReader, type RawReply } from '../../../src/delivery/smtp/reply-reader.ts'

function read(...chunks: string[]): RawReply[] {
  const replies: RawReply[] = []
  const take = createReplyReader((reply) => replies.push(reply))
  for (const chunk of chunks) take(Buffer.from(chunk, 'latin1'))
  return replies
}

describe('createReplyReader', () => {
  it('gives replies of one line and of several, however they are cut', () => {
    const text = '250-first\r\n250 second\r\n354 go\r\n250 2.0.0 Ok\r\n'
    const expected = [
      { code: 250, raw: '250-first\n250 second' },
      { code: 354, raw: '354 go' },
      { code: 250, raw: '250 2.0.0 Ok' },
    ]
    expect(read(text)).toEqual(expected)
    expect(read(...text.split(''))).toEqual(expected)
    for (let cut = 1; cut < text.length; cut += 1) expect(read(text.slice(0, cut), text.slice(cut))).toEqual(expected)
  })

  it('takes a bare LF and a bare code, as some servers send them', () => {
    expect(read('250\n421 bye\n').map(({ code }) => code)).toEqual([250, 421])
  })

  it('reads words in UTF-8, wherever they are cut', () => {
    const octets = Buffer.from('550 Postfach überfüllt\r\n').toString('latin1')
    expect(read(...octets.split(''))).toEqual([{ code: 550, raw: '550 Postfach überfüllt' }])
  })

  it.each(['hello\r\n', '99 x\r\n', '2e2 no\r\n', '25x no\r\n', '250*no\r\n', '\r\n'])('refuses %j', (text) => {
    expect(() => read(text)).toThrow(/no SMTP reply/)
  })

  it('F19 refuses a line without end, lines without end, and many small pieces of either', () => {
    expect(() => read(`250 ${'x'.repeat(70_000)}`)).toThrow(/more than 65536 octets/)
    expect(() => read(...Array<string>(70_000).fill('2'))).toThrow(/more than 65536 octets/)
    expect(() => read('250-x\r\n'.repeat(200))).toThrow(/more than 100 lines/)
  })
})
