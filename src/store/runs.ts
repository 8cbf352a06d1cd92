import { sql, type Kysely } from 'kysely'
import type { Instant } from '../clock.ts'
import type { KeptDigest, RunLease, RunOutcome, RunRecord, RunStatus, RunStore } from '../schedule/run-store.ts'
import type { Run } from '../schedule/schedule.ts'
import type { Schema } from './schema.ts'
import type { RunsTable } from './tables/run-tables.ts'

type RunRow = Omit<RunsTable, 'owner' | 'digest'>

/** Runs as rows. A claim is one statement on the primary key, so of any number of daemons one gets the run. */
export function createRunStore(db: Kysely<Schema>): RunStore {
  const held = ({ run, owner, attempt }: RunLease) =>
    db
      .updateTable('runs')
      .where('schedule', '=', run.schedule)
      .where('due', '=', run.due)
      .where('status', '=', 'running')
      .where('owner', '=', owner)
      .where('attempts', '=', attempt)

  return {
    openSchedule: (name, now) => openSchedule(db, name, now),
    claimRun: (run, claim) => claimRun(db, run, claim),
    async extendLease(lease, { now, until }) {
      const { numUpdatedRows } = await held(lease).set({ until_at: until, changed_at: now }).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async linkRun(lease, link) {
      const { numUpdatedRows } = await held(lease).set(link).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async findWork({ schedule, due }) {
      const row = await db
        .selectFrom('runs')
        .select('work')
        .where('schedule', '=', schedule)
        .where('due', '=', due)
        .executeTakeFirst()
      return row?.work ?? undefined
    },
    async wakeRun(work, now) {
      const waiting = db.updateTable('runs').where('work', '=', work).where('status', '=', 'waiting')
      await waiting.set({ until_at: now }).execute()
    },
    async settleRun(lease, outcome, now) {
      const { numUpdatedRows } = await held(lease).set(buildSettled(outcome, now)).executeTakeFirst()
      return numUpdatedRows > 0n
    },
    recordMissed: (run, reason, now) => recordMissed(db, run, { reason, now }),
    async listRecords(schedule, after) {
      const rows = await listAfter(db, schedule, after)
        .select(['schedule', 'due', 'due_at', 'status', 'attempts', 'until_at', 'detail', 'changed_at', 'work'])
        .execute()
      return rows.map(buildRecord)
    },
    async listDigests(schedule, after) {
      const rows = await listAfter(db, schedule, after)
        .select(['schedule', 'due', 'due_at', 'status', 'digest'])
        .where('digest', 'is not', null)
        .execute()
      return rows.map((row): KeptDigest => ({
        ...buildRun(row),
        status: row.status as RunStatus,
        digest: row.digest ?? '',
      }))
    },
  }
}

async function recordMissed(
  db: Kysely<Schema>,
  run: Run,
  { reason, now }: { readonly reason: string; readonly now: Instant },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('runs')
    .values({ ...buildMissedRow(run), detail: reason, changed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

async function openSchedule(db: Kysely<Schema>, name: string, now: Instant): Promise<Instant> {
  await db
    .insertInto('schedules')
    .values({ name, opened_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db.selectFrom('schedules').select('opened_at').where('name', '=', name).executeTakeFirst()
  return (row?.opened_at ?? now) as Instant
}

async function claimRun(
  db: Kysely<Schema>,
  run: Run,
  { owner, now, until }: Parameters<RunStore['claimRun']>[1],
): Promise<RunLease | undefined> {
  const begun = { status: 'running', owner, until_at: until, detail: '', changed_at: now }
  const row = await db
    .insertInto('runs')
    .values({
      schedule: run.schedule,
      due: run.due,
      due_at: run.dueAt,
      attempts: 1,
      digest: null,
      work: null,
      ...begun,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['schedule', 'due'])
        .doUpdateSet({ ...begun, attempts: sql`runs.attempts + 1` })
        .where('runs.status', 'in', ['running', 'waiting'])
        .where('runs.until_at', '<=', now),
    )
    .returning('attempts')
    .executeTakeFirst()
  return row === undefined ? undefined : { run, owner, attempt: row.attempts }
}

function buildSettled(outcome: RunOutcome, now: Instant) {
  const isWaiting = outcome.status === 'waiting'
  return {
    status: outcome.status,
    detail: outcome.detail,
    changed_at: now,
    owner: null,
    until_at: isWaiting ? outcome.retryAt : null,
    ...(isWaiting || outcome.digest === undefined ? {} : { digest: outcome.digest }),
  }
}

function listAfter(db: Kysely<Schema>, schedule: string, after: Instant) {
  return db.selectFrom('runs').where('schedule', '=', schedule).where('due_at', '>', after).orderBy('due_at')
}

function buildMissedRow({ schedule, due, dueAt }: Run) {
  return {
    schedule,
    due,
    due_at: dueAt,
    status: 'missed',
    attempts: 0,
    owner: null,
    until_at: null,
    digest: null,
    work: null,
  }
}

function buildRecord(row: RunRow): RunRecord {
  return {
    ...buildRun(row),
    status: row.status as RunStatus,
    attempts: row.attempts,
    detail: row.detail,
    changedAt: row.changed_at as Instant,
    isBound: row.work !== null,
    ...(row.until_at === null ? {} : { until: row.until_at as Instant }),
  }
}

function buildRun({ schedule, due, due_at }: Pick<RunsTable, 'schedule' | 'due' | 'due_at'>): Run {
  return { schedule, due, dueAt: due_at as Instant }
}
