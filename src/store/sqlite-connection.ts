import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { AppError } from '../errors.ts'
import { EachRow, OneTransaction } from './each-row.ts'
import { translateError } from './store-error.ts'

const maxStatements = 200

/** The one connection to a database file, which keeps the statements that it has prepared. */
export class SqliteConnection implements DatabaseConnection {
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
