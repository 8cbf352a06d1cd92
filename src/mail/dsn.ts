import { parseInstant, type Instant } from '../clock.ts'
import { parseAddress } from './address.ts'
import { findField, parseFields, type Field } from './field-list.ts'
import type { EnhancedStatus } from './reply.ts'

/** What the server did with one recipient (RFC 3464 §2.3.3). */
export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

/** Per-recipient fields (RFC 3464 §2.3); what a report leaves out or garbles is absent. */
export interface RecipientStatus {
  /** Addresses as reported, in normal form where `parseAddress` knows one (a quoted local part it does not). */
  readonly originalRecipient?: string
  readonly finalRecipient?: string
  readonly action?: DeliveryAction
  readonly status?: EnhancedStatus
  /** What stands in brackets behind the status: some systems give the reason nowhere else. */
  readonly statusComment?: string
  readonly remoteMta?: string
  /** The server's words, without the type in front (`smtp;`). */
  readonly diagnosticCode?: string
  readonly willRetryUntil?: Instant
}

/** A delivery status notification (RFC 3464 §2.1): per-message fields, then one group of fields for each recipient. */
export interface DeliveryStatusNotification {
  readonly originalEnvelopeId?: string
  readonly reportingMta?: string
  readonly arrivalDate?: Instant
  readonly recipients: readonly RecipientStatus[]
}

const maxRecipients = 100
const startsGroup = new Set(['final-recipient', 'original-recipient', 'action'])

/**
 * Reads the body of a message/delivery-status. Groups should be parted by empty lines; because reports with superfluous
 * and with missing ones are common, a group also ends where a field that it has already comes again.
 */
export function parseDeliveryStatus(body: string): DeliveryStatusNotification {
  const [head = [], ...groups] = splitGroups(parseFields(body))
  const originalEnvelopeId = findField(head, 'original-envelope-id')
  const reportingMta = findField(head, 'reporting-mta')
  const arrivalDate = parseInstant(findField(head, 'arrival-date') ?? '')
  return {
    ...(originalEnvelopeId === undefined ? {} : { originalEnvelopeId }),
    ...(reportingMta === undefined ? {} : { reportingMta: withoutType(reportingMta) }),
    ...(arrivalDate === undefined ? {} : { arrivalDate }),
    recipients: groups.slice(0, maxRecipients).map(readRecipient),
  }
}

/** RFC 3463 §2: each `class.subject.detail` of a text, in order. */
export function findEnhancedStatuses(text: string): EnhancedStatus[] {
  return [...text.matchAll(/(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.]*\d)/g)].map(
    ([status]) => status as EnhancedStatus,
  )
}

/** The first of them; undefined when there is none. */
export function findEnhancedStatus(text: string): EnhancedStatus | undefined {
  return findEnhancedStatuses(text)[0]
}

/** The fields before the first recipient, then those of each; a field that comes twice opens the next recipient. */
function splitGroups(fields: readonly Field[]): Field[][] {
  const groups: Field[][] = [[]]
  for (const field of fields) {
    const current = groups.at(-1) as Field[]
    const isStart = startsGroup.has(field.name)
    const seen = current.some(({ name }) => name === field.name)
    if (isStart && (groups.length === 1 || seen)) groups.push([field])
    else current.push(field)
  }
  return groups
}

function readRecipient(fields: readonly Field[]): RecipientStatus {
  const finalRecipient = parseTypedAddress(findField(fields, 'final-recipient'))
  const originalRecipient = parseTypedAddress(findField(fields, 'original-recipient'))
  const action = /^(failed|delayed|delivered|relayed|expanded)\b/i.exec(findField(fields, 'action') ?? '')?.[1]
  const status = findEnhancedStatus(findField(fields, 'status') ?? '')
  const statusComment = /\(([^()\n]{1,200})\)/.exec(findField(fields, 'status') ?? '')?.[1]
  const remoteMta = findField(fields, 'remote-mta')
  const diagnosticCode = findField(fields, 'diagnostic-code')
  const willRetryUntil = parseInstant(findField(fields, 'will-retry-until') ?? '')
  return {
    ...(originalRecipient === undefined ? {} : { originalRecipient }),
    ...(finalRecipient === undefined ? {} : { finalRecipient }),
    ...(action === undefined ? {} : { action: action.toLowerCase() as DeliveryAction }),
    ...(status === undefined ? {} : { status }),
    ...(statusComment === undefined ? {} : { statusComment }),
    ...(remoteMta === undefined ? {} : { remoteMta: withoutType(remoteMta) }),
    ...(diagnosticCode === undefined ? {} : { diagnosticCode: withoutType(diagnosticCode) }),
    ...(willRetryUntil === undefined ? {} : { willRetryUntil }),
  }
}

/** `rfc822; user@example.com`, `<…>` around it or no type at all (RFC 3464 §2.3.2); one that cannot exist is as reported. */
function parseTypedAddress(body: string | undefined): string | undefined {
  const text = withoutType(body ?? '')
  const quoted = /^<?("[^"\n]{1,64}"@[A-Za-z0-9.-]{1,255})>?/.exec(text)?.[1]
  const bare = /<([^<>]+)>/.exec(text)?.[1] ?? text.split(/\s/)[0] ?? ''
  return quoted ?? parseAddress(bare) ?? /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/.exec(bare)?.[0]
}

function withoutType(body: string): string {
  return body.replace(/^[a-z][a-z0-9-]{0,30}[ \t]*;[ \t]*/i, '')
}
