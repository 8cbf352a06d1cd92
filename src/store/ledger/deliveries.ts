/** The rows of the ledger: taken by claims, read by reports, queued again by an operator. */
import { sql, type Kysely } from 'kysely'
import { emptyCounts, type ClaimedDelivery, type DeliveryStatus } from '../../delivery/delivery.ts'
import { formatInstant } from '../../clock.ts'
import type { ClaimRequest, DeliveryRow, LedgerStore } from '../../delivery/ledger.ts'
import type { AddrSpec } from '../../mail/address.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'

/** The claim in two statements at most: what was deferred and is due, then the queue. */
export async function claim(db: Kysely<Schema>, engine: Engine, request: ClaimRequest): Promise<ClaimedDelivery[]> {
  const due = await claimFrom(db, engine, { ...request, from: 'deferred' })
  const rest = request.limit - due.length
  const queued = rest > 0 ? await claimFrom(db, engine, { ...request, limit: rest, from: 'queued' }) : []
  return [...due, ...queued]
}

interface ClaimedRow {
  readonly id: number
  readonly attempts: number
  readonly deferrals: number
  readonly doubts: number
  readonly subscriber_id: string
  readonly variant: string
  readonly status: string
  /** Address, line feed, display name or nothing: one look-up instead of two. */
  readonly mailbox: string | null
}

/** Takes and checks in one statement: whoever has left, was suppressed or erased since the freeze is not returned. */
async function claimFrom(
  db: Kysely<Schema>,
  engine: Engine,
  { campaignId, owner, limit, nowMs, from }: ClaimRequest & { readonly from: 'queued' | 'deferred' },
): Promise<ClaimedDelivery[]> {
  const order = from === 'queued' ? sql`ORDER BY id` : sql`AND due_at_ms <= ${nowMs} ORDER BY due_at_ms`
  const skip = engine === 'postgres' ? sql`FOR UPDATE SKIP LOCKED` : sql``
  const { rows } = await sql<ClaimedRow>`
    UPDATE deliveries SET attempts = attempts + 1, due_at_ms = NULL, owner = ${owner}, changed_at_ms = ${nowMs},
      status = CASE WHEN EXISTS (
        SELECT 1 FROM campaigns c
          JOIN subscriptions n ON n.subscriber_id = deliveries.subscriber_id AND n.list_slug = c.list_slug
          JOIN subscribers s ON s.id = n.subscriber_id
        WHERE c.id = deliveries.campaign_id AND n.status = 'confirmed' AND NOT EXISTS (
          SELECT 1 FROM suppressions p WHERE p.address_key = s.address_key AND p.list_slug IN ('', c.list_slug)))
        THEN 'claimed' ELSE 'suppressed' END
    WHERE id IN (
      SELECT id FROM deliveries
      WHERE campaign_id = ${campaignId} AND status = ${sql.lit(from)}
        AND EXISTS (SELECT 1 FROM campaigns WHERE id = ${campaignId} AND status = 'running')
      ${order} LIMIT ${limit} ${skip})
    RETURNING id, attempts, deferrals, doubts, subscriber_id, variant, status,
      (SELECT address || ${'\n'} || coalesce(name, '') FROM subscribers WHERE id = subscriber_id) AS mailbox`.execute(
    db,
  )
  return rows
    .filter(({ status }) => status === 'claimed')
    .map(toClaimed)
    .sort((a, b) => a.id - b.id)
}

function toClaimed(row: ClaimedRow): ClaimedDelivery {
  const [address = '', displayName = ''] = (row.mailbox ?? '').split('\n')
  return {
    id: row.id,
    attempt: row.attempts,
    deferrals: row.deferrals,
    doubts: row.doubts,
    subscriberId: row.subscriber_id,
    variant: row.variant,
    address: address as AddrSpec,
    displayName: displayName === '' ? undefined : displayName,
  }
}

/** What reads the ledger, and the requeueing that an operator asks for. */
export function createDeliveryQueries(
  db: Kysely<Schema>,
): Pick<LedgerStore, 'count' | 'findNextDue' | 'listDeliveries' | 'requeue'> {
  return {
    async count(campaignId) {
      const { rows } = await sql<{ status: DeliveryStatus; n: number }>`
        SELECT status, count(*) AS n FROM deliveries WHERE campaign_id = ${campaignId} GROUP BY status`.execute(db)
      return { ...emptyCounts(), ...Object.fromEntries(rows.map(({ status, n }) => [status, n])) }
    },
    async findNextDue(campaignId) {
      const { rows } = await sql<{ due: number | null }>`
        SELECT min(due_at_ms) AS due FROM deliveries
        WHERE campaign_id = ${campaignId} AND status = 'deferred'`.execute(db)
      return rows[0]?.due ?? undefined
    },
    async listDeliveries(campaignId, { after, limit, statuses }) {
      const rows = await db
        .selectFrom('deliveries')
        .leftJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
        .select(['deliveries.id', 'subscriber_id', 'address', 'status', 'attempts', 'doubts', 'detail'])
        .select(['changed_at_ms', 'due_at_ms'])
        .where('campaign_id', '=', campaignId)
        .where('deliveries.id', '>', after)
        .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
        .orderBy('deliveries.id')
        .limit(limit)
        .execute()
      return rows.map(toDeliveryRow)
    },
    async requeue(campaignId, statuses) {
      const { numUpdatedRows } = await db
        .updateTable('deliveries')
        .set({ status: 'queued', deferrals: 0, doubts: 0, due_at_ms: null })
        .where('campaign_id', '=', campaignId)
        .where('status', 'in', statuses)
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

interface StoredRow {
  readonly id: number
  readonly subscriber_id: string
  readonly address: string | null
  readonly status: string
  readonly attempts: number
  readonly doubts: number
  readonly detail: string | null
  readonly changed_at_ms: number | null
  readonly due_at_ms: number | null
}

function toDeliveryRow(row: StoredRow): DeliveryRow {
  return {
    id: row.id,
    subscriberId: row.subscriber_id,
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    doubts: row.doubts,
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.changed_at_ms === null ? {} : { changedAt: formatInstant(row.changed_at_ms) }),
    ...(row.due_at_ms === null ? {} : { dueAt: formatInstant(row.due_at_ms) }),
  }
}
