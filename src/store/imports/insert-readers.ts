/*
 * The fast way in: many new people at once, sorted by address key by the caller so that the index grows from left to right.
 */
import { CompiledQuery, type Kysely } from 'kysely'
import type { ImportContext, NewReader } from '../../subscribers/import/import.ts'
import { plainProfile } from '../../subscribers/profile.ts'
import { EachRow } from '../each-row.ts'
import type { Engine } from '../migrate.ts'
import type { Schema } from '../schema.ts'
import { saveProfile } from '../subscriptions.ts'

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

/** Adds those whose address is new, with their subscription; answers for each, in order, whether it was. */
export async function insertNewReaders(
  db: Kysely<Schema>,
  engine: Engine,
  context: ImportContext,
  readers: readonly NewReader[],
): Promise<readonly boolean[]> {
  const inserted = await (engine === 'sqlite' ? insertEach : insertUnnested)(db, context, readers)
  const fresh = inserted.every(Boolean) ? readers : readers.filter((_, index) => inserted[index])
  await insertSubscriptions(db, engine, context, fresh)
  return inserted
}

function buildSubscriberRow({ now, importId }: ImportContext, reader: NewReader): Cell[] {
  return [reader.id, reader.address, reader.key, reader.name ?? null, now, importId]
}

function buildSubscriptionRow(
  { list, now, importId, wording }: ImportContext,
  reader: NewReader,
  profileKey: string,
): Cell[] {
  const { id, status, tags } = reader
  return [
    list,
    id,
    status,
    now,
    status === 'confirmed' ? now : null,
    'import',
    reader.consentAt ?? null,
    reader.consentIp ?? null,
    reader.consentSource,
    wording ?? null,
    tags.length === 0 ? null : JSON.stringify(tags),
    profileKey,
    importId,
  ]
}

async function saveTopicProfiles(db: Kysely<Schema>, readers: readonly NewReader[]): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const { topics } of readers) {
    if (topics.length === 0) continue
    const name = topics.join()
    if (keys.has(name)) continue
    keys.set(
      name,
      await saveProfile(db, { ...plainProfile, topics: Object.fromEntries(topics.map((topic) => [topic, 1])) }),
    )
  }
  return keys
}

async function insertEach(
  db: Kysely<Schema>,
  context: ImportContext,
  readers: readonly NewReader[],
): Promise<boolean[]> {
  const text = `${insertText('subscribers', subscriberColumns)} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (address_key) DO NOTHING`
  const each = new EachRow(readers.values().map((reader) => buildSubscriberRow(context, reader)))
  const { rows } = await db.executeQuery<{ changes: number }>(CompiledQuery.raw(text, [each]))
  return rows.map(({ changes }) => changes === 1)
}

const pageSize = 5000

async function insertUnnested(
  db: Kysely<Schema>,
  context: ImportContext,
  readers: readonly NewReader[],
): Promise<boolean[]> {
  const inserted = new Set<string>()
  const text = `${insertText('subscribers', subscriberColumns)} SELECT * FROM ${unnest(subscriberColumns)} ON CONFLICT (address_key) DO NOTHING RETURNING id`
  for (let start = 0; start < readers.length; start += pageSize) {
    const page = readers.slice(start, start + pageSize).map((reader) => buildSubscriberRow(context, reader))
    const { rows } = await db.executeQuery<{ id: string }>(
      CompiledQuery.raw(text, transpose(page, subscriberColumns.length)),
    )
    for (const { id } of rows) inserted.add(id)
  }
  return readers.map(({ id }) => inserted.has(id))
}

/** Puts people on the list of the import who are not on it. */
export async function insertSubscriptions(
  db: Kysely<Schema>,
  engine: Engine,
  context: ImportContext,
  readers: readonly NewReader[],
): Promise<void> {
  if (readers.length === 0) return
  const profileKeys = await saveTopicProfiles(db, readers)
  const rowOf = (reader: NewReader) =>
    buildSubscriptionRow(
      context,
      reader,
      reader.topics.length === 0 ? '' : (profileKeys.get(reader.topics.join()) ?? ''),
    )
  const head = insertText('subscriptions', subscriptionColumns)
  if (engine === 'sqlite') {
    const text = `${head} VALUES (${subscriptionColumns.map(() => '?').join(', ')})`
    await db.executeQuery(CompiledQuery.raw(text, [new EachRow(readers.values().map(rowOf))]))
    return
  }
  for (let start = 0; start < readers.length; start += pageSize) {
    const page = transpose(readers.slice(start, start + pageSize).map(rowOf), subscriptionColumns.length)
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

function transpose(rows: readonly Cell[][], width: number): Cell[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null))
}
