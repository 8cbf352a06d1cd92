/*
 * Migrations: by number, forward only, each whole or absent. A database newer than the program is refused, not guessed at.
 */
import { sql, type Kysely } from 'kysely'
import { formatInstant } from '../clock.ts'
import { AppError } from '../errors.ts'
import { audience } from './migrations/0001-audience.ts'
import { bounces } from './migrations/0002-bounces.ts'
import { ledger } from './migrations/0003-ledger.ts'
import { runs } from './migrations/0004-runs.ts'
import { personalSending } from './migrations/0005-personal-sending.ts'
import { approvals } from './migrations/0006-approvals.ts'
import { retention } from './migrations/0007-retention.ts'
import type { Dialect, Migration } from './migrations/migration.ts'

/** The engines of the store. */
export type Engine = 'sqlite' | 'postgres'

/** Every step, in order; a step of later days is appended. */
export const migrations: readonly Migration[] = [audience, bounces, ledger, runs, personalSending, approvals, retention]

const dialects: Readonly<Record<Engine, Dialect>> = {
  sqlite: { text: 'text', serial: 'integer PRIMARY KEY AUTOINCREMENT', blob: 'blob', keyed: ' WITHOUT ROWID' },
  postgres: {
    text: 'text COLLATE "C"',
    serial: 'integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
    blob: 'bytea',
    keyed: '',
  },
}

/** Any number, the same in every process: two that migrate at once take turns. */
const advisoryLock = 4_711_201

/** What a database has and what it lacks. */
export interface SchemaState {
  /** Number of the last step in force, 0 in an empty database. */
  readonly version: number
  readonly pending: readonly Migration[]
}

/**
 * Where the schema stands.
 *
 * @throws AppError `conflict` when the database has steps that this program does not know
 */
export async function getSchemaState(db: Kysely<never>, steps = migrations): Promise<SchemaState> {
  const version = await readVersion(db)
  const latest = steps.at(-1)?.number ?? 0
  if (version > latest) {
    throw new AppError(
      'conflict',
      `The database has schema ${version}, and this program knows schemas up to ${latest}: use the newer program that made it.`,
    )
  }
  return { version, pending: steps.filter(({ number }) => number > version) }
}

/** Brings the schema up to date in one transaction; says which steps were taken. */
export async function migrate(db: Kysely<never>, engine: Engine, steps = migrations): Promise<readonly Migration[]> {
  if ((await getSchemaState(db, steps)).pending.length === 0) return []
  return db.transaction().execute(async (trx) => {
    if (engine === 'postgres') await sql`SELECT pg_advisory_xact_lock(${advisoryLock})`.execute(trx)
    await sql`CREATE TABLE IF NOT EXISTS schema_versions (number integer PRIMARY KEY, name text NOT NULL, applied_at text NOT NULL)`.execute(
      trx,
    )
    const { pending } = await getSchemaState(trx, steps)
    for (const { number, name, statements } of pending) {
      for (const statement of statements(dialects[engine])) await sql.raw(statement).execute(trx)
      const now = formatInstant(Date.now())
      await sql`INSERT INTO schema_versions (number, name, applied_at) VALUES (${number}, ${name}, ${now})`.execute(trx)
    }
    return pending
  })
}

async function readVersion(db: Kysely<never>): Promise<number> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'schema_versions')) return 0
  const { rows } = await sql<{ version: number | null }>`SELECT max(number) AS version FROM schema_versions`.execute(db)
  return rows[0]?.version ?? 0
}
