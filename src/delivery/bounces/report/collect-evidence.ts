/*
 * What a bounce says of whom. In: a message. Out: the evidence for each recipient. Sources, in order:
 *   1. the fields of message/delivery-status (RFC 3464), also where they stand in the text because a relay flattened it;
 *   2. the X-Failed-Recipients field;
 *   3. the addresses in the words of the notice;
 *   4. the one recipient of the mail that came back.
 */
import { parseDeliveryStatus, type RecipientStatus } from '../../../mail/dsn.ts'
import { findField, headerOf, parseFields, type Field } from '../../../mail/field-list.ts'
import type { IncomingMessage } from '../../../mail/incoming-message.ts'
import { findCommand, findReplyLines, findStatus, isExact, type Evidence } from './evidence.ts'
import { findAddresses, findRecipients, keyOf, type NamedRecipient } from './find-recipients.ts'
import { splitNotice, withoutEcho, type Notice } from './notice.ts'

/** Words about one recipient that are looked at; a mail system needs a few hundred. */
const maxCharacters = 10_000

/** The evidence of a message; empty when it names nobody. */
export function collectEvidence(message: IncomingMessage): Evidence[] {
  const notice = splitNotice(message.text)
  const original = parseFields(headerOf(message.original ?? notice.copy))
  const named = findRecipients(notice.words, ownAddresses(message.header, original))
  const statuses = readStatuses(message)
  if (statuses.length > 0) return collectFromStatuses(statuses, { notice, named, original })
  return nameRecipients(message.header, original, { named, words: notice.words }).map((recipient) =>
    weigh(recipient.address, { structured: false }, recipient),
  )
}

interface Surroundings {
  readonly notice: Notice
  readonly named: readonly NamedRecipient[]
  readonly original: readonly Field[]
}

function readStatuses({ deliveryStatuses, text }: IncomingMessage): Declared[] {
  const start = text.search(/^(?:Reporting-MTA|Final-Recipient):/im)
  const bodies = deliveryStatuses.length > 0 || start < 0 ? deliveryStatuses : [text.slice(start)]
  return bodies.map(parseDeliveryStatus).flatMap(({ reportingMta, recipients }) =>
    recipients.map((recipient) => ({
      ...recipient,
      structured: true,
      isPreset: presetAnswers.test(reportingMta ?? ''),
    })),
  )
}

// Amazon SES accepts the message first and then sends the answer that a rule of the mailbox's owner picks from a list.
const presetAnswers = /^inbound-smtp\.[a-z0-9-]+\.amazonaws\.com$/i

function collectFromStatuses(statuses: readonly Declared[], around: Surroundings): Evidence[] {
  const only = statuses.length === 1
  return statuses.flatMap((status, index) => {
    const address =
      status.finalRecipient ?? status.originalRecipient ?? around.named[index]?.address ?? findSole(around.original)
    if (address === undefined) return []
    const about = around.named.find((named) => keyOf(named.address) === keyOf(address))
    return [weigh(address, status, only ? { words: around.notice.words } : { ...about })]
  })
}

type Declared = RecipientStatus & Pick<Evidence, 'structured' | 'isPreset'>

/** Puts together what the report declares of a recipient and what the notice says. */
function weigh(address: string, declared: Declared, { words = '', preamble = '' }: Partial<NamedRecipient>): Evidence {
  const notice = words.slice(0, maxCharacters)
  const { diagnosticCode = declared.statusComment ?? '', action, structured, isPreset = false } = declared
  const replies = findReplyLines(notice)
  const status = findStatus(declared.status, diagnosticCode, replies)
  const all = `${diagnosticCode}\n${notice}`
  const command = findCommand(all.replace(/\s*\n[ \t]+/g, ' ')) ?? findCommand(all)
  // Where there is an exact status, the free text is only what somebody likes to add to every mail.
  const texts = [diagnosticCode, replies, ...(structured && isExact(status) ? [] : [withoutEcho(notice), preamble])]
  return {
    address,
    words: texts.filter((text) => text.trim() !== ''),
    notice,
    structured,
    isPreset,
    ...(action === undefined ? {} : { action }),
    ...(status === undefined ? {} : { status }),
    ...(command === undefined ? {} : { command }),
  }
}

function nameRecipients(
  header: readonly Field[],
  original: readonly Field[],
  { named, words }: { readonly named: readonly NamedRecipient[]; readonly words: string },
): NamedRecipient[] {
  const failed = findAddresses(findField(header, 'x-failed-recipients') ?? '')
  const [only, ...others] = failed
  // All words are about the one that failed, also those on the address that it forwards to.
  if (only !== undefined && others.length === 0) return [{ address: only, words }]
  if (failed.length > 0) {
    return failed.map((address) => ({
      words,
      ...named.find((other) => keyOf(other.address) === keyOf(address)),
      address,
    }))
  }
  if (named.length > 0) return [...named]
  const sole = findSole(original)
  return sole === undefined ? [] : [{ address: sole, words }]
}

/** The one recipient of the mail that came back. */
function findSole(original: readonly Field[]): string | undefined {
  return findAddresses(findField(original, 'to') ?? '')[0]
}

/** Addresses of ours: who the bounce is for, and who the original was from. */
function ownAddresses(header: readonly Field[], original: readonly Field[]): Set<string> {
  const bodies = [
    findField(header, 'to'),
    ...['from', 'return-path', 'sender', 'reply-to', 'errors-to'].map((name) => findField(original, name)),
  ]
  return new Set(findAddresses(bodies.join(' ')).map(keyOf))
}
