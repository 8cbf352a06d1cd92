import type { Kysely } from 'kysely'
import type { Instant } from '../../clock.ts'
import { eachByKey } from '../../each-by-key.ts'
import { AppError } from '../../errors.ts'
import type { UndoCounts } from '../../subscribers/import/import.ts'
import type { Schema } from '../schema.ts'

/** The state of somebody before an import changed it. */
export interface ReaderBefore {
  readonly status: string
  readonly changed_at: string
  readonly confirmed_at: string | null
  readonly acted_at: string | null
  readonly tags: string | null
  readonly name: string | null
}

/**
 * Takes an import back: whom it added goes, whom it changed is as before, what it suppressed is open again. Whoever acted
 * since (confirmed, left, chose preferences) stays as they chose.
 *
 * @throws AppError `not_found` when there is no such import, `conflict` when it is undone already
 */
export async function undoImport(db: Kysely<Schema>, importId: number, now: Instant): Promise<UndoCounts> {
  const run = await db.selectFrom('imports').selectAll().where('id', '=', importId).executeTakeFirst()
  if (!run) throw new AppError('not_found', `There is no import ${importId}. "courant subscribers imports" lists them.`)
  if (run.undone_at !== null)
    throw new AppError('conflict', `Import ${importId} was undone at ${run.undone_at} already.`)
  const { restored, kept: keptChanged } = await restoreChanged(db, run)
  const ofImport = db
    .selectFrom('subscriptions')
    .select((count) => count.fn.countAll<number>().as('count'))
    .where('import_id', '=', importId)
  const { count: keptAdded } = await ofImport.where('acted_at', 'is not', null).executeTakeFirstOrThrow()
  const removed = await db
    .deleteFrom('subscriptions')
    .where('import_id', '=', importId)
    .where('acted_at', 'is', null)
    .executeTakeFirst()
  await db
    .deleteFrom('subscribers')
    .where('import_id', '=', importId)
    .where((where) =>
      where.not(
        where.exists(
          where.selectFrom('subscriptions').select('subscriber_id').whereRef('subscriber_id', '=', 'subscribers.id'),
        ),
      ),
    )
    .execute()
  const suppressions = await db.deleteFrom('suppressions').where('import_id', '=', importId).executeTakeFirst()
  await db.deleteFrom('import_changes').where('import_id', '=', importId).execute()
  await db.updateTable('imports').set({ undone_at: now }).where('id', '=', importId).execute()
  return {
    removed: Number(removed.numDeletedRows),
    restored,
    suppressions: Number(suppressions.numDeletedRows),
    kept: keptChanged + keptAdded,
  }
}

async function restoreChanged(
  db: Kysely<Schema>,
  { id: importId, started_at: importedAt }: { id: number; started_at: string },
): Promise<{ restored: number; kept: number }> {
  let restored = 0
  let kept = 0
  const changes = db.selectFrom('import_changes').selectAll().where('import_id', '=', importId).orderBy('subscriber_id')
  const all = eachByKey(({ after, limit }) => changes.where('subscriber_id', '>', after).limit(limit).execute(), {
    after: '',
    keyOf: (change) => change.subscriber_id,
  })
  for await (const { subscriber_id: id, list_slug: list, before } of all) {
    if (await restoreOne(db, { id, list, before: JSON.parse(before) as ReaderBefore, importedAt })) restored += 1
    else kept += 1
  }
  return { restored, kept }
}

/** Restores one subscription, unless somebody changed it after the import, or the person is gone. */
async function restoreOne(
  db: Kysely<Schema>,
  change: { id: string; list: string; before: ReaderBefore; importedAt: string },
): Promise<boolean> {
  const { name, ...before } = change.before
  const updated = await db
    .updateTable('subscriptions')
    .set(before)
    .where('subscriber_id', '=', change.id)
    .where('list_slug', '=', change.list)
    .where('acted_at', before.acted_at === null ? 'is' : '=', before.acted_at)
    .where('changed_at', 'in', [before.changed_at, change.importedAt])
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) return false
  await db.updateTable('subscribers').set({ name }).where('id', '=', change.id).execute()
  return true
}
