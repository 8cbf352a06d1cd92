/*
 * The fast way in: many new people at once, sorted by address key by the caller so that the index grows from left to right.
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { ImportContext, NewReader } from '../subscribers/import/import.ts'
import { plainProfile } from '../subscribers/profile.ts'
import { EachRow } from './each-row.ts'
import type { Engine } from './migrate.ts'
import type { Schema } from './schema.ts'
import { saveProfile } from './subscriptions.ts'

const subscriberColumns = ['id', 'address', 'address_key', 'name', 'created_at', 'import_id'] as const
const subscriptionColumns = [
  'list_slug',
  'subscriber_id',
  'status',
  'changed_at',
  'confirmed_at',
  'consent_method',
  'consent_at',
  'consent_ip',
  'consent_source',
  'consent_wording',
  'tags',
  'profile_key',
  'import_id',
] as const

type Cell = string | number | null
type Rows = readonly Cell[][]

/** Adds those whose address is new, with their subscription; answers for each, in order, whether it was. */
export async function insertNewReaders(
  db: Kysely<Schema>,
  engine: Engine,
  context: ImportContext,
  readers: readonly NewReader[],
): Promise<readonly boolean[]> {
  const people = readers.map((reader): Cell[] => [
    reader.id,
    reader.address,
    reader.key,
    reader.name ?? null,
    context.now,
    context.importId,
  ])
  const inserted = await (engine === 'sqlite' ? insertEach(db, people) : insertUnnested(db, people))
  const fresh = readers.filter((_, index) => inserted[index])
  const profileKeys = await saveTopicProfiles(db, fresh)
  const subscriptions = fresh.map((reader) =>
    buildSubscriptionRow(context, reader, profileKeys.get(reader.topics.join()) ?? ''),
  )
  await insertSubscriptions(db, engine, subscriptions)
  return inserted
}

/** The row of a subscription that an import makes. */
export function buildSubscriptionRow(
  { list, now, importId }: ImportContext,
  reader: NewReader,
  profileKey: string,
): Cell[] {
  const { id, status, consent, tags } = reader
  const confirmedAt = status === 'confirmed' ? now : null
  const tagText = tags.length === 0 ? null : JSON.stringify(tags)
  const proof = [
    consent.method,
    consent.at ?? null,
    consent.ip ?? null,
    consent.source ?? null,
    consent.wording ?? null,
  ]
  return [list, id, status, now, confirmedAt, ...proof, tagText, profileKey, importId]
}

/** Inserts one subscription of somebody known. */
export async function insertSubscription(
  db: Kysely<Schema>,
  engine: Engine,
  context: ImportContext,
  reader: NewReader,
): Promise<void> {
  const profileKeys = await saveTopicProfiles(db, [reader])
  const row = buildSubscriptionRow(context, reader, profileKeys.get(reader.topics.join()) ?? '')
  await insertSubscriptions(db, engine, [row])
}

async function saveTopicProfiles(db: Kysely<Schema>, readers: readonly NewReader[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const { topics } of readers) {
    const name = topics.join()
    if (name === '' || keys.has(name)) continue
    keys.set(
      name,
      await saveProfile(db, { ...plainProfile, topics: Object.fromEntries(topics.map((topic) => [topic, 1])) }),
    )
  }
  return keys
}

async function insertEach(db: Kysely<Schema>, people: Rows): Promise<boolean[]> {
  const text = `${insertText('subscribers', subscriberColumns)} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (address_key) DO NOTHING`
  const { rows } = await db.executeQuery<{ changes: number }>(CompiledQuery.raw(text, [new EachRow(people)]))
  return rows.map(({ changes }) => changes === 1)
}

const pageSize = 5000

async function insertUnnested(db: Kysely<Schema>, people: Rows): Promise<boolean[]> {
  const inserted = new Set<string>()
  for (let start = 0; start < people.length; start += pageSize) {
    const page = people.slice(start, start + pageSize)
    const text = `${insertText('subscribers', subscriberColumns)} SELECT * FROM ${unnest(subscriberColumns)} ON CONFLICT (address_key) DO NOTHING RETURNING id`
    const { rows } = await db.executeQuery<{ id: string }>(
      CompiledQuery.raw(text, transpose(page, subscriberColumns.length)),
    )
    for (const { id } of rows) inserted.add(id)
  }
  return people.map(([id]) => inserted.has(String(id)))
}

async function insertSubscriptions(db: Kysely<Schema>, engine: Engine, rows: Rows): Promise<void> {
  if (rows.length === 0) return
  const head = insertText('subscriptions', subscriptionColumns)
  if (engine === 'sqlite') {
    const text = `${head} VALUES (${subscriptionColumns.map(() => '?').join(', ')})`
    await db.executeQuery(CompiledQuery.raw(text, [new EachRow(rows)]))
    return
  }
  for (let start = 0; start < rows.length; start += pageSize) {
    const page = transpose(rows.slice(start, start + pageSize), subscriptionColumns.length)
    await db.executeQuery(CompiledQuery.raw(`${head} SELECT * FROM ${unnest(subscriptionColumns)}`, page))
  }
}

function insertText(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')})`
}

/** PostgreSQL takes a column as one array, so a page of any size is one statement of few parameters. */
function unnest(columns: readonly string[]): string {
  return `unnest(${columns.map((column, index) => `$${index + 1}::${column === 'import_id' ? 'integer' : 'text'}[]`).join(', ')})`
}

function transpose(rows: Rows, width: number): Cell[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null))
}
