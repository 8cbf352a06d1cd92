/**
 * One to four `courant worker` processes over one PostgreSQL that waits for the disk, into the fast sink: messages a second,
 * processor time by process, connections, and what PostgreSQL writes. The processor times are what plans are made from.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openSink, type Sink } from '../../src/rehearsal/sink.ts'
import { endProcess, listChildren, openFleet, readCpuSeconds, type Fleet } from '../support/sending/fleet.ts'

interface Figures {
  readonly perSecond: number
  readonly workerMicros: number
  readonly postgresMicros: number
  readonly sinkMicros: number
  readonly connections: number
  readonly walBytes: number
  readonly rowBytes: number
}

/** Prints a line for each number of workers; `COUNT=50000` makes it longer, `CONNECTIONS=20` gives each worker more. */
export async function run(): Promise<void> {
  const count = Number(process.env['COUNT'] ?? 20_000)
  const connections = Number(process.env['CONNECTIONS'] ?? 10)
  await using sink = await openSink()
  await using fleet = await openFleet({ smtpPort: sink.port, connections })
  if (!fleet) return
  print(`${count} readers, ${connections} SMTP connections a worker, PostgreSQL with fsync on the same machine`)
  let first = 0
  for (const workers of [1, 2, 3, 4]) {
    const figures = await measure(fleet, sink, { count, workers })
    first ||= figures.perSecond
    print(formatFigures(workers, figures, first))
  }
}

async function measure(
  fleet: Fleet,
  sink: Sink,
  { count, workers }: { readonly count: number; readonly workers: number },
): Promise<Figures> {
  const id = await fleet.addCampaign(count)
  const { ledger, store } = fleet.opened
  await sql`CHECKPOINT`.execute(store.db)
  const [taken, wal] = [sink.count, await readWal(fleet)]
  const started = Array.from({ length: workers }, () => fleet.startWorker())
  const read = (): Reading => readAll(fleet, started)
  const [from, until] = [await readAt(sink, taken + count * 0.1, read), await readAt(sink, taken + count * 0.9, read)]
  const connections = await countConnections(fleet)
  for (let status = ''; status !== 'finished'; await sleep(100)) status = (await ledger.findCampaign(id))?.status ?? ''
  const walBytes = ((await readWal(fleet)) - wal) / count
  await Promise.all(started.map(endProcess))
  if (sink.count - taken !== count) throw new Error(`the sink took ${sink.count - taken} of ${count}`)
  const part = until.taken - from.taken
  const micros = (name: 'workers' | 'postgres' | 'sink'): number => ((until[name] - from[name]) * 1e6) / part
  return {
    perSecond: part / (until.seconds - from.seconds),
    workerMicros: micros('workers'),
    postgresMicros: micros('postgres'),
    sinkMicros: micros('sink'),
    connections,
    walBytes,
    rowBytes: await readRowBytes(fleet),
  }
}

/** Messages and seconds so far, on the clock and of each kind of process. */
interface Reading {
  readonly taken: number
  readonly seconds: number
  readonly workers: number
  readonly postgres: number
  readonly sink: number
}

/** Between a tenth and nine tenths of the messages, so that neither start nor end of the processes counts. */
async function readAt(sink: Sink, taken: number, read: () => Reading): Promise<Reading & { readonly taken: number }> {
  while (sink.count < taken) await sleep(10)
  return { ...read(), taken: sink.count }
}

function readAll(fleet: Fleet, workers: readonly ChildProcess[]): Reading {
  const own = process.cpuUsage()
  return {
    taken: 0,
    seconds: performance.now() / 1000,
    workers: readCpuSeconds(workers.map(({ pid }) => pid ?? 0)),
    postgres: readPostgres(fleet),
    sink: (own.user + own.system) / 1e6,
  }
}

/** Processor time of PostgreSQL: its children that have ended are in the server's own figures. */
function readPostgres({ server }: Fleet): number {
  return readCpuSeconds([server.pid], true) + readCpuSeconds(listChildren(server.pid))
}

async function readWal({ opened }: Fleet): Promise<number> {
  const query = sql<{ octets: number }>`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS octets`
  return (await query.execute(opened.store.db)).rows[0]?.octets ?? 0
}

async function countConnections({ opened }: Fleet): Promise<number> {
  const query = sql<{ count: number }>`SELECT count(*) AS count FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`
  return (await query.execute(opened.store.db)).rows[0]?.count ?? 0
}

/** Octets of a row of the ledger with its indexes, as the tables are now. */
async function readRowBytes({ opened }: Fleet): Promise<number> {
  const query = sql<{
    octets: number
  }>`SELECT pg_total_relation_size('deliveries') / count(*) AS octets FROM deliveries`
  return (await query.execute(opened.store.db)).rows[0]?.octets ?? 0
}

function formatFigures(workers: number, figures: Figures, first: number): string {
  const { workerMicros, postgresMicros, sinkMicros } = figures
  const share = (100 * postgresMicros) / (workerMicros + postgresMicros)
  return [
    `${workers} ${workers === 1 ? 'worker ' : 'workers'}`,
    `${figures.perSecond.toFixed(0).padStart(6)}/s (${(figures.perSecond / first).toFixed(2)} ×)`,
    `workers ${workerMicros.toFixed(0)} µs a message`,
    `PostgreSQL ${postgresMicros.toFixed(0)} µs (${share.toFixed(0)} %)`,
    `sink ${sinkMicros.toFixed(0)} µs`,
    `${figures.connections} database connections`,
    `${figures.walBytes.toFixed(0)} octets of WAL and ${figures.rowBytes.toFixed(0)} of ledger a recipient`,
  ].join('  ')
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
