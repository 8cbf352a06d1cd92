import { backup } from 'node:sqlite'
import { chmod, link, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { Kysely } from 'kysely'
import { AppError } from '../errors.ts'
import { getSchemaState, migrate, type Engine, type SchemaState } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'
import { createPostgresDialect, openPostgresPool } from './postgres.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect, openSqliteFile } from './sqlite.ts'

/** Where the store is. */
export type StoreLocation =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

/** An open store; `await using` closes it. */
export interface Store extends AsyncDisposable {
  readonly engine: Engine
  readonly db: Kysely<Schema>
  state(): Promise<SchemaState>
  migrate(): Promise<readonly Migration[]>
  /** Copies the whole database to a new file while others read and write. */
  backup(path: string): Promise<void>
}

/** Reads `sqlite:./courant.sqlite`, `sqlite::memory:` or `postgres://user@host/name`. @throws AppError `invalid` */
export function parseDatabaseUrl(text: string): StoreLocation {
  if (/^postgres(?:ql)?:\/\/./.test(text)) return { kind: 'postgres', url: text }
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1]
  if (path !== undefined) return { kind: 'sqlite', path }
  throw new AppError(
    'invalid',
    'The database address is neither sqlite:FILE (such as sqlite:./courant.sqlite) nor postgres://user@host/name.',
  )
}

/**
 * Opens the store. SQLite brings its schema up to date by itself, unless it is opened as it is; PostgreSQL, which several
 * programs share, waits for `courant migrate`.
 */
export async function openStore(location: StoreLocation, { asItIs = false } = {}): Promise<Store> {
  if (location.kind === 'postgres') {
    const db = new Kysely<Schema>({ dialect: createPostgresDialect(openPostgresPool(location.url)) })
    return buildStore('postgres', db, () => {
      throw new AppError(
        'invalid',
        'PostgreSQL is backed up by its own program: pg_dump --format=custom --file=FILE DATABASE.',
      )
    })
  }
  const file = openSqliteFile(location.path)
  const db = new Kysely<Schema>({ dialect: createSqliteDialect(file) })
  const store = buildStore('sqlite', db, (path) => backUp(path, (beside) => backup(file, beside)))
  try {
    if (!asItIs) await store.migrate()
    return store
  } catch (error) {
    await store[Symbol.asyncDispose]()
    throw error
  }
}

/** Opens the store and refuses one whose schema is behind. */
export async function openCurrentStore(location: StoreLocation): Promise<Store> {
  const store = await openStore(location)
  const { pending } = await store.state()
  if (pending.length === 0) return store
  await store[Symbol.asyncDispose]()
  throw new AppError(
    'conflict',
    `The database lacks ${pending.length} step(s) of its schema: run "courant migrate" first.`,
  )
}

function buildStore(engine: Engine, db: Kysely<Schema>, copy: (path: string) => Promise<void>): Store {
  const untyped = db as unknown as Kysely<never>
  return {
    engine,
    db,
    state: () => getSchemaState(untyped),
    migrate: () => migrate(untyped, engine),
    backup: async (path) => copy(path),
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

/** A backup is whole or absent, for its owner's eyes only, and never written over another file. */
async function backUp(path: string, write: (beside: string) => Promise<unknown>): Promise<void> {
  if (existsSync(path)) throw new AppError('conflict', `${path} is there already: give the backup a new name.`)
  const beside = `${path}.${process.pid}.part`
  try {
    await write(beside)
    await chmod(beside, 0o600)
    await link(beside, path)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('unavailable', `The backup ${path} cannot be written: ${(error as Error).message}.`, {
      cause: error,
    })
  } finally {
    await rm(beside, { force: true })
  }
}
