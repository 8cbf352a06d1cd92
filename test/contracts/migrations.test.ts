import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, migrations, type Engine } from '../../src/store/migrate.ts'
import { openStore, parseDatabaseUrl, type Store } from '../../src/store/open.ts'
import { createPostgresDialect, openPostgresPool } from '../../src/store/postgres.ts'
import { createSqliteDialect, openSqliteFile } from '../../src/store/sqlite.ts'
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts'
import { address, at, audienceOf, importText, papers, subscriptionOf } from '../support/readers.ts'
import { startPostgres } from '../support/programs/postgres.ts'

/** A database of an earlier program, with somebody in it: what the first schema could hold. */
async function makeEarlier(url: string, version: number): Promise<void> {
  const location = parseDatabaseUrl(url)
  const engine: Engine = location.kind
  const dialect =
    location.kind === 'sqlite'
      ? createSqliteDialect(openSqliteFile(location.path))
      : createPostgresDialect(openPostgresPool(location.url))
  const db = new Kysely<never>({ dialect })
  try {
    await migrate(db, engine, migrations.slice(0, version))
    await sql`INSERT INTO lists VALUES ('papers', 'Papers', '2025-01-01T00:00:00Z')`.execute(db)
    await sql`INSERT INTO subscribers VALUES ('01ann', 'ann@example.com', 'ann@example.com', 'Ann', '2025-01-01T00:00:00Z', NULL)`.execute(
      db,
    )
    await sql`INSERT INTO subscriptions (list_slug, subscriber_id, status, changed_at, confirmed_at, consent_method)
      VALUES ('papers', '01ann', 'confirmed', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'form')`.execute(db)
    await sql`INSERT INTO suppressions VALUES ('bob@example.com', '', 'complaint', '2025-01-01T00:00:00Z', NULL, NULL)`.execute(
      db,
    )
    await sql`INSERT INTO issues VALUES ('papers', 1, '2025-01-01', 'One', 'hash', '{}', '', '', '2025-01-01T00:00:00Z', NULL)`.execute(
      db,
    )
  } finally {
    await db.destroy()
  }
}

/** Tables, columns and what may be absent, in any order. */
async function listColumns({ db }: Store): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables
    .flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name} ${column.dataType}${column.isNullable ? '?' : ''}`),
    )
    .toSorted()
}

const folder = mkdtempSync(join(tmpdir(), 'courant-migrations-'))
const server = await startPostgres()
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server?.[Symbol.asyncDispose]()
})
let count = 0
const newUrl = {
  sqlite: async () => `sqlite:${join(folder, `${(count += 1)}.sqlite`)}`,
  postgres: async () => (await server?.createDatabase()) ?? '',
}

describe.each(['sqlite', 'postgres'] as const)('a database of an earlier program (%s)', (engine) => {
  const earlier = migrations.slice(0, -1).map(({ number, name }) => ({ number, name }))

  it.runIf(engine === 'sqlite' || server).each(earlier)(
    'with schema $number, $name, becomes what a new one is, and keeps its people',
    async ({ number }) => {
      const [url, fresh] = [await newUrl[engine](), await newUrl[engine]()]
      await makeEarlier(url, number)
      await using store = await openStore(parseDatabaseUrl(url))
      await using other = await openStore(parseDatabaseUrl(fresh))
      await store.migrate()
      await other.migrate()
      expect(await listColumns(store)).toEqual(await listColumns(other))
      const audience = audienceOf(store)
      const ann = await audience.subscribers.findByAddress(address('ann@example.com'))
      expect(ann?.mailbox).toEqual({ displayName: 'Ann', address: 'ann@example.com' })
      expect(await audience.suppressions.find(address('bob@example.com'), papers)).toMatchObject({
        reason: 'complaint',
      })
      // It is in use at once: an import goes on, and whoever leaves has left.
      const { counts } = await importText(store, 'email\nann@example.com\nbob@example.com\ncy@example.com\n')
      expect(counts).toMatchObject({ added: 1, unchanged: 1, suppressed: 1 })
      if (!ann) throw new Error('Ann was there.')
      await unsubscribe(audience, {
        list: papers,
        subscriberId: ann.id,
        now: at('2026-11-02T00:00:00Z'),
        source: 'test',
      })
      expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('unsubscribed')
    },
  )
})
