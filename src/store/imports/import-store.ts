import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../../clock.ts'
import type { ImportCounts, ImportRun, ImportStore } from '../../subscribers/import/import.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { Engine } from '../migrate.ts'
import type { ImportsTable } from '../tables/reader-tables.ts'
import type { Schema } from '../schema.ts'
import { optional } from '../absent.ts'
import { insertSuppression } from '../suppressions.ts'
import { changeReader } from './change-reader.ts'
import { findKnown, findSuppressed } from './find-known.ts'
import { insertNewReaders, insertSubscriptions } from './insert-readers.ts'
import { undoImport } from './undo.ts'

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
