import { describe, expect, it } from 'vitest'
import { findEnhancedStatus, parseDeliveryStatus } from '../../src/mail/dsn.ts'

describe('parseDeliveryStatus', () => {
  it('reads the per-message and per-recipient fields (RFC 3464 §2.2, §2.3)', () => {
    const body = `Original-Envelope-Id: 42
Reporting-MTA: dns; mx.example.net
Arrival-Date: Wed, 29 Jul 2026 07:12:01 +0000

Final-Recipient: rfc822; ada@example.org
Original-Recipient: rfc822;Ada@example.org
Action: failed (permanent)
Status: 5.1.1 (bad mailbox)
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1
 user unknown

Final-Recipient: rfc822;<ben@example.org>
Action: Delayed
Status: 4.4.1
Will-Retry-Until: Mon, 3 Aug 2026 07:12:01 +0000
`
    expect(parseDeliveryStatus(body)).toEqual({
      originalEnvelopeId: '42',
      reportingMta: 'mx.example.net',
      arrivalDate: '2026-07-29T07:12:01Z',
      recipients: [
        {
          finalRecipient: 'ada@example.org',
          originalRecipient: 'Ada@example.org',
          action: 'failed',
          status: '5.1.1',
          statusComment: 'bad mailbox',
          remoteMta: 'mail.example.org',
          diagnosticCode: '550 5.1.1 user unknown',
        },
        {
          finalRecipient: 'ben@example.org',
          action: 'delayed',
          status: '4.4.1',
          willRetryUntil: '2026-08-03T07:12:01Z',
        },
      ],
    })
  })

  it('parts recipients that no empty line parts, and keeps together what an empty line tears apart', () => {
    const body = `Reporting-MTA: dns; mx.example.net
Action: failed
Final-Recipient: rfc822; ada@example.org

Status: 5.1.1
Action: failed
Final-Recipient: rfc822; ben@example.org
Status: 5.2.2`
    expect(parseDeliveryStatus(body).recipients).toEqual([
      { finalRecipient: 'ada@example.org', action: 'failed', status: '5.1.1' },
      { finalRecipient: 'ben@example.org', action: 'failed', status: '5.2.2' },
    ])
  })

  it('leaves out what is garbled', () => {
    const body = 'Final-Recipient: x400; /G=Ada/\nAction: sulking\nStatus: five\nArrival-Date: once'
    expect(parseDeliveryStatus(body)).toEqual({ recipients: [{}] })
  })
})

describe('findEnhancedStatus', () => {
  it.each([
    ['550 5.1.1 unknown', '5.1.1'],
    ['550-5.7.26 see', '5.7.26'],
    ['(#5.1.2)', '5.1.2'],
    ['from 4.5.6.7 at', undefined],
    ['version 15.2.1', undefined],
    ['3.1.1', undefined],
  ])('finds in %j %s (RFC 3463 §2)', (text, status) => {
    expect(findEnhancedStatus(text)).toBe(status)
  })
})
