import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { LedgerStore, Recovery } from '../../delivery/ledger.ts'
import { insist } from '../../delivery/sending/insist.ts'
import { createCampaignMethods } from './campaigns.ts'
import { claim, createDeliveryQueries } from './deliveries.ts'
import { record } from './marks.ts'
import { findKeptCounts, pruneDeliveries } from './retention.ts'
import { shareCommits } from './share-commits.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'

/** The ledger in either database. */
export function createLedgerStore(db: Kysely<Schema>, engine: Engine): LedgerStore {
  const queries = createDeliveryQueries(db)
  return {
    ...createCampaignMethods(db),
    ...queries,
    ...createSenderMethods(db, engine),
    count: async (id) => (await findKeptCounts(db, id)) ?? queries.count(id),
    pruneDeliveries: (endedBefore) => pruneDeliveries(db, endedBefore),
    claim: (request) => claim(db, engine, request),
    record: shareCommits((marks, nowMs) => insist(() => record(db, engine, { marks, nowMs }))),
    async reserveSlots(key, { count, intervalMs, nowMs }) {
      const span = count * intervalMs
      const { rows } = await sql<{ next_at_ms: number }>`
        INSERT INTO paces (key, next_at_ms) VALUES (${key}, ${nowMs + span})
        ON CONFLICT (key) DO UPDATE SET next_at_ms = ${span} +
          CASE WHEN paces.next_at_ms > ${nowMs} THEN paces.next_at_ms ELSE ${nowMs} END
        RETURNING next_at_ms`.execute(db)
      return (rows[0]?.next_at_ms ?? nowMs + span) - span
    },
  }
}

function createSenderMethods(
  db: Kysely<Schema>,
  engine: Engine,
): Pick<LedgerStore, 'beat' | 'leave' | 'listOwners' | 'recover'> {
  /** One clock for all: PostgreSQL's own where machines share it, this machine's for a file. */
  const now = (): RawBuilder<number> =>
    engine === 'postgres'
      ? sql<number>`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`
      : sql<number>`${Date.now()}`
  return {
    async beat(owner, aliveForMs) {
      await sql`
        INSERT INTO senders (owner, alive_until_ms) VALUES (${owner}, ${now()} + ${sql.lit(aliveForMs)})
        ON CONFLICT (owner) DO UPDATE SET alive_until_ms = excluded.alive_until_ms`.execute(db)
    },
    async leave(owner) {
      // After a disk or a connection that failed, what a sender gave back may be its own still: others look for its rows here.
      await sql`DELETE FROM senders WHERE owner = ${owner} AND NOT EXISTS (
        SELECT 1 FROM deliveries WHERE owner = ${owner} AND ${isUnfinished})`.execute(db)
    },
    async listOwners() {
      const { rows } = await sql<{ owner: string; ms: number }>`
        SELECT owner, alive_until_ms - ${now()} AS ms FROM senders`.execute(db)
      return rows.map(({ owner, ms }) => ({ owner, expired: ms < 0 }))
    },
    recover: ({ dead, stopped }) =>
      db.transaction().execute(async (trx): Promise<Recovery> => {
        const released = await release(trx, engine, [...dead, ...stopped])
        const inDoubt = await doubt(trx, engine, dead)
        await forget(trx, dead)
        return { released, inDoubt }
      }),
  }
}

/** Of rows: a finished campaign holds none for anybody, and those of years need not be looked at. */
const isUnfinished = sql`campaign_id IN (SELECT id FROM campaigns WHERE status <> 'finished')`

/**
 * Rows that a lost sender holds. A sender that was stopped amid a transaction has locked some: whoever waited for those
 * would be lost with it, so they are left for the next look, and PostgreSQL ends the transaction of a client that is silent.
 */
function heldBy(engine: Engine, status: 'claimed' | 'at_dot', owners: readonly string[]): RawBuilder<number> {
  const skip = engine === 'postgres' ? sql`FOR UPDATE SKIP LOCKED` : sql``
  return sql`SELECT id FROM deliveries WHERE status = ${sql.lit(status)} AND owner IN (${sql.join(owners)})
    AND ${isUnfinished} ${skip}`
}

async function release(trx: Kysely<Schema>, engine: Engine, owners: readonly string[]): Promise<number> {
  if (owners.length === 0) return 0
  const { numAffectedRows = 0n } = await sql`
    UPDATE deliveries SET status = 'queued', owner = NULL
    WHERE id IN (${heldBy(engine, 'claimed', owners)})`.execute(trx)
  return Number(numAffectedRows)
}

/** Three doubts about one message are a pattern: it is held then, whatever the policy says. */
async function doubt(trx: Kysely<Schema>, engine: Engine, owners: readonly string[]): Promise<number> {
  if (owners.length === 0) return 0
  const { numAffectedRows = 0n } = await sql`
    UPDATE deliveries SET owner = NULL, doubts = doubts + 1, detail = 'the sender died before the answer to the final dot',
      status = CASE WHEN doubts < 2 AND EXISTS (
        SELECT 1 FROM campaigns WHERE id = deliveries.campaign_id AND in_doubt = 'resend')
        THEN 'queued' ELSE 'in_doubt' END
    WHERE id IN (${heldBy(engine, 'at_dot', owners)})`.execute(trx)
  return Number(numAffectedRows)
}

/** A dead sender is known until it holds nothing, so that no row stays with nobody. */
async function forget(trx: Kysely<Schema>, dead: readonly string[]): Promise<void> {
  if (dead.length === 0) return
  await sql`DELETE FROM senders WHERE owner IN (${sql.join(dead)}) AND NOT EXISTS (
    SELECT 1 FROM deliveries
    WHERE deliveries.owner = senders.owner AND status IN ('claimed', 'at_dot') AND ${isUnfinished})`.execute(trx)
}
