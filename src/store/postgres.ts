import {
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
} from 'kysely'
import pg from 'pg'
import { translateError } from './store-error.ts'

const int8 = 20
const numeric = 1700
/** Longest silence of a client amid a transaction, in milliseconds; longer than any pause of a loaded machine. */
const silentMs = 15_000

/** A pool whose integers are numbers, as SQLite gives them, and which outlives a server that drops its connections. */
export function openPostgresPool(url: string): pg.Pool {
  const types = new pg.TypeOverrides()
  types.setTypeParser(int8, Number)
  types.setTypeParser(numeric, Number)
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    types,
    connectionTimeoutMillis: 10_000,
    // A process that was stopped amid a transaction must not keep its rows locked until it wakes.
    idle_in_transaction_session_timeout: silentMs,
    application_name: 'courant',
  })
  // Without a listener an idle connection that the server ends would end the process; the next query opens another.
  pool.on('error', () => undefined)
  // The same for one that is in use: its query fails and says so.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The dialect for an open pool. */
export function createPostgresDialect(pool: pg.Pool): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => withSentences(new PostgresDriver({ pool })),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** The driver with the errors of its connections turned into sentences. */
function withSentences(driver: Driver): Driver {
  const wrapped = new WeakSet<DatabaseConnection>()
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async () => {
    const connection = await acquire().catch((error: unknown) => {
      throw translateError(error)
    })
    if (wrapped.has(connection)) return connection
    wrapped.add(connection)
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = async <R>(query: CompiledQuery) => {
      try {
        return await execute<R>(query)
      } catch (error) {
        throw translateError(error)
      }
    }
    return connection
  }
  return driver
}
