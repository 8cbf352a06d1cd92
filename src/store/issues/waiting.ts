/*
 * What readers get later today: they wait for their hour, or for another try, in a sending that runs. The plan of a second
 * issue has to know it, because only what the server accepted is written into histories.
 */
import { sql, type Kysely } from 'kysely'
import type { PlainDate } from '../../clock.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { Schema } from '../schema.ts'

/** A selection that readers of one cohort wait for. */
export interface Waiting {
  readonly profileKey: string
  readonly historyKey: string
  readonly wishesKey: string
  readonly selectionId: number
  readonly on: PlainDate
  readonly readerCount: number
}

/** Lists them by the index of what is deferred; nothing where no sending of the list runs. */
export async function listWaiting(db: Kysely<Schema>, list: ListSlug): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT n.profile_key AS "profileKey", n.history_key AS "historyKey", coalesce(n.wishes, '') AS "wishesKey",
      s.id AS "selectionId", s.on_date AS "on", count(*) AS "readerCount"
    FROM campaigns c
      JOIN deliveries d ON d.campaign_id = c.id AND d.status = 'deferred'
      JOIN renderings r ON r.campaign_id = c.id AND r.variant = d.variant
      JOIN selections s ON s.id = r.selection_id
      JOIN subscriptions n ON n.subscriber_id = d.subscriber_id AND n.list_slug = c.list_slug
    WHERE c.list_slug = ${list} AND c.status = 'running' AND n.status = 'confirmed'
    GROUP BY n.profile_key, n.history_key, coalesce(n.wishes, ''), s.id, s.on_date
    ORDER BY s.id`.execute(db)
  return rows
}
