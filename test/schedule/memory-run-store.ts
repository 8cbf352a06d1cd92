import type { Instant } from '../../src/clock.ts'
import type { KeptDigest, RunLease, RunOutcome, RunRecord, RunStore } from '../../src/schedule/run-store.ts'
import type { Run } from '../../src/schedule/schedule.ts'

interface Row extends Omit<RunRecord, 'isBound'> {
  readonly owner?: string
  readonly digest?: string
  readonly work?: string
}

/** Runs in memory; it passes the contract of run stores. */
export function createMemoryRunStore(): RunStore {
  const rows = new Map<string, Row>()
  const seen = new Map<string, Instant>()
  const list = (schedule: string, after: Instant): Row[] =>
    [...rows.values()]
      .filter((row) => row.schedule === schedule && row.dueAt > after)
      .sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))

  return {
    async openSchedule(name, now) {
      seen.set(name, seen.get(name) ?? now)
      return seen.get(name) ?? now
    },
    async claimRun(run, { owner, now, until }) {
      const row = rows.get(keyOf(run))
      if (row !== undefined && !isFree(row, now)) return undefined
      const attempt = (row?.attempts ?? 0) + 1
      const begun = { status: 'running' as const, attempts: attempt, detail: '', changedAt: now, until, owner }
      rows.set(keyOf(run), { ...pickRun(run), ...begun, ...pickKept(row) })
      return { run, owner, attempt }
    },
    async extendLease(lease, { now, until }) {
      const row = findHeld(rows, lease)
      if (row) rows.set(keyOf(lease.run), { ...row, changedAt: now, until })
      return row !== undefined
    },
    async linkRun(lease, link) {
      const row = findHeld(rows, lease)
      if (row) rows.set(keyOf(lease.run), { ...row, ...link })
      return row !== undefined
    },
    findWork: async (run) => rows.get(keyOf(run))?.work,
    async wakeRun(work, now) {
      for (const [key, row] of rows) {
        if (row.work === work && row.status === 'waiting') rows.set(key, { ...row, until: now })
      }
    },
    async settleRun(lease, outcome, now) {
      const row = findHeld(rows, lease)
      if (row) rows.set(keyOf(row), buildSettled(row, outcome, now))
      return row !== undefined
    },
    async recordMissed(run, reason, now) {
      if (rows.has(keyOf(run))) return false
      rows.set(keyOf(run), { ...pickRun(run), status: 'missed', attempts: 0, detail: reason, changedAt: now })
      return true
    },
    async listRecords(schedule, after) {
      return list(schedule, after).map(pickRecord)
    },
    async listDigests(schedule, after) {
      return list(schedule, after).flatMap((row): KeptDigest[] =>
        row.digest === undefined ? [] : [{ ...pickRun(row), status: row.status, digest: row.digest }],
      )
    },
  }
}

function buildSettled(row: Row, outcome: RunOutcome, changedAt: Instant): Row {
  const { status, detail } = outcome
  const base = { ...pickRun(row), ...pickKept(row), status, detail, attempts: row.attempts, changedAt }
  if (outcome.status === 'waiting') return { ...base, until: outcome.retryAt }
  return { ...base, ...(outcome.digest === undefined ? {} : { digest: outcome.digest }) }
}

/** Whether a row may be taken: it waits or is held, and the time of that is over. */
function isFree({ status, until }: Row, now: Instant): boolean {
  return (status === 'waiting' || status === 'running') && until !== undefined && until <= now
}

function findHeld(rows: ReadonlyMap<string, Row>, { run, owner, attempt }: RunLease): Row | undefined {
  const row = rows.get(keyOf(run))
  return row?.status === 'running' && row.owner === owner && row.attempts === attempt ? row : undefined
}

function keyOf({ schedule, due }: Run): string {
  return `${schedule} ${due}`
}

function pickRecord({ status, attempts, detail, changedAt, until, work, ...run }: Row): RunRecord {
  const isBound = work !== undefined
  return { ...pickRun(run), status, attempts, detail, changedAt, isBound, ...(until === undefined ? {} : { until }) }
}

function pickKept(row: Row | undefined): Pick<Row, 'digest' | 'work'> {
  const { digest, work } = row ?? {}
  return { ...(digest === undefined ? {} : { digest }), ...(work === undefined ? {} : { work }) }
}

function pickRun({ schedule, due, dueAt }: Run): Run {
  return { schedule, due, dueAt }
}
