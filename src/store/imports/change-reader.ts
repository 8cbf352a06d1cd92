import type { Kysely } from 'kysely'
import { AppError } from '../../errors.ts'
import type { ImportContext, ReaderChange } from '../../subscribers/import/import.ts'
import type { Schema } from '../schema.ts'

/** Changes somebody who is on the list, and keeps what was before in the journal of the import, for undoing. */
export async function changeReader(db: Kysely<Schema>, context: ImportContext, change: ReaderChange): Promise<void> {
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
