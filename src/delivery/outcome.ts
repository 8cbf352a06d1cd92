import type { AddrSpec } from '../mail/address.ts'
import type { SmtpReply } from '../mail/reply.ts'

/** Where one message of a sending ended. `accepted` means that the server took responsibility, not that it was read. */
export type OutcomeStatus = 'accepted' | 'deferred' | 'failed'

/** What became of one recipient, with the server's own words. */
export interface DeliveryOutcome {
  readonly address: AddrSpec
  readonly messageId: string
  readonly status: OutcomeStatus
  readonly reply?: SmtpReply
  /** The reply, or what went wrong, as one sentence. */
  readonly detail: string
}

/** All outcomes of a sending, in the order of the recipients, and their counts. */
export interface DeliveryReport {
  readonly outcomes: readonly DeliveryOutcome[]
  readonly counts: Readonly<Record<OutcomeStatus, number>>
  /** Why the sending ended early; absent when every recipient was tried. */
  readonly stopped?: string
}

/** Counts outcomes by status; the counts add up to the number of outcomes. */
export function buildReport(outcomes: readonly DeliveryOutcome[], stopped?: string): DeliveryReport {
  const counts = { accepted: 0, deferred: 0, failed: 0 }
  for (const { status } of outcomes) counts[status] += 1
  return { outcomes, counts, ...(stopped === undefined ? {} : { stopped }) }
}
