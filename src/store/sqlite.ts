/*
 * Kysely over Node's own SQLite. One connection with a queue before it: a query outside a transaction waits until the
 * transaction ends, so inside one only its own `trx` may be used.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import { AppError } from '../errors.ts'
import { EachRow, OneTransaction } from './each-row.ts'
import { translateError } from './store-error.ts'

/** How long a query waits for another process that writes. */
const busyTimeoutMs = 15_000
const maxStatements = 200

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
    // The file holds addresses: SQLite would make it for everybody to read.
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
    const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -49152')
    assertDurable(database, path)
    return database
  } catch (error) {
    throw translateError(error, `The database ${path}`)
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

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  execute(sql: string): void {
    try {
      this.#prepare(sql).run()
    } catch (error) {
      throw translateError(error)
    }
  }

  rollback(): void {
    if (this.#database.isTransaction) this.execute('ROLLBACK')
  }

  close(): void {
    this.#statements.clear()
    if (this.#database.isOpen) this.#database.close()
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const [first] = parameters
      if (first instanceof OneTransaction) return { rows: this.#runTransaction(first) as R[] }
      const statement = this.#prepare(sql)
      if (first instanceof EachRow) return { rows: runEach(statement, first) as R[] }
      const values = parameters.map(toSqlite)
      if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
      const { changes, lastInsertRowid } = statement.run(...values)
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    } catch (error) {
      throw translateError(error)
    }
  }

  // Every query of this program is paged by key, so nothing streams.
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new AppError('internal', 'The SQLite connection does not stream: page by key instead.')
  }

  #runTransaction({ steps }: OneTransaction): Changes[] {
    this.execute('BEGIN IMMEDIATE')
    try {
      const results: Changes[] = []
      for (const { text, values } of steps) results.push(this.#prepare(text).run(...values))
      this.execute('COMMIT')
      return results
    } catch (error) {
      this.rollback()
      throw error
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= maxStatements) this.#statements.clear()
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

interface Changes {
  readonly changes: number | bigint
}

function runEach(statement: StatementSync, { rows }: EachRow): Changes[] {
  const results: Changes[] = []
  for (const row of rows) results.push(statement.run(...row))
  return results
}

function toSqlite(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  return value as SQLInputValue
}
