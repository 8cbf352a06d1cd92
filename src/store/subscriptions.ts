import { sql, type Kysely } from 'kysely'
import { buildProfileKey, normalizeProfile, plainProfileKey, type Profile } from '../subscribers/profile.ts'
import type { Subscription, SubscriptionStore } from '../subscribers/subscription.ts'
import type { Schema } from './schema.ts'
import { fromRecord, fromSubscription, toRecord, toSubscription } from './subscription-rows.ts'

/** Subscriptions, their profiles and their history of proof in the database. */
export function createSubscriptionStore(db: Kysely<Schema>): SubscriptionStore {
  return {
    async find(list, subscriberId) {
      const row = await selectSubscriptions(db)
        .where('subscriber_id', '=', subscriberId)
        .where('list_slug', '=', list)
        .executeTakeFirst()
      return row && toSubscription(row)
    },
    async listOf(subscriberId) {
      const rows = await selectSubscriptions(db)
        .where('subscriber_id', '=', subscriberId)
        .orderBy('list_slug')
        .execute()
      return rows.map(toSubscription)
    },
    save: (subscription) => saveSubscription(db, subscription),
    async delete(list, subscriberId) {
      await db
        .deleteFrom('subscriptions')
        .where('subscriber_id', '=', subscriberId)
        .where('list_slug', '=', list)
        .execute()
    },
    async record(event) {
      await db.insertInto('subscription_records').values(fromRecord(event)).execute()
    },
    async listRecords(subscriberId) {
      const rows = await db
        .selectFrom('subscription_records')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .orderBy('id')
        .execute()
      return rows.map(toRecord)
    },
    async count(list) {
      const rows = await db
        .selectFrom('subscriptions')
        .select(['status', sql<number>`count(*)`.as('count')])
        .where('list_slug', '=', list)
        .groupBy('status')
        .execute()
      const counts = { unconfirmed: 0, confirmed: 0, unsubscribed: 0 }
      return { ...counts, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) }
    },
    async countLeft(list, since) {
      const row = await db
        .selectFrom('subscriptions')
        .select(sql<number>`count(*)`.as('count'))
        .where('list_slug', '=', list)
        .where('status', '=', 'unsubscribed')
        .where('changed_at', '>=', since)
        .executeTakeFirstOrThrow()
      return row.count
    },
  }
}

/** Subscriptions with the body of their profile. */
export function selectSubscriptions(db: Kysely<Schema>) {
  return db
    .selectFrom('subscriptions')
    .leftJoin('profiles', 'profiles.key', 'subscriptions.profile_key')
    .selectAll('subscriptions')
    .select('profiles.body as profile_body')
}

async function saveSubscription(db: Kysely<Schema>, subscription: Subscription): Promise<void> {
  const profileKey = await saveProfile(db, subscription.profile)
  const row = fromSubscription(subscription, profileKey)
  const { list_slug: _list, subscriber_id: _subscriber, ...changes } = row
  await db
    .insertInto('subscriptions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'list_slug']).doUpdateSet(changes))
    .execute()
}

/** Stores a profile once for all who share it, and answers its key. */
export async function saveProfile(db: Kysely<Schema>, profile: Profile): Promise<string> {
  const key = buildProfileKey(profile)
  if (key === plainProfileKey) return key
  await db
    .insertInto('profiles')
    .values({ key, body: JSON.stringify(normalizeProfile(profile)) })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute()
  return key
}
