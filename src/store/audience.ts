import type { Kysely } from 'kysely'
import type { Instant } from '../clock.ts'
import type { Audience, List, Reader } from '../subscribers/audience.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import type { ListSlug, SubscriptionPage } from '../subscribers/subscription.ts'
import type { Engine } from './migrate.ts'
import type { Schema } from './schema.ts'
import { createSubscriberStore, toMailbox } from './subscribers.ts'
import { optional } from './absent.ts'
import { toSubscription } from './subscription-rows.ts'
import { createSubscriptionStore, selectSubscriptions } from './subscriptions.ts'
import { createSuppressionStore } from './suppressions.ts'
import { deleteTraces, listTraces } from './traces.ts'
import { transact } from './transact.ts'

/** Everything known of readers, in the database. */
export function createAudience(db: Kysely<Schema>, engine: Engine): Audience {
  return {
    subscribers: createSubscriberStore(db),
    subscriptions: createSubscriptionStore(db),
    suppressions: createSuppressionStore(db),
    transaction: (work) => transact(db, engine, (trx) => work(createAudience(trx, engine))),
    async listLists() {
      const rows = await db.selectFrom('lists').selectAll().orderBy('slug').execute()
      return rows.map(({ slug, title, created_at }): List => ({
        slug: slug as ListSlug,
        title,
        createdAt: created_at as Instant,
      }))
    },
    async ensureList({ slug, title, createdAt }) {
      await db
        .insertInto('lists')
        .values({ slug, title, created_at: createdAt })
        .onConflict((conflict) => conflict.column('slug').doNothing())
        .execute()
    },
    async listReaders(page) {
      return (await selectReaders(db, page).execute()).map(toReader)
    },
    listTraces: (address, id) => listTraces(db, address, id),
    deleteTraces: (address, id) => deleteTraces(db, address, id),
  }
}

function selectReaders(db: Kysely<Schema>, { list, status, after = '', limit }: SubscriptionPage) {
  let query = selectSubscriptions(db)
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
    .select([
      'subscribers.address',
      'subscribers.name',
      'subscribers.created_at',
      'subscribers.import_id as person_import_id',
    ])
    .where('subscriptions.subscriber_id', '>', after)
    .where('subscriptions.list_slug', '=', list)
  if (status !== undefined) query = query.where('subscriptions.status', '=', status)
  return query.orderBy('subscriptions.subscriber_id').limit(limit)
}

type ReaderRow = Awaited<ReturnType<ReturnType<typeof selectReaders>['execute']>>[number]

function toReader(row: ReaderRow): Reader {
  return {
    subscriber: {
      id: row.subscriber_id as SubscriberId,
      mailbox: toMailbox(row),
      createdAt: row.created_at as Instant,
      ...optional('importId', row.person_import_id),
    },
    subscription: toSubscription(row),
  }
}
