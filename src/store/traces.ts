/*
 * What mail to a person has left behind: deliveries, and what came back. Given to the person, and taken away with them.
 */
import type { Kysely } from 'kysely'
import { formatInstant, type Instant } from '../clock.ts'
import { addressKey, type AddrSpec } from '../mail/address.ts'
import type { PersonalTraces } from '../subscribers/audience.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import { hashAddressKey } from '../subscribers/suppression.ts'
import { optional } from './absent.ts'
import type { Schema } from './schema.ts'

/** What was sent to a person, and what came back from the address. */
export async function listTraces(db: Kysely<Schema>, address: AddrSpec, id: SubscriberId): Promise<PersonalTraces> {
  const sent = await db
    .selectFrom('deliveries')
    .innerJoin('campaigns', 'campaigns.id', 'deliveries.campaign_id')
    .select(['list_slug', 'subject', 'deliveries.status', 'changed_at_ms', 'detail'])
    .where('campaign_id', 'in', everyCampaign(db))
    .where('subscriber_id', '=', id)
    .orderBy('campaign_id', 'desc')
    .execute()
  const returned = await db
    .selectFrom('bounces')
    .select(['at', 'kind', 'reason', 'words'])
    .where('address_key', '=', addressKey(address))
    .orderBy('at')
    .execute()
  return {
    sent: sent.map(({ list_slug: list, subject, status, changed_at_ms: changedAtMs, detail }) => ({
      list,
      subject,
      status,
      ...optional('changedAt', changedAtMs === null ? null : formatInstant(changedAtMs)),
      ...optional('detail', detail),
    })),
    returned: returned.map(({ at, words, ...row }) => ({ ...row, at: at as Instant, ...optional('words', words) })),
  }
}

/** Removes the traces of a person, and puts a hash in the place of the address where a row stays. */
export async function deleteTraces(db: Kysely<Schema>, address: AddrSpec, id: SubscriberId | undefined): Promise<void> {
  const key = addressKey(address)
  const forgotten = { address_key: hashAddressKey(key), words: null }
  await db.updateTable('bounces').set(forgotten).where('address_key', '=', key).execute()
  if (id === undefined) return
  await db.deleteFrom('subscription_records').where('subscriber_id', '=', id).execute()
  await db.deleteFrom('import_changes').where('subscriber_id', '=', id).execute()
  // The words of a server name the address.
  const deliveries = db.updateTable('deliveries').set({ detail: null }).where('campaign_id', 'in', everyCampaign(db))
  await deliveries.where('subscriber_id', '=', id).execute()
}

/** Campaign by campaign, because so the index of deliveries leads to the row. */
function everyCampaign(db: Kysely<Schema>) {
  return db.selectFrom('campaigns').select('id')
}
