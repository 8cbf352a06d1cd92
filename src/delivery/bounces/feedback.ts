import { parseAddress } from '../../mail/address.ts'
import { parseFeedbackReport, type FeedbackReport } from '../../mail/feedback-report.ts'
import { findField, headerOf, parseFields, type Field } from '../../mail/field-list.ts'
import type { IncomingMessage } from '../../mail/incoming-message.ts'
import { noBounce, type Bounce } from './bounce.ts'
import { findAddresses, keyOf } from './report/find-recipients.ts'

/**
 * Types of report that a reader caused (RFC 5965 §7.3): "this is spam", also where the provider's button is called
 * unsubscribe. `auth-failure` (RFC 6591) is about forged or broken mail, and `not-spam` is the opposite of a complaint.
 */
const readerTypes = new Set(['abuse', 'fraud', 'opt-out', 'opt-out-list', 'other', 'complaint', 'miscategorized'])

/** A feedback report as a Bounce; undefined when the message is none. */
export function classifyFeedback(message: IncomingMessage): Bounce | undefined {
  const original = parseFields(headerOf(message.original ?? ''))
  const report =
    parseFeedbackReport(message.feedbackReport ?? feedbackInText(message) ?? '') ?? readJunkMail(message, original)
  if (!report) return undefined
  if (!readerTypes.has(report.type)) return noBounce
  const named = ['original-recipient', 'delivered-to', 'to'].map((name) => findField(original, name))
  const addresses =
    report.originalRecipients.length > 0 ? report.originalRecipients : findAddresses(named.join(' ')).slice(0, 1)
  const unique = new Map(addresses.map((address) => [keyOf(address), address]))
  return {
    kind: 'complaint',
    recipients: [...unique.values()].map((address) => ({ address, kind: 'complaint', reason: 'feedback' })),
  }
}

/** A report that lost its MIME structure on the way. */
function feedbackInText({ text }: IncomingMessage): string | undefined {
  const start = text.search(/^Feedback-Type: ?[a-z-]+$/im)
  return start < 0 ? undefined : text.slice(start)
}

/** Outlook.com's programme for junk mail predates RFC 5965: it forwards the message with the reader in a field of its own. */
function readJunkMail({ header }: IncomingMessage, original: readonly Field[]): FeedbackReport | undefined {
  const reader = parseAddress(findField(original, 'x-hmxmroriginalrecipient') ?? '')
  const isComplaint = /^complaint about message from/i.test(findField(header, 'subject') ?? '')
  return isComplaint && reader !== undefined ? { type: 'abuse', originalRecipients: [reader] } : undefined
}
