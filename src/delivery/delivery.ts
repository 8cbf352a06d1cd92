import { AppError } from '../errors.ts'
import type { AddrSpec } from '../mail/address.ts'

/** Where one message of a campaign to one subscriber is. `accepted` means that the server took responsibility. */
export const deliveryStatuses = [
  'queued',
  'claimed',
  'at_dot',
  'accepted',
  'deferred',
  'failed',
  'in_doubt',
  'suppressed',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/**
 * What can happen to a delivery.
 *
 * - `release`: nothing was sent, and it was not the recipient's fault
 * - `doubt`: the connection or the machine died between the final dot and its answer
 * - `resend`: what is in doubt is sent again; it may arrive twice, with the same Message-ID
 */
export type DeliveryEvent =
  'claim' | 'suppress' | 'at_dot' | 'release' | 'accept' | 'defer' | 'fail' | 'doubt' | 'resend' | 'retry'

/** The legal moves; what is not here never happens, and the statements of the ledger are made from this table. */
export const deliveryMoves: Readonly<Record<DeliveryStatus, Readonly<Partial<Record<DeliveryEvent, DeliveryStatus>>>>> =
  {
    queued: { claim: 'claimed', suppress: 'suppressed' },
    claimed: { at_dot: 'at_dot', release: 'queued', defer: 'deferred', fail: 'failed' },
    at_dot: { accept: 'accepted', release: 'queued', defer: 'deferred', fail: 'failed', doubt: 'in_doubt' },
    accepted: {},
    deferred: { claim: 'claimed', suppress: 'suppressed', fail: 'failed' },
    failed: { retry: 'queued' },
    // The answer can still come, to a sender that others took for dead.
    in_doubt: { accept: 'accepted', defer: 'deferred', fail: 'failed', resend: 'queued' },
    suppressed: {},
  }

/** The status after an event. @throws AppError `conflict` for an illegal move */
export function moveDelivery(status: DeliveryStatus, event: DeliveryEvent): DeliveryStatus {
  const next = deliveryMoves[status][event]
  if (next === undefined) throw new AppError('conflict', `A delivery that is ${status} cannot ${event}.`)
  return next
}

/** Statuses that an event may happen in. */
export function listSources(event: DeliveryEvent): DeliveryStatus[] {
  return deliveryStatuses.filter((status) => deliveryMoves[status][event] !== undefined)
}

/** The one status an event leads to. */
export function targetOf(event: DeliveryEvent): DeliveryStatus {
  const [source] = listSources(event)
  if (source === undefined) throw new AppError('internal', `No delivery can ${event}.`)
  return moveDelivery(source, event)
}

/** A delivery that one sender has taken, with what composing it needs. */
export interface ClaimedDelivery {
  readonly id: number
  /** Number of this claim of this row; a result is recorded only for the claim it belongs to. */
  readonly attempt: number
  /** Times it was deferred so far. */
  readonly deferrals: number
  /** Times it was in doubt so far. */
  readonly doubts: number
  readonly subscriberId: string
  readonly address: AddrSpec
  readonly displayName?: string | undefined
  /** Which rendering: the key of the subscriber's profile; empty for the plain one. */
  readonly variant: string
}

/** Something that happened to a claimed delivery, as it is written down. */
export interface DeliveryMark {
  readonly id: number
  readonly attempt: number
  readonly event: Exclude<DeliveryEvent, 'claim' | 'suppress' | 'resend' | 'retry'>
  /** The server's words, or what went wrong. */
  readonly detail?: string | undefined
  /** Epoch milliseconds; when it may be tried again, for `defer`. */
  readonly dueAtMs?: number | undefined
  /** For `defer`: how often it was deferred, this time included; absent where the wait is not the recipient's doing. */
  readonly deferrals?: number | undefined
}

/** How many deliveries are in each status. */
export type DeliveryCounts = Readonly<Record<DeliveryStatus, number>>

/** Promise 2: every recipient is in exactly one status. @throws AppError `internal` when they are not */
export function checkCounts(counts: DeliveryCounts, recipientCount: number): void {
  const sum = deliveryStatuses.reduce((total, status) => total + counts[status], 0)
  if (sum === recipientCount) return
  throw new AppError('internal', `The ledger does not add up: ${recipientCount} recipients, ${sum} deliveries.`)
}

/** Counts of nothing. */
export function emptyCounts(): Record<DeliveryStatus, number> {
  return Object.fromEntries(deliveryStatuses.map((status) => [status, 0])) as Record<DeliveryStatus, number>
}
