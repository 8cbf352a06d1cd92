import type { Kysely } from 'kysely'
import type { Instant } from '../clock.ts'
import type { BounceStore, RecordedBounce } from '../delivery/bounces/bounce-store.ts'
import { hashRecipient } from '../delivery/bounces/read-return-path.ts'
import { addressKey, type AddrSpec } from '../mail/address.ts'
import { eachByKey } from '../each-by-key.ts'
import type { Engine } from './migrate.ts'
import type { Schema } from './schema.ts'
import type { BouncesTable } from './tables/sending-tables.ts'
import { insertSuppression } from './suppressions.ts'
import { transact } from './transact.ts'

/** What came back, in the database. */
export function createBounceStore(db: Kysely<Schema>, engine: Engine): BounceStore {
  return {
    async has(messageHash) {
      const query = db.selectFrom('bounces').select('message_hash').where('message_hash', '=', messageHash)
      return (await query.limit(1).executeTakeFirst()) !== undefined
    },
    record: (bounce) => transact(db, engine, (trx) => recordBounce(trx, bounce)),
    async listCountedAt(address, since) {
      const rows = await db
        .selectFrom('bounces')
        .select('at')
        .where('address_key', '=', addressKey(address))
        .where('at', '>=', since)
        .where('decision', '=', 'count')
        .orderBy('at')
        .execute()
      return rows.map(({ at }) => at as Instant)
    },
    findByHash: (recipientHash) => findByHash(db, recipientHash),
  }
}

async function recordBounce(db: Kysely<Schema>, bounce: RecordedBounce): Promise<boolean> {
  const inserted = await db
    .insertInto('bounces')
    .values(fromBounce(bounce))
    .onConflict((conflict) => conflict.columns(['message_hash', 'address_key']).doNothing())
    .returning('message_hash')
    .executeTakeFirst()
  if (!inserted) return false
  if (bounce.suppression) await insertSuppression(db, bounce.suppression)
  return true
}

function fromBounce(bounce: RecordedBounce): BouncesTable {
  return {
    message_hash: bounce.messageHash,
    address_key: addressKey(bounce.address),
    kind: bounce.kind,
    reason: bounce.reason,
    decision: bounce.decision,
    status: bounce.status ?? null,
    words: bounce.words ?? null,
    issue: bounce.issue ?? null,
    at: bounce.at,
  }
}

/** A hash is of the address as it was written on the envelope, which no index knows. */
async function findByHash(db: Kysely<Schema>, recipientHash: string): Promise<AddrSpec | undefined> {
  const subscribers = db.selectFrom('subscribers').select(['id', 'address']).orderBy('id')
  const all = eachByKey(({ after, limit }) => subscribers.where('id', '>', after).limit(limit).execute(), {
    after: '',
    keyOf: ({ id }) => id,
    limit: 5000,
  })
  for await (const { address } of all) if (hashRecipient(address) === recipientHash) return address as AddrSpec
  return undefined
}
