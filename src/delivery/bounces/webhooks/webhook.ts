import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../../errors.ts'
import { parseAddress, type AddrSpec } from '../../../mail/address.ts'
import type { EnhancedStatus } from '../../../mail/reply.ts'
import { findEnhancedStatus } from '../../../mail/dsn.ts'
import type { BouncedRecipient } from '../bounce.ts'
import { judgeEvidence } from '../report/judge.ts'

/** One thing that a sending service reports of one recipient. */
export interface WebhookEvent extends Omit<BouncedRecipient, 'address'> {
  readonly address: AddrSpec
  /** Id of the event, unique at its provider; services send an event again until they get an answer. */
  readonly id: string
  /** Message-ID of the message it is about, without angle brackets, where the service tells. */
  readonly messageId?: string
}

/** Header fields of a request, names in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | undefined>>

/** Compares secrets in a time that says nothing of where they differ. */
export function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** @throws AppError `unauthorized`, in words that do not help to guess */
export function refuseSignature(provider: string): never {
  throw new AppError('unauthorized', `This webhook of ${provider} is not signed with the key in the settings.`)
}

/** What a service says of every event; empty where it does not say. */
export interface ReportedEvent {
  readonly address: string
  readonly id: string
  readonly messageId: string
}

/** What a service says of a bounce. */
export interface ReportedBounce extends ReportedEvent {
  /** The server's words, as the service passes them on. */
  readonly words: string
  readonly status?: string
  /** What the service itself makes of the address: whether it would try it again; undefined where it says nothing of it. */
  readonly permanent: boolean | undefined
}

/**
 * A service's bounce, judged by our rules: they know better than its two classes what is about the address. Only where
 * the words say nothing does its own word count; a bounce that it calls temporary is never hard.
 */
export function buildBounceEvent(reported: ReportedBounce): WebhookEvent[] {
  const address = parseAddress(reported.address)
  if (address === undefined) return []
  const { words, permanent, id } = reported
  const status = findEnhancedStatus(reported.status ?? '') ?? findEnhancedStatus(words)
  const evidence = {
    address,
    words: [words].filter(Boolean),
    notice: words,
    structured: true,
    action: 'failed' as const,
  }
  const judged = judgeEvidence({ ...evidence, ...(status === undefined ? {} : { status }) })
  return [{ ...judged, ...settle(judged, permanent), address, id, ...messageIdOf(reported.messageId) }]
}

function settle({ kind, reason }: BouncedRecipient, permanent: boolean | undefined): Partial<WebhookEvent> {
  if (permanent === undefined) return {}
  if (!permanent && kind === 'hard')
    return { kind: 'soft', reason: 'undefined', status: '4.0.0' satisfies EnhancedStatus }
  return permanent && (reason === 'undefined' || reason === 'refused') ? { kind: 'hard', reason: 'unknown_user' } : {}
}

/** A complaint or a wish to leave. */
export function buildPlainEvent(
  kind: 'complaint' | 'unsubscribe',
  { address: text, id, messageId }: ReportedEvent,
): WebhookEvent[] {
  const address = parseAddress(text)
  if (address === undefined) return []
  return [{ kind, address, id, reason: kind === 'complaint' ? 'feedback' : 'unsubscribe', ...messageIdOf(messageId) }]
}

function messageIdOf(text: string): { messageId?: string } {
  const messageId = text.replace(/^<|>$/g, '')
  return messageId === '' ? {} : { messageId }
}
