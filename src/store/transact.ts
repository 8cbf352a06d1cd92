import type { Kysely, Transaction } from 'kysely'
import { AppError } from '../errors.ts'
import type { Engine } from './migrate.ts'
import type { Schema } from './schema.ts'

const maxAttempts = 8

/**
 * Runs the work as if nobody else were at the database. SQLite has one writer at a time anyway; PostgreSQL is told to
 * check, and what it turns down because somebody was quicker is tried again, so the work may run several times.
 */
export async function transact<Result>(
  db: Kysely<Schema>,
  engine: Engine,
  work: (trx: Transaction<Schema>) => Promise<Result>,
): Promise<Result> {
  if (db.isTransaction) return work(db as Transaction<Schema>)
  if (engine === 'sqlite') return db.transaction().execute(work)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().setIsolationLevel('serializable').execute(work)
    } catch (error) {
      if (attempt >= maxAttempts || !isOvertaken(error)) throw error
    }
  }
}

/** Serialization failure, deadlock, or a row that another transaction has made meanwhile. */
function isOvertaken(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === '40001' || code === '40P01' || code === '23505'
}
