/*
 * Postmark's webhooks. In: one record. Out: events. Postmark does not sign: it sends the name and password that stand in
 * the address it was given (RFC 7617).
 * https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
import { objectAt, parseJson, textAt } from './json-body.ts'
import {
  buildBounceEvent,
  buildPlainEvent,
  isEqual,
  refuseSignature,
  type ReportedEvent,
  type WebhookEvent,
  type WebhookHeaders,
} from './webhook.ts'

/** What stands before the @ in the webhook's address. */
export interface PostmarkSecrets {
  readonly user: string
  readonly password: string
}

// Types of bounce that Postmark itself stops sending after; all others may pass.
const permanentTypes = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])

// Answers of readers, and what went wrong before the message left Postmark.
const ignoredTypes = new Set(
  'AutoResponder AddressChange Subscribe ChallengeVerification OpenRelayTest Unconfirmed SMTPApiError InboundError TemplateRenderingFailed'.split(
    ' ',
  ),
)

/** Reads the record of one request. */
export function parsePostmarkWebhook(headers: WebhookHeaders, body: string, secrets: PostmarkSecrets): WebhookEvent[] {
  const credentials = Buffer.from(`${secrets.user}:${secrets.password}`).toString('base64')
  if (!isEqual(headers['authorization'] ?? '', `Basic ${credentials}`)) refuseSignature('Postmark')
  return readRecord(parseJson(body))
}

function readRecord(record: unknown): WebhookEvent[] {
  const about = {
    address: textAt(record, 'Email') || textAt(record, 'Recipient'),
    id: textAt(record, 'ID') || `${textAt(record, 'MessageID')} ${textAt(record, 'ChangedAt')}`,
    messageId: textAt(record, 'MessageID'),
  }
  switch (textAt(record, 'RecordType')) {
    case 'Bounce':
      return readBounce(record, about)
    case 'SpamComplaint':
      return buildPlainEvent('complaint', about)
    case 'SubscriptionChange':
      return isSuppressed(record) ? buildPlainEvent('unsubscribe', about) : []
    default:
      return []
  }
}

/** The reader has left; the same record without `SuppressSending` tells that somebody let them in again. */
function isSuppressed(record: unknown): boolean {
  return textAt(record, 'SuppressionReason') === 'ManualSuppression' && objectAt(record)['SuppressSending'] !== false
}

function readBounce(record: unknown, about: ReportedEvent): WebhookEvent[] {
  const type = textAt(record, 'Type')
  if (type === 'SpamComplaint') return buildPlainEvent('complaint', about)
  if (type === 'Unsubscribe') return buildPlainEvent('unsubscribe', about)
  if (ignoredTypes.has(type)) return []
  return buildBounceEvent({ ...about, words: textAt(record, 'Details'), permanent: permanentTypes.has(type) })
}
