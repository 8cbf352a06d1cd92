/**
 * RenderedIssue × newsletter → the octets of one message per recipient.
 *
 * Everything that is the same for all is encoded once; a recipient costs the header fields of their own and one copy of
 * the static octets. Slots stand on lines of their own between soft breaks, so nothing static is ever wrapped again.
 */
import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { escapeHtml } from '../rendering/escape.ts'
import type { RenderedIssue, SlotName, SlottedText, SlotValues } from '../rendering/rendering.ts'
import type { Newsletter } from '../issue/issue.ts'
import type { Mailbox } from '../mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox } from '../mail/header-field.ts'
import { listArchiveField, listIdField, unsubscribeFields, type UnsubscribeLinks } from '../mail/list-fields.ts'
import { formatMailDate } from '../mail/mail-date.ts'
import { domainOf, formatMessageId } from '../mail/message-id.ts'
import { encodeQuotedPrintable, encodeSlot, softBreak } from '../mail/quoted-printable.ts'

/** What the header of every message of a campaign has in common. */
export interface MessageHeader {
  readonly newsletter: Newsletter
  /** Hash of the issue; Message-IDs and the boundary are made from it. */
  readonly issueHash: string
  readonly date: Instant
}

/** What is one recipient's own in a message. */
export interface MessageRecipient {
  readonly mailbox: Mailbox
  readonly slots: SlotValues
  readonly unsubscribe: UnsubscribeLinks
}

/** A message and the Message-ID that stands in it. */
export interface ComposedMessage {
  readonly messageId: string
  readonly octets: Buffer
}

/** A message with its slots open. */
export interface MessageTemplate {
  compose(recipient: MessageRecipient): ComposedMessage
}

/** A slot in one of the two parts; its value is escaped and encoded as that part asks. */
interface Slot {
  readonly name: SlotName
  readonly part: 'text' | 'html'
}

interface Piece {
  readonly octets: Buffer
  readonly slot?: Slot
}

/** Encodes all that is static of a rendering; done once per campaign. */
export function compileMessage(rendered: RenderedIssue, header: MessageHeader): MessageTemplate {
  const boundary = `=_courant_${createHash('sha256').update(header.issueHash).digest('hex').slice(0, 24)}`
  const head = Buffer.from(formatStaticFields(rendered.subject, header, boundary))
  const pieces = [
    { octets: Buffer.from(partHead(boundary, 'text/plain')) },
    ...encodeSlotted(rendered.text, 'text'),
    { octets: Buffer.from(partHead(boundary, 'text/html')) },
    ...encodeSlotted(rendered.html, 'html'),
    { octets: Buffer.from(`\r\n--${boundary}--\r\n`) },
  ]
  return {
    compose(recipient) {
      const messageId = formatMessageId(
        header.issueHash,
        recipient.mailbox.address,
        domainOf(header.newsletter.from.address),
      )
      const own = Buffer.from(formatOwnFields(recipient, messageId))
      return { messageId, octets: Buffer.concat([own, head, ...fillPieces(pieces, recipient.slots)]) }
    },
  }
}

function formatStaticFields(subject: string, { newsletter, date, issueHash }: MessageHeader, boundary: string): string {
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

function formatOwnFields({ mailbox, unsubscribe }: MessageRecipient, messageId: string): string {
  const fields = [['Message-ID', messageId], ['To', formatMailbox(mailbox)], ...unsubscribeFields(unsubscribe)] as const
  return fields.map(([field, body]) => formatHeaderField(field, body)).join('')
}

/** The delimiter line and header of one part; the preamble of RFC 2046 §5.1.1 is left empty. */
function partHead(boundary: string, type: string): string {
  return `\r\n--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}

function encodeSlotted({ parts, slots }: SlottedText, part: Slot['part']): Piece[] {
  return parts.map((text, index) => {
    const name = slots[index]
    const encoded = encodeQuotedPrintable(text)
    if (name === undefined) return { octets: Buffer.from(encoded) }
    const closed = encoded === '' || encoded.endsWith('\r\n') ? encoded : encoded + softBreak
    return { octets: Buffer.from(closed), slot: { name, part } }
  })
}

/** The octets in order; a slot that stands in many places is encoded once per part. */
function fillPieces(pieces: readonly Piece[], values: SlotValues): Buffer[] {
  const known = { text: new Map<SlotName, Buffer>(), html: new Map<SlotName, Buffer>() }
  const filled: Buffer[] = []
  for (const { octets, slot } of pieces) {
    filled.push(octets)
    if (!slot) continue
    const value = known[slot.part].get(slot.name) ?? encodeValue(slot, values)
    known[slot.part].set(slot.name, value)
    filled.push(value)
  }
  return filled
}

function encodeValue({ name, part }: Slot, values: SlotValues): Buffer {
  return Buffer.from(encodeSlot(part === 'html' ? escapeHtml(values[name]) : values[name]))
}
