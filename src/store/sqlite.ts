/*
 * Kysely over Node's own SQLite. One connection with a queue before it: a query outside a transaction waits until the
 * transaction ends, so inside one only its own `trx` may be used.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type TransactionSettings,
} from 'kysely'
import { AppError } from '../errors.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { translateError } from './store-error.ts'

/** How long a query waits for another process that writes. */
const busyTimeoutMs = 15_000

/** Migrations run in a transaction, which SQLite can and Kysely does not expect. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Opens a database file, or `:memory:`, ready and durable: WAL, synchronous FULL, foreign keys.
 *
 * @throws AppError `unavailable` when the file cannot be opened, or does not keep to these settings
 */
export function openSqliteFile(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') makeFile(path)
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -49152')
    assertDurable(database, path)
    return database
  } catch (error) {
    throw translateError(error, `The database ${path}`)
  }
}

/**
 * The file holds addresses, and SQLite would make it for everybody to read. One that is there is never opened here: to
 * close it again would take away the locks of every other connection of this process (fcntl(2), sqlite.org/howtocorrupt,
 * §2.2), and the next program that leaves would delete the log under them, with all that they write from then on.
 */
function makeFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A lost mark is a mail sent twice, so the setting is read back and not only written (NORMAL loses commits in a power cut). */
function assertDurable(database: DatabaseSync, path: string): void {
  const synchronous = database.prepare('PRAGMA synchronous').get()?.['synchronous']
  const journal = database.prepare('PRAGMA journal_mode').get()?.['journal_mode']
  const foreignKeys = database.prepare('PRAGMA foreign_keys').get()?.['foreign_keys']
  const walOrMemory = journal === 'wal' || (journal === 'memory' && path === ':memory:')
  if (synchronous === 2 && walOrMemory && foreignKeys === 1) return
  database.close()
  throw new AppError(
    'unavailable',
    `The database ${path} is not durable (journal ${String(journal)}, synchronous ${String(synchronous)}): put it on a local disk.`,
  )
}

/** The dialect for an open database file. */
export function createSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new TransactionalSqliteAdapter(),
    createDriver: () => new SqliteDriver(database),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection
  #last: Promise<void> = Promise.resolve()
  #release: () => void = () => undefined

  constructor(database: DatabaseSync) {
    this.#connection = new SqliteConnection(database)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    this.#release = resolve
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#release()
  }

  /** IMMEDIATE, because a transaction that reads first and writes later fails when another process wrote between. */
  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    this.#connection.execute(settings.accessMode === 'read only' ? 'BEGIN' : 'BEGIN IMMEDIATE')
  }

  async commitTransaction(): Promise<void> {
    this.#connection.execute('COMMIT')
  }

  /** After a full disk SQLite has rolled back by itself, and there is nothing to roll back. */
  async rollbackTransaction(): Promise<void> {
    this.#connection.rollback()
  }

  async destroy(): Promise<void> {
    this.#connection.close()
  }
}
