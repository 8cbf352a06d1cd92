import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../clock.ts'
import { addressKey, type AddrSpec } from '../mail/address.ts'
import {
  hashAddressKey,
  suppressionKeys,
  suppressionSeverity,
  type Suppression,
  type SuppressionReason,
  type SuppressionStore,
} from '../subscribers/suppression.ts'
import type { ListSlug } from '../subscribers/subscription.ts'
import type { Schema } from './schema.ts'
import type { SuppressionsTable } from './tables/reader-tables.ts'
import { optional } from './absent.ts'

/** What the column of lists says for every list. */
export const everyList = ''

/** Suppressions in the database. */
export function createSuppressionStore(db: Kysely<Schema>): SuppressionStore {
  const selectOf = (address: AddrSpec) =>
    db.selectFrom('suppressions').selectAll().where('address_key', 'in', suppressionKeys(address))
  return {
    async find(address, list) {
      const rows = await selectOf(address)
        .where('list_slug', 'in', [everyList, list ?? everyList])
        .execute()
      return rows
        .map(toSuppression)
        .sort((one, other) => suppressionSeverity[other.reason] - suppressionSeverity[one.reason])[0]
    },
    async listOf(address) {
      return (await selectOf(address).orderBy('list_slug').execute()).map(toSuppression)
    },
    insert: (suppression) => insertSuppression(db, suppression),
    async delete(address, { list, reason } = {}) {
      let query = db.deleteFrom('suppressions').where('address_key', 'in', suppressionKeys(address))
      if (list !== undefined) query = query.where('list_slug', '=', list)
      if (reason !== undefined) query = query.where('reason', '=', reason)
      return Number((await query.executeTakeFirst()).numDeletedRows)
    },
    async forget(address) {
      const key = addressKey(address)
      const hash = hashAddressKey(key)
      await db.deleteFrom('suppressions').where('address_key', '=', hash).execute()
      await db
        .updateTable('suppressions')
        .set({ address_key: hash, source: null })
        .where('address_key', '=', key)
        .execute()
    },
    async listPage({ after = '', limit }) {
      // A page ends between two addresses only: an address with several lists stays whole.
      const keys = await db
        .selectFrom('suppressions')
        .select('address_key')
        .distinct()
        .where('address_key', '>', after)
        .orderBy('address_key')
        .limit(limit)
        .execute()
      if (keys.length === 0) return []
      const rows = await db
        .selectFrom('suppressions')
        .selectAll()
        .where('address_key', '>', after)
        .where('address_key', '<=', keys.at(-1)?.address_key ?? '')
        .orderBy('address_key')
        .orderBy('list_slug')
        .execute()
      return rows.map(toSuppression)
    },
  }
}

/** Inserts, or makes what is there harder; an import that is undone later takes back only what nobody has said since. */
export async function insertSuppression(db: Kysely<Schema>, suppression: Suppression): Promise<boolean> {
  const row = fromSuppression(suppression)
  const there = await db
    .selectFrom('suppressions')
    .selectAll()
    .where('address_key', 'in', [row.address_key, hashAddressKey(row.address_key)])
    .where('list_slug', '=', row.list_slug)
    .executeTakeFirst()
  if (!there) {
    await db
      .insertInto('suppressions')
      .values(row)
      .onConflict((conflict) => conflict.columns(['address_key', 'list_slug']).doNothing())
      .execute()
    return true
  }
  const harder = suppressionSeverity[suppression.reason] > suppressionSeverity[there.reason as SuppressionReason]
  const isSaidAgain = there.import_id !== null && row.import_id === null
  if (!harder && !isSaidAgain) return false
  await db
    .updateTable('suppressions')
    .set({ ...(harder ? { reason: row.reason, since: row.since, source: row.source } : {}), import_id: null })
    .where('address_key', '=', there.address_key)
    .where('list_slug', '=', row.list_slug)
    .execute()
  return false
}

function fromSuppression({ key, list, reason, since, source, importId }: Suppression): SuppressionsTable {
  return {
    address_key: key,
    list_slug: list ?? everyList,
    reason,
    since,
    source: source ?? null,
    import_id: importId ?? null,
  }
}

/** A row as the noun. */
export function toSuppression(row: Selectable<SuppressionsTable>): Suppression {
  return {
    key: row.address_key,
    ...(row.list_slug === everyList ? {} : { list: row.list_slug as ListSlug }),
    reason: row.reason as SuppressionReason,
    since: row.since as Instant,
    ...optional('source', row.source),
    ...optional('importId', row.import_id),
  }
}
