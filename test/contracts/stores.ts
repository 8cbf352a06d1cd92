import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe } from 'vitest'
import { openStore, parseDatabaseUrl, type Store } from '../../src/store/open.ts'
import { startPostgres, type PostgresServer } from '../support/programs/postgres.ts'

/** Opens a store of the test's own, empty and migrated; it is closed when the test ends. */
export type OpenStore = () => Promise<Store>

/** Runs one suite over both engines: a new SQLite file, and a new database of a real PostgreSQL server, for each store. */
export async function describeStores(title: string, suite: (open: OpenStore) => void): Promise<void> {
  describe(`${title} (SQLite)`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'courant-store-'))
    let count = 0
    afterAll(() => rmSync(folder, { recursive: true, force: true }))
    runSuite(suite, async () => `sqlite:${join(folder, `${(count += 1)}.sqlite`)}`)
  })
  const server = await (shared ??= startShared())
  describe.runIf(server)(`${title} (PostgreSQL)`, () => {
    runSuite(suite, async () => (await server?.createDatabase()) ?? '')
  })
}

let shared: Promise<PostgresServer | undefined> | undefined

/** One server for all suites of a file; it stops with the file. */
function startShared(): Promise<PostgresServer | undefined> {
  const starting = startPostgres()
  afterAll(async () => (await starting)?.[Symbol.asyncDispose]())
  return starting
}

function runSuite(suite: (open: OpenStore) => void, createUrl: () => Promise<string>): void {
  const opened: Store[] = []
  afterEach(async () => {
    for (const store of opened.splice(0)) await store[Symbol.asyncDispose]()
  })
  suite(async () => {
    const store = await openStore(parseDatabaseUrl(await createUrl()))
    await store.migrate()
    opened.push(store)
    return store
  })
}
