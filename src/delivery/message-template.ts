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
import { domainOf, type Mailbox } from '../mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox } from '../mail/header-field.ts'
import { listArchiveField, listIdField, unsubscribeFields, type UnsubscribeLinks } from '../mail/list-fields.ts'
import { formatMailDate } from '../mail/mail-date.ts'
import { formatMessageId } from '../mail/message-id.ts'
import { encodeOctets, encodeSlot, softBreak } from '../mail/quoted-printable.ts'

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

/** A message and the Message-ID that stands in it. */
export interface ComposedMessage {
  readonly messageId: string
  readonly octets: Buffer
}

/** Memory that a message may be written into; it is used again for the next one, and grows where it must. */
export interface Scratch {
  buffer: Buffer
}

/** A message with its slots open. */
export interface MessageTemplate {
  /** @param scratch where to write; without it the message has memory of its own */
  compose(recipient: MessageRecipient, scratch?: Scratch): ComposedMessage
}

/** A slot in one of the two parts; its value is escaped and encoded as that part asks. */
interface Slot {
  readonly name: SlotName
  readonly part: 'text' | 'html'
}

/** Static octets, and the value that follows them. */
interface Piece {
  readonly octets: Buffer
  readonly slot?: Slot
}

/** A piece whose value is known by its place among the values of the message. */
interface NumberedPiece {
  readonly octets: Buffer
  readonly value: number
}

const softBreakOctets = Buffer.from(softBreak)

/** Encodes all that is static of a rendering; done once per campaign. */
export function compileMessage(rendered: RenderedIssue, header: MessageHeader): MessageTemplate {
  const boundary = `=_courant_${createHash('sha256').update(header.issueHash).digest('hex').slice(0, 24)}`
  const pieces = joinStatic([
    { octets: Buffer.from(formatStaticFields(rendered.subject, header, boundary) + partHead(boundary, 'text/plain')) },
    ...encodeSlotted(rendered.text, 'text'),
    { octets: Buffer.from(partHead(boundary, 'text/html')) },
    ...encodeSlotted(rendered.html, 'html'),
    { octets: Buffer.from(`\r\n--${boundary}--\r\n`) },
  ])
  const { slots, numbered } = numberSlots(pieces)
  const staticOctets = pieces.reduce((sum, { octets }) => sum + octets.length, 0)
  const domain = domainOf(header.newsletter.from.address)
  return {
    compose(recipient, scratch = { buffer: Buffer.alloc(0) }) {
      const messageId = formatMessageId(header.issueHash, recipient.mailbox.address, domain)
      const own = formatOwnFields(recipient, messageId, header.idempotencyHeader)
      const values = slots.map((slot) => encodeValue(slot, recipient.slots))
      // A value stands in a few places at most; three octets a character is what UTF-8 can need.
      const most = numbered.reduce(
        (sum, { value }) => sum + (values[value]?.length ?? 0),
        staticOctets + own.length * 3,
      )
      if (scratch.buffer.length < most) scratch.buffer = Buffer.allocUnsafeSlow(most)
      return { messageId, octets: fill(scratch.buffer, own, { numbered, values }) }
    },
  }
}

/** One copy of the static octets and one write per value. */
function fill(
  buffer: Buffer,
  own: string,
  { numbered, values }: { readonly numbered: readonly NumberedPiece[]; readonly values: readonly string[] },
): Buffer {
  let at = buffer.write(own, 0, 'utf8')
  for (const { octets, value } of numbered) {
    buffer.set(octets, at)
    at += octets.length
    const text = values[value]
    if (text !== undefined) at += buffer.write(text, at, 'latin1')
  }
  return buffer.subarray(0, at)
}

/** Static pieces that follow each other as one. */
function joinStatic(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  let before: Buffer[] = []
  for (const { octets, slot } of pieces) {
    before.push(octets)
    if (!slot) continue
    joined.push({ octets: Buffer.concat(before), slot })
    before = []
  }
  return [...joined, { octets: Buffer.concat(before) }]
}

/** Each slot of a part once, and the pieces with its number; −1 is no slot. */
function numberSlots(pieces: readonly Piece[]): {
  readonly slots: readonly Slot[]
  readonly numbered: NumberedPiece[]
} {
  const slots: Slot[] = []
  const numbered = pieces.map(({ octets, slot }) => {
    if (!slot) return { octets, value: -1 }
    const known = slots.findIndex(({ name, part }) => name === slot.name && part === slot.part)
    if (known < 0) slots.push(slot)
    return { octets, value: known < 0 ? slots.length - 1 : known }
  })
  return { slots, numbered }
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

function encodeSlotted({ parts, slots }: SlottedText, part: Slot['part']): Piece[] {
  return parts.map((text, index) => {
    const name = slots[index]
    const encoded = encodeOctets(text)
    if (name === undefined) return { octets: encoded }
    const isOpen = encoded.length > 0 && encoded.at(-1) !== 0x0a
    return { octets: isOpen ? Buffer.concat([encoded, softBreakOctets]) : encoded, slot: { name, part } }
  })
}

function encodeValue({ name, part }: Slot, values: SlotValues): string {
  return encodeSlot(part === 'html' ? escapeHtml(values[name]) : values[name])
}
