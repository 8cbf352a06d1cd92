import { sql, type Kysely } from 'kysely'
import type { PlainDate } from '../../clock.ts'
import { plainProfile, plainWishes, type DeliveryWishes, type Profile } from '../../subscribers/profile.ts'
import {
  type Cohort,
  type Member,
  type Memory,
  type PaperMemory,
  type SelectedPaper,
  type SelectionStore,
} from '../../subscribers/selection.ts'
import type { SubscriberId } from '../../subscribers/subscriber.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { recordReceived } from './histories.ts'
import { listWaiting } from './waiting.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'
import { toMailbox } from '../subscribers.ts'
import { optional } from '../absent.ts'
import { everyList } from '../suppressions.ts'

/** A daily reader's issues of a year; papers older than that do not come back into a digest. */
const maxHistory = 400

/** Selections and histories in the database. */
export function createSelectionStore(db: Kysely<Schema>, engine: Engine): SelectionStore {
  return {
    listCohorts: (list) => listCohorts(db, list),
    listMembers: (list, page) => listMembers(db, list, page),
    findMemory: (readers, paperKeys) => findMemory(db, readers, paperKeys),
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
    recordReceived: (list) => recordReceived(db, engine, list),
    findCohort: (list, reader) => findCohort(db, list, reader),
  }
}

async function listCohorts(db: Kysely<Schema>, list: ListSlug): Promise<Cohort[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .leftJoin('profiles', 'profiles.key', 'subscriptions.profile_key')
    .leftJoin('histories', 'histories.key', 'subscriptions.history_key')
    .leftJoin('selections', 'selections.id', 'histories.selection_id')
    .select(['subscriptions.profile_key', 'history_key', 'wishes', 'body', 'on_date'])
    .select(sql<number>`count(*)`.as('readers'))
    .where('subscriptions.list_slug', '=', list)
    .where('status', '=', 'confirmed')
    .groupBy(['subscriptions.profile_key', 'history_key', 'wishes', 'body', 'on_date'])
    .orderBy('subscriptions.profile_key')
    .orderBy('history_key')
    .orderBy('wishes')
    .execute()
  const waiting = Map.groupBy(await listWaiting(db, list), formatKeys)
  return rows.map(({ profile_key: profileKey, history_key: historyKey, wishes, body, on_date: had, readers }) => {
    const keys = { profileKey, historyKey, wishesKey: wishes ?? '' }
    // Where some of a cohort wait and others do not, nobody may lose a paper: all count as not waiting.
    const coming = (waiting.get(formatKeys(keys)) ?? []).filter(({ readerCount }) => readerCount === readers)
    return {
      ...keys,
      profile: body === null ? plainProfile : (JSON.parse(body) as Profile),
      wishes: wishes === null ? plainWishes : (JSON.parse(wishes) as DeliveryWishes),
      ...optional('lastIssueOn', coming.at(-1)?.on ?? (had as PlainDate | null)),
      waitingFor: coming.map(({ selectionId }) => selectionId),
      readerCount: readers,
    }
  })
}

async function findCohort(db: Kysely<Schema>, list: ListSlug, reader: SubscriberId): Promise<Cohort | undefined> {
  const row = await db
    .selectFrom('subscriptions')
    .select(['profile_key', 'history_key', 'wishes'])
    .where('list_slug', '=', list)
    .where('subscriber_id', '=', reader)
    .where('status', '=', 'confirmed')
    .executeTakeFirst()
  if (!row) return undefined
  const keys = formatKeys({
    profileKey: row.profile_key,
    historyKey: row.history_key,
    wishesKey: row.wishes ?? '',
  })
  return (await listCohorts(db, list)).find((cohort) => formatKeys(cohort) === keys)
}

function formatKeys({ profileKey, historyKey, wishesKey }: Pick<Cohort, 'profileKey' | 'historyKey' | 'wishesKey'>) {
  return `${profileKey} ${historyKey} ${wishesKey}`
}

async function listMembers(
  db: Kysely<Schema>,
  list: ListSlug,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<Member[]> {
  const rows = await db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
    .select(['subscriber_id', 'address', 'name', 'profile_key', 'history_key', 'wishes'])
    .select((own) =>
      own
        .exists(
          own
            .selectFrom('suppressions')
            .select('since')
            .whereRef('suppressions.address_key', '=', 'subscribers.address_key')
            .where('suppressions.list_slug', 'in', [everyList, list]),
        )
        .as('is_suppressed'),
    )
    .where('subscriptions.list_slug', '=', list)
    .where('status', '=', 'confirmed')
    .where('subscriber_id', '>', after)
    .orderBy('subscriber_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    subscriberId: row.subscriber_id as SubscriberId,
    mailbox: toMailbox(row),
    profileKey: row.profile_key,
    historyKey: row.history_key,
    wishesKey: row.wishes ?? '',
    isSuppressed: Boolean(row.is_suppressed),
  }))
}

interface HistoryStep {
  readonly papers: string
  readonly on_date: string
}

/** From the latest to the first; the first time a paper is met is the last time it was sent. */
async function findMemory(
  db: Kysely<Schema>,
  { historyKey, waitingFor = [] }: Parameters<SelectionStore['findMemory']>[0],
  paperKeys: ReadonlySet<string>,
): Promise<Memory> {
  const memory = new Map<string, PaperMemory>()
  for (const { papers, on_date: on } of [...(await listByIds(db, waitingFor)), ...(await listChain(db, historyKey))]) {
    for (const { key, version } of JSON.parse(papers) as SelectedPaper[]) {
      if (!paperKeys.has(key) || memory.has(key)) continue
      memory.set(key, { on: on as PlainDate, ...(version === undefined ? {} : { version }) })
    }
  }
  return memory
}

async function listByIds(db: Kysely<Schema>, ids: readonly number[]): Promise<readonly HistoryStep[]> {
  if (ids.length === 0) return []
  const query = db.selectFrom('selections').select(['papers', 'on_date']).where('id', 'in', ids)
  return query.orderBy('id', 'desc').execute()
}

/** Walks the chain from its end. */
async function listChain(db: Kysely<Schema>, historyKey: string): Promise<readonly HistoryStep[]> {
  if (historyKey === '') return []
  const { rows } = await sql<HistoryStep>`
    WITH RECURSIVE chain (key, parent_key, selection_id, depth) AS (
      SELECT key, parent_key, selection_id, 1 FROM histories WHERE key = ${historyKey}
      UNION ALL
      SELECT h.key, h.parent_key, h.selection_id, chain.depth + 1
      FROM histories h JOIN chain ON h.key = chain.parent_key WHERE chain.depth < ${maxHistory})
    SELECT s.papers, s.on_date FROM chain JOIN selections s ON s.id = chain.selection_id ORDER BY chain.depth`.execute(
    db,
  )
  return rows
}
