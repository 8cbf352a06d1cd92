import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../clock.ts'
import { addressKey, type AddrSpec } from '../mail/address.ts'
import type { Subscriber, SubscriberId, SubscriberStore } from '../subscribers/subscriber.ts'
import type { Schema } from './schema.ts'
import type { SubscribersTable } from './tables/reader-tables.ts'

/** Subscribers in the database. */
export function createSubscriberStore(db: Kysely<Schema>): SubscriberStore {
  const select = () => db.selectFrom('subscribers').selectAll()
  return {
    async find(id) {
      return toSubscriber(await select().where('id', '=', id).executeTakeFirst())
    },
    async findByAddress(address) {
      return toSubscriber(await select().where('address_key', '=', addressKey(address)).executeTakeFirst())
    },
    async insert(subscriber) {
      await db.insertInto('subscribers').values(fromSubscriber(subscriber)).execute()
    },
    async updateName(id, name) {
      await db
        .updateTable('subscribers')
        .set({ name: name ?? null })
        .where('id', '=', id)
        .execute()
    },
    async delete(id) {
      await db.deleteFrom('subscribers').where('id', '=', id).execute()
    },
  }
}

function fromSubscriber({ id, mailbox, createdAt, importId }: Subscriber): SubscribersTable {
  return {
    id,
    address: mailbox.address,
    address_key: addressKey(mailbox.address),
    name: mailbox.displayName ?? null,
    created_at: createdAt,
    import_id: importId ?? null,
  }
}

function toSubscriber(row: Selectable<SubscribersTable> | undefined): Subscriber | undefined {
  if (!row) return undefined
  return {
    id: row.id as SubscriberId,
    mailbox: toMailbox(row),
    createdAt: row.created_at as Instant,
    ...(row.import_id === null ? {} : { importId: row.import_id }),
  }
}

/** The mailbox of a stored address. */
export function toMailbox({ address, name }: { address: string; name: string | null }): Subscriber['mailbox'] {
  return { address: address as AddrSpec, ...(name === null ? {} : { displayName: name }) }
}
