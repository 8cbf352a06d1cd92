import { describe, expect, it } from 'vitest'
import { splitNotice, withoutEcho } from '../../../../src/delivery/bounces/report/notice.ts'

describe('splitNotice', () => {
  it('cuts before the first field of the copy, also where folded fields of ours come first', () => {
    const words = 'Unable to deliver message after multiple retries.\n\n--- A copy of the message.\n'
    const copy =
      'DKIM-Signature: v=1; a=rsa-sha256;\n bh=abc; b=def\nX-Trace: 1\nReceived: from a by b\nFrom: a@a.example'
    expect(splitNotice(`${words}\n${copy}`)).toEqual({ words, copy })
  })

  it('keeps a report that only repeats some fields, indented', () => {
    const text = 'Your message\n\n  To: ada@example.org\n  Subject: papers\n\ndid not reach ada@example.org'
    expect(splitNotice(text)).toEqual({ words: text, copy: '' })
  })
})

describe('withoutEcho', () => {
  it('leaves out what our own message said of itself', () => {
    expect(withoutEcho('Your message\n  Subject: virus, spam and no such user\nwas not delivered')).toBe(
      'Your message\n\nwas not delivered',
    )
  })
})
