import { parseAddress, type AddrSpec } from '../../mail/address.ts'
import { parseFeedbackReport } from '../../mail/feedback-report.ts'
import { findField, headerOf, parseFields } from '../../mail/field-list.ts'
import type { IncomingMessage } from '../../mail/incoming-message.ts'
import type { Bounce, BouncedRecipient } from './bounce.ts'
import type { BounceStore } from './bounce-store.ts'
import { findAddresses } from './report/find-recipients.ts'
import { splitNotice } from './report/notice.ts'
import { hashRecipient, readReturnPath, type ReturnPathReading } from './read-return-path.ts'

/** The reader that a bounce is about, beyond doubt. */
export interface FoundReader {
  readonly address: AddrSpec
  /** What the report says of them. */
  readonly recipient: BouncedRecipient
  readonly issue: string
}

// Where a mail that was sent to our return path carries it: each mail system notes the envelope in a field of its own.
const envelopeFields = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-rcpt-to'])
const originalFields = new Set(['return-path', 'x-envelope-from', 'envelope-from', 'sender', 'errors-to'])

/**
 * Finds the reader by the signed return path, which only a message of ours to them has carried. The addresses of the
 * report are believed only where they are what the return path was made for, so a forged one moves nobody else.
 */
export async function findReader(
  message: IncomingMessage,
  bounce: Bounce,
  { keys, store }: { readonly keys: readonly string[]; readonly store: Pick<BounceStore, 'findByHash'> },
): Promise<FoundReader | undefined> {
  const original = parseFields(headerOf(message.original ?? splitNotice(message.text).copy))
  const reading = findReading(message, original, keys)
  if (!reading) return undefined
  const { recipientHash, issue } = reading
  const named = bounce.recipients.find(({ address }) => hashRecipient(address) === recipientHash)
  const address =
    parseAddress(named?.address ?? '') ??
    findByOriginal(original, recipientHash) ??
    (await store.findByHash(recipientHash))
  const recipient = named ?? findOnly(bounce)
  return address === undefined || recipient === undefined
    ? undefined
    : { address, recipient: { ...recipient, address }, issue }
}

/**
 * Our messages have one recipient each, so a report on one is about ours, whatever address it was forwarded to; one on
 * several is about somebody else's message too. Complaints name nobody where the provider blacks addresses out.
 */
function findOnly({ kind, recipients }: Bounce): BouncedRecipient | undefined {
  if (recipients.length === 0 && kind === 'complaint') return { address: '', kind, reason: 'feedback' }
  return recipients.length === 1 ? recipients[0] : undefined
}

function findReading(
  message: IncomingMessage,
  original: ReturnType<typeof parseFields>,
  keys: readonly string[],
): ReturnPathReading | undefined {
  const reported = parseFeedbackReport(message.feedbackReport ?? '')?.originalMailFrom
  const bodies = [
    ...message.header.filter(({ name }) => envelopeFields.has(name)).map(({ body }) => body),
    ...(reported === undefined ? [] : [reported]),
    ...original.filter(({ name }) => originalFields.has(name)).map(({ body }) => body),
  ]
  return bodies.flatMap((body) => keys.map((key) => readReturnPath(body, key))).find((reading) => reading !== undefined)
}

function findByOriginal(original: ReturnType<typeof parseFields>, recipientHash: string): AddrSpec | undefined {
  return findAddresses(findField(original, 'to') ?? '')
    .map(parseAddress)
    .find((address) => address !== undefined && hashRecipient(address) === recipientHash)
}
