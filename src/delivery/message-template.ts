/**
 * RenderedIssue × newsletter → the octets of one message per recipient.
 *
 * Everything that is the same for all is encoded once; a recipient costs the header fields of their own and one copy of
 * the static octets.
 */
import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'
import type { RenderedIssue, SlotValues } from '../rendering/rendering.ts'
import type { Newsletter } from '../issue/issue.ts'
import { domainOf, type Mailbox } from '../mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox } from '../mail/header-field.ts'
import { listArchiveField, listIdField, unsubscribeFields, type UnsubscribeLinks } from '../mail/list-fields.ts'
import { formatMailDate } from '../mail/mail-date.ts'
import { formatMessageId } from '../mail/message-id.ts'
import { toOctetText } from '../octet-text.ts'
import { encodeSlotted, joinPieces, type Scratch } from './slotted-octets.ts'

/** What the header of every message of a campaign has in common. */
export interface MessageHeader {
  readonly newsletter: Newsletter
  /** Hash of the issue; Message-IDs and the boundary are made from it. */
  readonly issueHash: string
  readonly date: Instant
  /** Header field in which a provider expects a key that is the same for a second copy. */
  readonly idempotencyHeader?: string
}

/** What is one recipient's own in a message. */
export interface MessageRecipient {
  readonly mailbox: Mailbox
  readonly slots: SlotValues
  readonly unsubscribe: UnsubscribeLinks
}

/** A message, the Message-ID that stands in it, and the parts that a signature is made of. */
export interface ComposedMessage {
  readonly messageId: string
  readonly octets: Buffer
  /** Header fields as octets in Latin-1 text: first those of this recipient, then those of all. */
  readonly ownFields: string
  readonly sharedFields: string
  /** Where in the octets the body begins; relaxed canonicalisation (RFC 6376 §3.4.4) changes nothing in it. */
  readonly bodyAt: number
}

/** A message with its slots open. */
export interface MessageTemplate {
  /** @param scratch where to write; without it the message has memory of its own */
  compose(recipient: MessageRecipient, scratch?: Scratch): ComposedMessage
}

/** Encodes all that is static of a rendering; done once per campaign. */
export function compileMessage(rendered: RenderedIssue, header: MessageHeader): MessageTemplate {
  const boundary = `=_courant_${createHash('sha256').update(header.issueHash).digest('hex').slice(0, 24)}`
  const sharedFields = toOctetText(formatSharedFields(rendered.subject, header, boundary))
  const rest = joinPieces([
    { octets: Buffer.from(sharedFields + partHead(boundary, 'text/plain'), 'latin1') },
    ...encodeSlotted(rendered.text, 'text'),
    { octets: Buffer.from(partHead(boundary, 'text/html')) },
    ...encodeSlotted(rendered.html, 'html'),
    { octets: Buffer.from(`\r\n--${boundary}--\r\n`) },
  ])
  const domain = domainOf(header.newsletter.from.address)
  return {
    compose(recipient, scratch = { buffer: Buffer.alloc(0) }) {
      const messageId = formatMessageId(header.issueHash, recipient.mailbox.address, domain)
      const ownFields = toOctetText(formatOwnFields(recipient, messageId, header.idempotencyHeader))
      const octets = rest.fill(ownFields, recipient.slots, scratch)
      // One line break stands between header and body.
      return { messageId, octets, ownFields, sharedFields, bodyAt: ownFields.length + sharedFields.length + 2 }
    },
  }
}

function formatSharedFields(subject: string, { newsletter, date, issueHash }: MessageHeader, boundary: string): string {
  const { from, replyTo, name, listId, publicUrl } = newsletter
  const fields: [string, string][] = [
    ['From', formatMailbox(from)],
    ...(replyTo ? [['Reply-To', formatMailbox(replyTo)] as [string, string]] : []),
    ['Date', formatMailDate(date)],
    ['Subject', encodeUnstructured(subject)],
    [...listIdField(name, listId)],
    ...(publicUrl === undefined ? [] : [[...listArchiveField(`${publicUrl}/archive`)] as [string, string]]),
    ['Feedback-ID', `${issueHash.slice(0, 16)}:${listId}:newsletter:courant`],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative; boundary="${boundary}"`],
  ]
  return fields.map(([field, body]) => formatHeaderField(field, body)).join('')
}

function formatOwnFields(
  { mailbox, unsubscribe }: MessageRecipient,
  messageId: string,
  idempotencyHeader: string | undefined,
): string {
  const fields = [
    ['Message-ID', messageId],
    ['To', formatMailbox(mailbox)],
    ...unsubscribeFields(unsubscribe),
    ...(idempotencyHeader === undefined ? [] : [[idempotencyHeader, messageId.slice(1, -1)] as const]),
  ] as const
  return fields.map(([field, body]) => formatHeaderField(field, body)).join('')
}

/** The delimiter line and header of one part; the preamble of RFC 2046 §5.1.1 is left empty. */
function partHead(boundary: string, type: string): string {
  return `\r\n--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}
