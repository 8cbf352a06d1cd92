import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import type {
  ImportContext,
  ImportCounts,
  ImportRun,
  ImportStore,
  KnownReader,
  ReaderChange,
} from '../subscribers/import/import.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import type { Consent, ListSlug, SubscriptionStatus } from '../subscribers/subscription.ts'
import { hashAddressKey, suppressionSeverity, type Suppression } from '../subscribers/suppression.ts'
import { insertNewReaders, insertSubscriptions } from './import-bulk.ts'
import { undoImport } from './import-undo.ts'
import type { Engine } from './migrate.ts'
import type { ImportsTable, Schema } from './schema.ts'
import { optional, parseTagList } from './subscriptions.ts'
import { everyList, insertSuppression, toSuppression } from './suppressions.ts'

/** Keys asked for at once; below the number of parameters that either engine takes. */
const pageSize = 1000

/** Imports in the database. */
export function createImportStore(db: Kysely<Schema>, engine: Engine): ImportStore {
  return {
    transaction: (work) => runWholly(db, engine, work),
    async open({ list, fileName, source, startedAt }) {
      const row = {
        list_slug: list,
        file_name: fileName,
        source,
        started_at: startedAt,
        finished_at: null,
        undone_at: null,
        counts: null,
      }
      return (await db.insertInto('imports').values(row).returning('id').executeTakeFirstOrThrow()).id
    },
    async close(importId, { finishedAt, counts }) {
      await db
        .updateTable('imports')
        .set({ finished_at: finishedAt, counts: JSON.stringify(counts) })
        .where('id', '=', importId)
        .execute()
    },
    async find(importId) {
      const row = await db.selectFrom('imports').selectAll().where('id', '=', importId).executeTakeFirst()
      return row && toImportRun(row)
    },
    async listRecent(limit) {
      return (await db.selectFrom('imports').selectAll().orderBy('id', 'desc').limit(limit).execute()).map(toImportRun)
    },
    async hasSuppressions() {
      return (await db.selectFrom('suppressions').select('address_key').limit(1).executeTakeFirst()) !== undefined
    },
    findSuppressed: (list, keys) => findSuppressed(db, list, keys),
    findKnown: (list, keys) => findKnown(db, list, keys),
    insertNew: (context, readers) => insertNewReaders(db, engine, context, readers),
    subscribeKnown: (context, readers) => insertSubscriptions(db, engine, context, readers),
    change: (context, change) => changeReader(db, context, change),
    suppress: (suppression) => insertSuppression(db, suppression),
    undo: (importId, now) => db.transaction().execute((trx) => undoImport(trx, importId, now)),
  }
}

/** Thrown to roll a rehearsal back; never leaves this file. */
class Rehearsed<Result> extends Error {
  readonly result: Result

  constructor(result: Result) {
    super('a rehearsal')
    this.result = result
  }
}

async function runWholly<Result>(
  db: Kysely<Schema>,
  engine: Engine,
  work: (store: ImportStore) => Promise<{ keep: boolean; result: Result }>,
): Promise<Result> {
  try {
    return await db.transaction().execute(async (trx) => {
      const { keep, result } = await work(createImportStore(trx, engine))
      if (!keep) throw new Rehearsed(result)
      return result
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.result as Result
    throw error
  }
}

async function findSuppressed(
  db: Kysely<Schema>,
  list: ListSlug,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Suppression>> {
  const found = new Map<string, Suppression>()
  const hashed = await db
    .selectFrom('suppressions')
    .select('address_key')
    .where('address_key', 'like', 'hash:%')
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

async function findKnown(
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

async function changeReader(db: Kysely<Schema>, context: ImportContext, change: ReaderChange): Promise<void> {
  const before = await db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
    .select(['status', 'changed_at', 'confirmed_at', 'acted_at', 'tags', 'name'])
    .where('subscriber_id', '=', change.subscriberId)
    .where('list_slug', '=', context.list)
    .executeTakeFirst()
  if (!before) throw new AppError('internal', `Subscriber ${change.subscriberId} is not on the list "${context.list}".`)
  await db
    .insertInto('import_changes')
    .values({
      import_id: context.importId,
      list_slug: context.list,
      subscriber_id: change.subscriberId,
      before: JSON.stringify(before),
    })
    .onConflict((conflict) => conflict.columns(['import_id', 'subscriber_id', 'list_slug']).doNothing())
    .execute()
  const confirmed = change.status === 'confirmed' && before.status !== 'confirmed' ? { confirmed_at: context.now } : {}
  const moved = change.status === before.status ? {} : { changed_at: context.now, status: change.status, ...confirmed }
  const tagged = change.tags === undefined ? {} : { tags: JSON.stringify(change.tags) }
  if (Object.keys({ ...moved, ...tagged }).length > 0) {
    await db
      .updateTable('subscriptions')
      .set({ ...moved, ...tagged })
      .where('subscriber_id', '=', change.subscriberId)
      .where('list_slug', '=', context.list)
      .execute()
  }
  if (change.name !== undefined)
    await db.updateTable('subscribers').set({ name: change.name }).where('id', '=', change.subscriberId).execute()
}

function toImportRun(row: Selectable<ImportsTable>): ImportRun {
  return {
    id: row.id,
    list: row.list_slug as ListSlug,
    fileName: row.file_name,
    source: row.source,
    startedAt: row.started_at as Instant,
    ...optional('finishedAt', row.finished_at as Instant | null),
    ...optional('undoneAt', row.undone_at as Instant | null),
    ...(row.counts === null ? {} : { counts: JSON.parse(row.counts) as ImportCounts }),
  }
}
