import { describe, expect, it } from 'vitest'
import { parseFeedbackReport } from '../../src/mail/feedback-report.ts'

describe('parseFeedbackReport', () => {
  it('reads type, return path and all recipients (RFC 5965 §3)', () => {
    const body = `Feedback-Type: Abuse
User-Agent: Loop/1.0
Original-Mail-From: <bounces+x@news.example.com>
Original-Rcpt-To: <ada@example.org>
Original-Rcpt-To: ben@example.org`
    expect(parseFeedbackReport(body)).toEqual({
      type: 'abuse',
      userAgent: 'Loop/1.0',
      originalMailFrom: 'bounces+x@news.example.com',
      originalRecipients: ['ada@example.org', 'ben@example.org'],
    })
  })

  it('has no recipient where the provider blacked it out', () => {
    expect(parseFeedbackReport('Feedback-Type: abuse\nOriginal-Rcpt-To: [removed]')?.originalRecipients).toEqual([])
  })

  it('is no report without a type', () => {
    expect(parseFeedbackReport('User-Agent: Loop/1.0')).toBeUndefined()
  })
})
