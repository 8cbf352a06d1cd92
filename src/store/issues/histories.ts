/*
 * What readers had, written down after a sending: readers who had the same until now have the same from now on, so there is
 * one new link for each chain, not for each reader. A campaign may be written down as often as one likes; a selection that
 * is in a chain already is not added again.
 */
import { sql, type Kysely } from 'kysely'
import { formatInstant } from '../../clock.ts'
import { buildHistoryKey } from '../../subscribers/selection.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'
import { transact } from '../transact.ts'

/** How far back a selection is looked for: it is among the latest ones. */
const searchDepth = 60

/** Adds what the campaigns of a list have brought since the last time. */
export async function recordReceived(db: Kysely<Schema>, engine: Engine, list: ListSlug): Promise<void> {
  const open = await db
    .selectFrom('campaigns')
    .select('id')
    .where('list_slug', '=', list)
    .where('remembered_at', 'is', null)
    .where('status', 'not in', ['draft', 'scheduled'])
    .orderBy('id')
    .execute()
  for (const { id } of open) await transact(db, engine, (trx) => recordCampaign(trx, list, id))
}

interface Step {
  readonly variant: string
  readonly selection_id: number
  readonly parent: string
}

async function recordCampaign(trx: Kysely<Schema>, list: ListSlug, id: number): Promise<void> {
  const { rows } = await sql<Step>`
    SELECT DISTINCT r.variant, r.selection_id, n.history_key AS parent
    FROM deliveries d JOIN renderings r ON r.campaign_id = d.campaign_id AND r.variant = d.variant
      JOIN subscriptions n ON n.subscriber_id = d.subscriber_id AND n.list_slug = ${list}
    WHERE d.campaign_id = ${id} AND d.status = 'accepted' AND r.selection_id IS NOT NULL`.execute(trx)
  for (const step of rows) {
    if (!(await isInChain(trx, step))) await addLink(trx, list, id, step)
  }
  await trx
    .updateTable('campaigns')
    .set({ remembered_at: formatInstant(Date.now()) })
    .where('id', '=', id)
    .where('status', 'in', ['finished', 'cancelled'])
    .execute()
}

async function isInChain(trx: Kysely<Schema>, { parent, selection_id: selection }: Step): Promise<boolean> {
  if (parent === '') return false
  const { rows } = await sql`
    WITH RECURSIVE chain (parent_key, selection_id, depth) AS (
      SELECT parent_key, selection_id, 1 FROM histories WHERE key = ${parent}
      UNION ALL
      SELECT h.parent_key, h.selection_id, chain.depth + 1
      FROM histories h JOIN chain ON h.key = chain.parent_key WHERE chain.depth < ${searchDepth})
    SELECT 1 FROM chain WHERE selection_id = ${selection}`.execute(trx)
  return rows.length > 0
}

async function addLink(
  trx: Kysely<Schema>,
  list: ListSlug,
  id: number,
  { variant, selection_id: selectionId, parent }: Step,
): Promise<void> {
  const key = buildHistoryKey(parent, selectionId)
  await trx
    .insertInto('histories')
    .values({ key, parent_key: parent, selection_id: selectionId })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  await sql`
    UPDATE subscriptions SET history_key = ${key}
    WHERE list_slug = ${list} AND history_key = ${parent} AND subscriber_id IN (
      SELECT subscriber_id FROM deliveries
      WHERE campaign_id = ${id} AND variant = ${variant} AND status = 'accepted')`.execute(trx)
}
