import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../src/mail/incoming-message.ts'
import { findField } from '../../src/mail/field-list.ts'

const report = [
  'From: MAILER-DAEMON@mx.example.net',
  'Subject: =?utf-8?B?VW56dXN0ZWxsYmFy?=',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
  '',
  '--b1',
  'Content-Type: text/plain',
  '',
  'The mailbox is full.',
  '--b1',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example.net',
  '',
  'Final-Recipient: rfc822; ada@example.com',
  'Action: failed',
  'Status: 5.2.2',
  '--b1',
  'Content-Type: text/rfc822-headers',
  '',
  'Message-ID: <one@news.example.com>',
  '--b1--',
  '',
]

function parse(text: string) {
  return parseMessage(Buffer.from(text))
}

describe('parseMessage', () => {
  it.each(['\r\n', '\n', '\r'])(
    'finds the parts of a report (RFC 6522 §3) whatever ends its lines (%j)',
    async (end) => {
      const message = await parse(report.join(end))
      expect(message?.text).toContain('The mailbox is full.')
      expect(message?.deliveryStatuses).toHaveLength(1)
      expect(message?.deliveryStatuses[0]).toContain('Status: 5.2.2')
      expect(message?.original).toContain('<one@news.example.com>')
      expect(findField(message?.header ?? [], 'subject')).toBe('Unzustellbar')
    },
  )

  it('finds the parts where the header names another boundary than the body uses', async () => {
    const message = await parse(report.join('\n').replace('boundary="b1"', 'boundary="b2"'))
    expect(message?.deliveryStatuses).toHaveLength(1)
  })

  it('takes the words of an HTML part where there is no other, without its tags and styles', async () => {
    const html = '<style>p{color:red}</style><p>No such user &lt;ada&gt;</p>'
    const message = await parse(`Subject: x\nContent-Type: text/html\n\n${html}\n`)
    expect(message?.text).toContain('No such user <ada>')
    expect(message?.text).not.toContain('color')
  })

  it('has no words where a message has no body, and keeps all of a body that is no multipart', async () => {
    expect((await parse('Subject: gone\nX-Note: header only'))?.text.trim()).toBe('')
    expect((await parse('Subject: x\nContent-Type: multipart/mixed; boundary=q\n\nOnly words.\n'))?.text).toContain(
      'Only words.',
    )
  })

  it('is nothing for what is no mail, or is nested too deep', async () => {
    expect(await parse('')).toBeUndefined()
    expect(await parse('\u0000\u0001 no header here')).toBeUndefined()
    const nested = Array.from(
      { length: 30 },
      (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`,
    )
    expect(await parse(`Subject: x\nContent-Type: multipart/mixed; boundary=b0\n\n${nested.join('')}`)).toBeUndefined()
  })
})
