import type { Instant } from '../clock.ts'
import { eachByKey } from '../each-by-key.ts'
import type { Campaign, CampaignDraft, CampaignEvent } from './campaign.ts'
import type { ClaimedDelivery, DeliveryCounts, DeliveryMark, DeliveryStatus } from './delivery.ts'

/** One line of a report. */
export interface DeliveryRow {
  readonly id: number
  readonly subscriberId: string
  /** Absent after the person was erased. */
  readonly address?: string
  readonly status: DeliveryStatus
  readonly attempts: number
  /** Times it was in doubt; it may have arrived once more for each. */
  readonly doubts: number
  readonly detail?: string
  readonly changedAt?: Instant
  readonly dueAt?: Instant
}

/** What a sender asks for when it claims. */
export interface ClaimRequest {
  readonly campaignId: number
  readonly owner: string
  readonly limit: number
  readonly nowMs: number
}

/** What recovery did. */
export interface Recovery {
  readonly released: number
  readonly inDoubt: number
}

/**
 * The port to the ledger: one row per campaign and subscriber, unique. Every method is one transaction, committed to the
 * disk when its promise resolves.
 */
export interface LedgerStore {
  /**
   * Makes a campaign and freezes its recipients: the confirmed subscribers of the list, but for cohorts that get nothing,
   * in the same transaction. @throws AppError `conflict` when the issue has a campaign to this list already
   */
  createCampaign(draft: CampaignDraft, now: Instant): Promise<Campaign>
  findCampaign(id: number): Promise<Campaign | undefined>
  /** The frozen content of a campaign. */
  getContent(id: number): Promise<string>
  /** One of its renderings, packed. */
  findRendering(id: number, variant: string): Promise<Uint8Array | undefined>
  findCampaignOf(list: string, issueHash: string): Promise<Campaign | undefined>
  listCampaigns(): Promise<readonly Campaign[]>
  /** Moves a campaign. @throws AppError `conflict` for an illegal move, `not_found` */
  moveCampaign(
    id: number,
    event: CampaignEvent,
    at: { readonly now: Instant; readonly reason?: string },
  ): Promise<Campaign>

  /**
   * Takes deliveries that are due, oldest first, for this owner, in one statement. Who has left the list, was suppressed or
   * erased since is moved to `suppressed` by the same statement and not returned. A campaign that does not run gives none.
   */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]>
  /**
   * Writes marks down, all in one transaction. A mark counts only for the claim it belongs to and where the move is legal.
   * Calls may overlap: they are committed in the order in which they were made, also where the store was away and one had
   * to be tried again.
   *
   * @returns for each mark, in order, whether it counted
   */
  record(marks: readonly DeliveryMark[], nowMs: number): Promise<readonly boolean[]>

  /** Says that an owner is alive for so long; the first time, that it is there. */
  beat(owner: string, aliveForMs: number): Promise<void>
  /** Says that an owner has ended; one that holds rows all the same stays known, so that they are taken back. */
  leave(owner: string): Promise<void>
  /** Owners that have said that they are alive and have not left, by the clock of the store. */
  listOwners(): Promise<readonly { readonly owner: string; readonly expired: boolean }[]>
  /**
   * Takes back what lost owners hold. Claimed goes back to the queue. What was at the dot of a dead owner becomes in doubt,
   * and with the policy `resend` is queued again; what was at the dot of a stopped one stays, because it may wake and know.
   */
  recover(lost: { readonly dead: readonly string[]; readonly stopped: readonly string[] }): Promise<Recovery>

  /** Counts by status; together they are the recipients. */
  count(campaignId: number): Promise<DeliveryCounts>
  /** When the first deferred delivery is due, in epoch milliseconds; undefined when none waits. */
  findNextDue(campaignId: number): Promise<number | undefined>
  /** Deliveries after a row's id, in order of ids. */
  listDeliveries(
    campaignId: number,
    page: { readonly after: number; readonly limit: number; readonly statuses?: readonly DeliveryStatus[] },
  ): Promise<readonly DeliveryRow[]>
  /** Queues failed deliveries again, and those in doubt where asked. @returns how many */
  requeue(campaignId: number, statuses: readonly ('failed' | 'in_doubt')[]): Promise<number>

  /**
   * Removes what is known of single recipients of campaigns that ended before an instant; their numbers stay.
   *
   * @returns of how many campaigns
   */
  pruneDeliveries(endedBefore: Instant): Promise<number>

  /**
   * Reserves `count` sending slots, `intervalMs` apart, from now or from the last reserved one on; shared by all senders and
   * kept over restarts. @returns when the first of them is, in epoch milliseconds
   */
  reserveSlots(
    key: string,
    request: { readonly count: number; readonly intervalMs: number; readonly nowMs: number },
  ): Promise<number>
}

/** Every delivery of a campaign, or those in one status, in order of ids. */
export function eachDelivery(
  ledger: Pick<LedgerStore, 'listDeliveries'>,
  campaignId: number,
  status?: DeliveryStatus,
): AsyncGenerator<DeliveryRow> {
  const only = status === undefined ? {} : { statuses: [status] }
  return eachByKey((page) => ledger.listDeliveries(campaignId, { ...page, ...only }), {
    after: 0,
    keyOf: ({ id }) => id,
  })
}
