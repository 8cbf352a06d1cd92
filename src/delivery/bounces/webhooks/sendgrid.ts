/*
 * Twilio SendGrid's event webhook. In: a list of events, signed as a whole with ECDSA over timestamp and body. Out: ours.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
import { createPublicKey, verify } from 'node:crypto'
import { parseJson, textAt } from './json-body.ts'
import {
  buildBounceEvent,
  buildPlainEvent,
  refuseSignature,
  type WebhookEvent,
  type WebhookHeaders,
} from './webhook.ts'

/** The verification key that SendGrid shows: base64 of the DER form of an ECDSA key. */
export interface SendGridSecrets {
  readonly publicKey: string
}

/** Reads the events of one request. */
export function parseSendGridWebhook(headers: WebhookHeaders, body: string, secrets: SendGridSecrets): WebhookEvent[] {
  const signature = Buffer.from(headers['x-twilio-email-event-webhook-signature'] ?? '', 'base64')
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'] ?? ''
  const key = createPublicKey({ key: Buffer.from(secrets.publicKey, 'base64'), format: 'der', type: 'spki' })
  if (!verify('sha256', Buffer.from(timestamp + body), key, signature)) refuseSignature('SendGrid')
  const events = parseJson(body)
  return Array.isArray(events) ? events.flatMap(readEvent) : []
}

// `blocked` is about us and `expired` about their server; SendGrid's class tells the rest, where it has one.
const otherClass = /^(?:technical|content|reputation|frequency or volume|mailbox unavailable)/i

function isPermanent(event: unknown): boolean | undefined {
  const type = textAt(event, 'type')
  if (type === 'blocked' || type === 'expired') return false
  return otherClass.test(textAt(event, 'bounce_classification')) ? undefined : true
}

function readEvent(event: unknown): WebhookEvent[] {
  const about = {
    address: textAt(event, 'email'),
    id: textAt(event, 'sg_event_id'),
    messageId: textAt(event, 'smtp-id'),
  }
  switch (textAt(event, 'event')) {
    case 'bounce':
      return buildBounceEvent({
        ...about,
        words: textAt(event, 'reason'),
        status: textAt(event, 'status'),
        permanent: isPermanent(event),
      })
    case 'spamreport':
      return buildPlainEvent('complaint', about)
    case 'unsubscribe':
    case 'group_unsubscribe':
      return buildPlainEvent('unsubscribe', about)
    // `dropped` only repeats what SendGrid knew before, `deferred` is tried again.
    default:
      return []
  }
}
