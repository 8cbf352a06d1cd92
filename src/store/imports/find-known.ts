/*
 * What the store knows of the addresses that a file names: who must not be mailed, and who is there already.
 */
import type { Kysely } from 'kysely'
import type { Instant } from '../../clock.ts'
import type { KnownReader } from '../../subscribers/import/import.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import type { Consent, ListSlug, SubscriptionStatus } from '../../subscribers/subscription.ts'
import { hashAddressKey, suppressionSeverity, type Suppression } from '../../subscribers/suppression.ts'
import type { Schema } from '../schema.ts'
import { optional } from '../absent.ts'
import { parseTagList } from '../subscription-rows.ts'
import { everyList, toSuppression } from '../suppressions.ts'

/** Keys asked for at once; below the number of parameters that either engine takes. */
const pageSize = 1000

/** The strictest suppression of each address that stops mail of the list, by address key. */
export async function findSuppressed(
  db: Kysely<Schema>,
  list: ListSlug,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Suppression>> {
  const found = new Map<string, Suppression>()
  const hashed = await db
    .selectFrom('suppressions')
    .select('address_key')
    // From "hash:" to the next text after all that begin so: a range of the key, which LIKE is not for SQLite.
    .where('address_key', '>=', 'hash:')
    .where('address_key', '<', 'hash;')
    .limit(1)
    .executeTakeFirst()
  for (let start = 0; start < keys.length; start += pageSize) {
    const page = keys.slice(start, start + pageSize)
    const plainOf = new Map(page.map((key) => [hashed ? hashAddressKey(key) : key, key]))
    const asked = hashed ? [...page, ...plainOf.keys()] : page
    const rows = await db
      .selectFrom('suppressions')
      .selectAll()
      .where('address_key', 'in', asked)
      .where('list_slug', 'in', [everyList, list])
      .execute()
    for (const suppression of rows.map(toSuppression)) {
      const key = plainOf.get(suppression.key) ?? suppression.key
      const other = found.get(key)
      if (!other || suppressionSeverity[suppression.reason] > suppressionSeverity[other.reason])
        found.set(key, suppression)
    }
  }
  return found
}

/** The people of the addresses, with their subscription to the list, by address key. */
export async function findKnown(
  db: Kysely<Schema>,
  list: ListSlug,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KnownReader>> {
  const found = new Map<string, KnownReader>()
  for (let start = 0; start < keys.length; start += pageSize) {
    const rows = await selectKnown(db, list, keys.slice(start, start + pageSize)).execute()
    for (const row of rows) found.set(row.address_key, toKnownReader(row))
  }
  return found
}

function selectKnown(db: Kysely<Schema>, list: ListSlug, keys: readonly string[]) {
  return db
    .selectFrom('subscribers')
    .leftJoin('subscriptions', (join) =>
      join.onRef('subscriptions.subscriber_id', '=', 'subscribers.id').on('subscriptions.list_slug', '=', list),
    )
    .select(['subscribers.id', 'subscribers.address_key', 'subscribers.name'])
    .select(['status', 'changed_at', 'acted_at', 'consent_method', 'tags', 'subscriptions.import_id'])
    .where('subscribers.address_key', 'in', keys)
}

interface KnownRow {
  readonly id: string
  readonly name: string | null
  readonly status: string | null
  readonly changed_at: string | null
  readonly acted_at: string | null
  readonly consent_method: string | null
  readonly tags: string | null
  readonly import_id: number | null
}

function toKnownReader(row: KnownRow): KnownReader {
  const person = { subscriberId: row.id as SubscriberId, ...optional('name', row.name) }
  if (row.status === null) return person
  return {
    ...person,
    subscription: {
      status: row.status as SubscriptionStatus,
      changedAt: row.changed_at as Instant,
      ...optional('actedAt', row.acted_at as Instant | null),
      method: row.consent_method as Consent['method'],
      tags: parseTagList(row.tags),
      ...optional('importId', row.import_id),
    },
  }
}
