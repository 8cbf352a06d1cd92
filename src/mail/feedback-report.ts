import { parseAddress, type AddrSpec } from './address.ts'
import { findField, parseFields } from './field-list.ts'

/** What a mailbox provider passes on of a reader's complaint (RFC 5965 §3). */
export interface FeedbackReport {
  /** In lower case: `abuse`, `fraud`, `virus`, `not-spam`, `auth-failure` (RFC 6591 §3.1), `opt-out` and others. */
  readonly type: string
  readonly userAgent?: string
  /** Reverse-path of the message complained about: our signed return path, when the message is ours. */
  readonly originalMailFrom?: AddrSpec
  /** Who complained; many providers leave them out or black them out. */
  readonly originalRecipients: readonly AddrSpec[]
}

/** Reads the body of a message/feedback-report; undefined when it lacks the one field that says what it is. */
export function parseFeedbackReport(body: string): FeedbackReport | undefined {
  const fields = parseFields(body)
  const type = /^[a-z-]{1,40}/i.exec(findField(fields, 'feedback-type') ?? '')?.[0].toLowerCase()
  if (type === undefined) return undefined
  const userAgent = findField(fields, 'user-agent')
  const originalMailFrom = parseBracketed(findField(fields, 'original-mail-from') ?? '')
  const originalRecipients = fields
    .filter(({ name }) => name === 'original-rcpt-to' || name === 'removal-recipient')
    .map(({ body }) => parseBracketed(body))
    .filter((address) => address !== undefined)
  return {
    type,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(originalMailFrom === undefined ? {} : { originalMailFrom }),
    originalRecipients,
  }
}

function parseBracketed(text: string): AddrSpec | undefined {
  return parseAddress(/<([^<>]+)>/.exec(text)?.[1] ?? text)
}
