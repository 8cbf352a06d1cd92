/*
 * Mailgun's webhooks. In: one event with its signature in the body: an HMAC-SHA-256 over timestamp and token. Out: ours.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
import { createHmac } from 'node:crypto'
import type { Instant } from '../../../clock.ts'
import { objectAt, parseJson, textAt } from './json-body.ts'
import {
  buildBounceEvent,
  buildPlainEvent,
  isEqual,
  refuseSignature,
  type ReportedEvent,
  type WebhookEvent,
} from './webhook.ts'

/** The "HTTP webhook signing key", and the time that old requests are refused by. */
export interface MailgunSecrets {
  readonly signingKey: string
  readonly now: Instant
}

// Mailgun tries again for eight hours; a request that somebody kept for longer is not theirs.
const maxAgeSeconds = 12 * 3600

/** Reads the event of one request. */
export function parseMailgunWebhook(body: string, { signingKey, now }: MailgunSecrets): WebhookEvent[] {
  const request = parseJson(body)
  const signature = objectAt(request, 'signature')
  const timestamp = textAt(signature, 'timestamp')
  const expected = createHmac('sha256', signingKey)
    .update(timestamp + textAt(signature, 'token'))
    .digest('hex')
  const ageSeconds = Math.abs(Date.parse(now) / 1000 - Number(timestamp))
  if (!isEqual(expected, textAt(signature, 'signature')) || !(ageSeconds <= maxAgeSeconds)) refuseSignature('Mailgun')
  return readEvent(objectAt(request, 'event-data'))
}

function readEvent(event: unknown): WebhookEvent[] {
  const about = {
    address: textAt(event, 'recipient'),
    id: textAt(event, 'id'),
    messageId: textAt(objectAt(objectAt(event, 'message'), 'headers'), 'message-id'),
  }
  switch (textAt(event, 'event')) {
    case 'failed':
      return readFailure(event, about)
    case 'complained':
      return buildPlainEvent('complaint', about)
    case 'unsubscribed':
      return buildPlainEvent('unsubscribe', about)
    default:
      return []
  }
}

/** A `suppress-…` failure was never sent: Mailgun had its own reasons from before. */
function readFailure(event: unknown, about: ReportedEvent): WebhookEvent[] {
  if (textAt(event, 'reason').startsWith('suppress-')) return []
  const status = objectAt(event, 'delivery-status')
  const words = [textAt(status, 'code'), textAt(status, 'message') || textAt(status, 'description')].filter(Boolean)
  return buildBounceEvent({
    ...about,
    words: words.join(' '),
    status: textAt(status, 'enhanced-code'),
    permanent: isPermanent(event),
  })
}

/** `old`, `espblock` and `generic` are given up too, and say nothing of the address by themselves. */
function isPermanent(event: unknown): boolean | undefined {
  if (textAt(event, 'severity') !== 'permanent') return false
  return ['', 'bounce'].includes(textAt(event, 'reason')) ? true : undefined
}
