import { sql, type Insertable, type Kysely, type Selectable } from 'kysely'
import type { Instant } from '../clock.ts'
import {
  buildProfileKey,
  normalizeProfile,
  plainProfile,
  plainProfileKey,
  plainWishes,
  type DeliveryWishes,
  type Profile,
} from '../subscribers/profile.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import type {
  Consent,
  ListSlug,
  Subscription,
  SubscriptionRecord,
  SubscriptionStatus,
  SubscriptionStore,
} from '../subscribers/subscription.ts'
import type { Schema, SubscriptionRecordsTable, SubscriptionsTable } from './schema.ts'

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

function fromSubscription(
  subscription: Subscription,
  profileKey: string,
): Insertable<SubscriptionsTable> & Omit<SubscriptionsTable, 'history_key'> {
  const { consent } = subscription
  return {
    list_slug: subscription.list,
    subscriber_id: subscription.subscriberId,
    status: subscription.status,
    changed_at: subscription.changedAt,
    confirmed_at: subscription.confirmedAt ?? null,
    acted_at: subscription.actedAt ?? null,
    consent_method: consent.method,
    consent_at: consent.at ?? null,
    consent_ip: consent.ip ?? null,
    consent_source: consent.source ?? null,
    consent_wording: consent.wording ?? null,
    tags: subscription.tags.length === 0 ? null : JSON.stringify(subscription.tags),
    profile_key: profileKey,
    wishes: formatWishes(subscription.wishes),
    import_id: subscription.importId ?? null,
    confirmation_count: subscription.confirmationCount,
    confirmation_sent_at: subscription.confirmationSentAt ?? null,
  } as Insertable<SubscriptionsTable> & Omit<SubscriptionsTable, 'history_key'>
}

function formatWishes(wishes: DeliveryWishes): string | null {
  const text = JSON.stringify(wishes)
  return text === JSON.stringify(plainWishes) ? null : text
}

type SubscriptionRow = Selectable<SubscriptionsTable> & { profile_body: string | null }

/** A row as the noun. */
export function toSubscription(row: SubscriptionRow): Subscription {
  return {
    subscriberId: row.subscriber_id as SubscriberId,
    list: row.list_slug as ListSlug,
    status: row.status as SubscriptionStatus,
    changedAt: row.changed_at as Instant,
    ...optional('confirmedAt', row.confirmed_at as Instant | null),
    ...optional('actedAt', row.acted_at as Instant | null),
    consent: {
      method: row.consent_method as Consent['method'],
      ...optional('at', row.consent_at as Instant | null),
      ...optional('ip', row.consent_ip),
      ...optional('source', row.consent_source),
      ...optional('wording', row.consent_wording),
    },
    tags: parseTagList(row.tags),
    profile: row.profile_body === null ? plainProfile : (JSON.parse(row.profile_body) as Profile),
    wishes: row.wishes === null ? plainWishes : (JSON.parse(row.wishes) as DeliveryWishes),
    ...optional('importId', row.import_id),
    confirmationCount: row.confirmation_count,
    ...optional('confirmationSentAt', row.confirmation_sent_at as Instant | null),
  }
}

/** The column of tags as a list. */
export function parseTagList(text: string | null): readonly string[] {
  return text === null ? [] : (JSON.parse(text) as string[])
}

/** `{ name: value }`, or nothing where the database has null. */
export function optional<Name extends string, Value>(name: Name, value: Value | null): Partial<Record<Name, Value>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, Value>)
}

function fromRecord(event: SubscriptionRecord): Insertable<SubscriptionRecordsTable> {
  return {
    subscriber_id: event.subscriberId,
    list_slug: event.list,
    event: event.event,
    at: event.at,
    ip: event.ip ?? null,
    source: event.source ?? null,
    wording: event.wording ?? null,
  }
}

function toRecord(row: Selectable<SubscriptionRecordsTable>): SubscriptionRecord {
  return {
    subscriberId: row.subscriber_id as SubscriberId,
    list: row.list_slug as ListSlug,
    event: row.event as SubscriptionRecord['event'],
    at: row.at as Instant,
    ...optional('ip', row.ip),
    ...optional('source', row.source),
    ...optional('wording', row.wording),
  }
}
