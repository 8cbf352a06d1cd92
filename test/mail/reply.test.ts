import { describe, expect, it } from 'vitest'
import { formatReply, parseReply } from '../../src/mail/reply.ts'

describe('parseReply', () => {
  it('reads code, enhanced status and text (RFC 5321 §4.2, RFC 3463 §2)', () => {
    expect(parseReply('550 5.1.1 No such reader')).toEqual({
      code: 550,
      enhancedStatus: '5.1.1',
      text: 'No such reader',
    })
  })

  it('joins the lines of a long reply', () => {
    expect(parseReply('451-4.7.1 Greylisted\r\n451 4.7.1 come back')).toEqual({
      code: 451,
      enhancedStatus: '4.7.1',
      text: 'Greylisted come back',
    })
  })

  it('does without an enhanced status', () => {
    expect(parseReply('250 OK')).toEqual({ code: 250, text: 'OK' })
  })

  it.each([
    ['550 5.1.1 \0 \u001b[31mgone', '5.1.1', '\ufffd \ufffd[31mgone'],
    ['550-5.1.1 \0\r\n550 \u0007gone', '5.1.1', '\ufffd \ufffdgone'],
  ])('keeps no control characters of %j, which no database takes', (raw, enhancedStatus, text) => {
    expect(parseReply(raw)).toEqual({ code: 550, enhancedStatus, text })
  })

  it.each(['', 'hello', '99 no', '250x'])('is undefined for %j', (raw) => {
    expect(parseReply(raw)).toBeUndefined()
  })
})

describe('formatReply', () => {
  it.each(['550 5.1.1 No such reader', '250 OK'])('writes %j as it came', (raw) => {
    expect(formatReply(parseReply(raw) ?? { code: 0, text: '' })).toBe(raw)
  })
})
