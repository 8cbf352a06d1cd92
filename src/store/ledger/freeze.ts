/*
 * What is frozen when a campaign is made: its renderings, and a row for each reader with the one that is theirs. Rows of
 * one rendering follow each other, so that a sender needs few of them at once.
 */
import { sql, type Kysely } from 'kysely'
import type { CampaignCohort, CampaignDraft, FrozenRendering } from '../../delivery/campaign.ts'
import type { Schema } from '../schema.ts'

/** Rows of one statement; PostgreSQL takes 65,535 values. */
const pageSize = 500

/** Keeps renderings. */
export async function insertRenderings(
  trx: Kysely<Schema>,
  campaignId: number,
  renderings: readonly FrozenRendering[],
): Promise<void> {
  for (const { variant, selectionId = null, body } of renderings) {
    await trx
      .insertInto('renderings')
      .values({ campaign_id: campaignId, variant, selection_id: selectionId, body })
      .execute()
  }
}

/** A rendering as it was kept. */
export async function findRendering(db: Kysely<Schema>, id: number, variant: string): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('renderings')
    .select('body')
    .where('campaign_id', '=', id)
    .where('variant', '=', variant)
    .executeTakeFirst()
  return row?.body
}

/**
 * A row for everybody confirmed at this moment whose cohort gets something; whoever leaves or is suppressed later is found
 * at the claim. Who waits for an hour of their own stands there as deferred until then.
 *
 * @returns how many
 */
export async function freezeRecipients(
  trx: Kysely<Schema>,
  campaignId: number,
  { list, cohorts = [], renderings }: Pick<CampaignDraft, 'list' | 'cohorts' | 'renderings'>,
): Promise<number> {
  await insertCohorts(trx, campaignId, cohorts)
  const order = renderings.length > 1 ? sql`coalesce(c.variant, ''), ` : sql``
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO deliveries (campaign_id, subscriber_id, variant, status, due_at_ms, detail)
    SELECT ${sql.lit(campaignId)}, n.subscriber_id, coalesce(c.variant, ''),
      CASE WHEN c.due_at_ms IS NULL THEN 'queued' ELSE 'deferred' END, c.due_at_ms, c.detail
    FROM subscriptions n LEFT JOIN campaign_cohorts c ON c.campaign_id = ${sql.lit(campaignId)}
      AND c.profile_key = n.profile_key AND c.history_key = n.history_key AND c.wishes = coalesce(n.wishes, '')
    WHERE n.list_slug = ${list} AND n.status = 'confirmed' AND (c.campaign_id IS NULL OR c.variant IS NOT NULL)
    ORDER BY ${order}n.subscriber_id`.execute(trx)
  return Number(numAffectedRows)
}

async function insertCohorts(
  trx: Kysely<Schema>,
  campaignId: number,
  cohorts: readonly CampaignCohort[],
): Promise<void> {
  for (let start = 0; start < cohorts.length; start += pageSize) {
    const rows = cohorts.slice(start, start + pageSize).map((cohort) => ({
      campaign_id: campaignId,
      profile_key: cohort.profileKey,
      history_key: cohort.historyKey,
      wishes: cohort.wishesKey,
      variant: cohort.variant ?? null,
      due_at_ms: cohort.dueAtMs ?? null,
      detail: cohort.detail ?? null,
    }))
    await trx.insertInto('campaign_cohorts').values(rows).execute()
  }
}
