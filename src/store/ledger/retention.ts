/*
 * What is kept of a sending that ended long ago: its numbers, not who got it. The numbers are written down first, so that
 * a report adds up at any moment of the deletion, which goes page by page and holds nobody up.
 */
import { sql, type Kysely } from 'kysely'
import type { Instant } from '../../clock.ts'
import type { DeliveryCounts } from '../../delivery/delivery.ts'
import type { Schema } from '../schema.ts'
import { createDeliveryQueries } from './deliveries.ts'

const pageSize = 20_000

/** The numbers that were kept of a campaign; undefined while its rows are there. */
export async function findKeptCounts(db: Kysely<Schema>, id: number): Promise<DeliveryCounts | undefined> {
  const row = await db.selectFrom('campaigns').select('counts').where('id', '=', id).executeTakeFirst()
  return row?.counts ? (JSON.parse(row.counts) as DeliveryCounts) : undefined
}

/** Removes the rows of campaigns that ended before an instant and are written into their readers' histories. */
export async function pruneDeliveries(db: Kysely<Schema>, endedBefore: Instant): Promise<number> {
  const old = await db
    .selectFrom('campaigns')
    .select(['id', 'counts'])
    .where('status', 'in', ['finished', 'cancelled'])
    .where('finished_at', '<', endedBefore)
    .where('remembered_at', 'is not', null)
    .where((has) =>
      has.exists(has.selectFrom('deliveries').select('id').whereRef('deliveries.campaign_id', '=', 'campaigns.id')),
    )
    .execute()
  let pruned = 0
  for (const { id, counts } of old) {
    if (counts === null) await keepCounts(db, id)
    if ((await deleteRows(db, id)) > 0) pruned += 1
  }
  return pruned
}

async function keepCounts(db: Kysely<Schema>, id: number): Promise<void> {
  const counts = JSON.stringify(await createDeliveryQueries(db).count(id))
  // Whoever retries a campaign meanwhile keeps its rows.
  await db
    .updateTable('campaigns')
    .set({ counts })
    .where('id', '=', id)
    .where('status', 'in', ['finished', 'cancelled'])
    .execute()
}

/** The deliveries last: as long as one is there, the campaign is looked at again. */
async function deleteRows(db: Kysely<Schema>, id: number): Promise<number> {
  if ((await findKeptCounts(db, id)) === undefined) return 0
  await db.deleteFrom('campaign_cohorts').where('campaign_id', '=', id).execute()
  await db.deleteFrom('renderings').where('campaign_id', '=', id).execute()
  let deleted = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM deliveries WHERE id IN (
        SELECT id FROM deliveries WHERE campaign_id = ${id} LIMIT ${pageSize})`.execute(db)
    deleted += Number(numAffectedRows)
    if (numAffectedRows === 0n) return deleted
  }
}
