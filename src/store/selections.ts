import { sql, type Kysely } from 'kysely'
import type { PlainDate } from '../clock.ts'
import { plainProfile, type Profile } from '../subscribers/profile.ts'
import {
  buildHistoryKey,
  type Cohort,
  type Memory,
  type PaperMemory,
  type SelectedPaper,
  type SelectionStore,
} from '../subscribers/selection.ts'
import type { SubscriberId } from '../subscribers/subscriber.ts'
import type { ListSlug } from '../subscribers/subscription.ts'
import type { Schema } from './schema.ts'

/** A daily reader's issues of a year; papers older than that do not come back into a digest. */
const maxHistory = 400
const pageSize = 1000

/** Selections and histories in the database. */
export function createSelectionStore(db: Kysely<Schema>): SelectionStore {
  return {
    listCohorts: (list) => listCohorts(db, list),
    findMemory: (historyKey, paperKeys) => findMemory(db, historyKey, paperKeys),
    async insert({ list, issueNumber, date, profileKey, papers }) {
      const row = {
        list_slug: list,
        issue_number: issueNumber,
        on_date: date,
        profile_key: profileKey,
        papers: JSON.stringify(papers),
      }
      return (await db.insertInto('selections').values(row).returning('id').executeTakeFirstOrThrow()).id
    },
    async recordReceived(list, selectionId, readers) {
      for (let start = 0; start < readers.length; start += pageSize) {
        const page = readers.slice(start, start + pageSize)
        await db.transaction().execute((trx) => advanceHistories(trx, { list, selectionId, readers: page }))
      }
    },
    async historyOf(list, reader) {
      const row = await db
        .selectFrom('subscriptions')
        .select('history_key')
        .where('list_slug', '=', list)
        .where('subscriber_id', '=', reader)
        .executeTakeFirst()
      return row?.history_key ?? ''
    },
  }
}

async function listCohorts(db: Kysely<Schema>, list: ListSlug): Promise<Cohort[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .leftJoin('profiles', 'profiles.key', 'subscriptions.profile_key')
    .select(['profile_key', 'history_key', 'body', sql<number>`count(*)`.as('readers')])
    .where('list_slug', '=', list)
    .where('status', '=', 'confirmed')
    .groupBy(['profile_key', 'history_key', 'body'])
    .orderBy('profile_key')
    .orderBy('history_key')
    .execute()
  return rows.map(({ profile_key: profileKey, history_key: historyKey, body, readers }) => ({
    profile: body === null ? plainProfile : (JSON.parse(body) as Profile),
    profileKey,
    historyKey,
    readerCount: readers,
  }))
}

interface HistoryStep {
  readonly papers: string
  readonly on_date: string
}

/** Walks the chain from its end; the first time a paper is met is the last time it was sent. */
async function findMemory(db: Kysely<Schema>, historyKey: string, paperKeys: ReadonlySet<string>): Promise<Memory> {
  const memory = new Map<string, PaperMemory>()
  if (historyKey === '') return memory
  const { rows } = await sql<HistoryStep>`
    WITH RECURSIVE chain (key, parent_key, selection_id, depth) AS (
      SELECT key, parent_key, selection_id, 1 FROM histories WHERE key = ${historyKey}
      UNION ALL
      SELECT h.key, h.parent_key, h.selection_id, chain.depth + 1
      FROM histories h JOIN chain ON h.key = chain.parent_key WHERE chain.depth < ${maxHistory})
    SELECT s.papers, s.on_date FROM chain JOIN selections s ON s.id = chain.selection_id ORDER BY chain.depth`.execute(
    db,
  )
  for (const { papers, on_date: on } of rows) {
    for (const { key, version } of JSON.parse(papers) as SelectedPaper[]) {
      if (!paperKeys.has(key) || memory.has(key)) continue
      memory.set(key, { on: on as PlainDate, ...(version === undefined ? {} : { version }) })
    }
  }
  return memory
}

/** Readers who had the same until now have the same from now on: one new link for each chain, not for each reader. */
async function advanceHistories(
  db: Kysely<Schema>,
  { list, selectionId, readers }: { list: ListSlug; selectionId: number; readers: readonly SubscriberId[] },
): Promise<void> {
  const ofThese = db.selectFrom('subscriptions').where('list_slug', '=', list).where('subscriber_id', 'in', readers)
  const parents = await ofThese.select('history_key').distinct().execute()
  for (const { history_key: parent } of parents) {
    if (await isLastLink(db, parent, selectionId)) continue
    const key = buildHistoryKey(parent, selectionId)
    const link = { key, parent_key: parent, selection_id: selectionId }
    await db
      .insertInto('histories')
      .values(link)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    await db
      .updateTable('subscriptions')
      .set({ history_key: key })
      .where('list_slug', '=', list)
      .where('subscriber_id', 'in', readers)
      .where('history_key', '=', parent)
      .execute()
  }
}

async function isLastLink(db: Kysely<Schema>, key: string, selectionId: number): Promise<boolean> {
  const link = await db.selectFrom('histories').select('selection_id').where('key', '=', key).executeTakeFirst()
  return link?.selection_id === selectionId
}
