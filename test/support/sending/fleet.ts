/** Several `courant worker` processes over one PostgreSQL, and a campaign for them: what benchmarks and chaos share. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openApp, type App } from '../../../src/app.ts'
import { prepareIssue } from '../../../src/app/prepare.ts'
import { beginCampaign } from '../../../src/app/sending/freeze.ts'
import { openLedger, type OpenedLedger } from '../../../src/app/store.ts'
import { getListSlug } from '../../../src/subscribers/subscription.ts'
import { openStore, parseDatabaseUrl } from '../../../src/store/open.ts'
import { aFolder } from '../cli.ts'
import { startPostgres, type PostgresServer } from '../programs/postgres.ts'
import { bin, fixturePath } from '../paths.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')

/** A database with readers and a campaign that is due; workers send it when they are started. */
export interface Fleet extends AsyncDisposable {
  readonly server: PostgresServer
  readonly url: string
  readonly app: App
  readonly opened: OpenedLedger
  /** Makes a campaign to that many readers of a list of its own. @returns its id */
  addCampaign(readers: number): Promise<number>
  /** A `courant worker` process, as if on the machine of that name; its lines go to `log`. */
  startWorker(host?: string): ChildProcess
  readonly log: string[]
}

/** Starts PostgreSQL and makes the database. @returns undefined, with a printed reason, without PostgreSQL */
export async function openFleet(options: {
  readonly smtpPort: number
  readonly connections: number
  readonly isDurable?: boolean
  /** Pace of all workers together, such as `200/s`. */
  readonly rate?: string
}): Promise<Fleet | undefined> {
  const server = await startPostgres({ isDurable: options.isDurable ?? true })
  if (!server) return undefined
  const url = await server.createDatabase()
  const folder = aFolder()
  const environment = { ...process.env, COURANT_DATABASE_URL: url, COURANT_SECRET: 'a-secret-of-the-fleet-only' }
  writeFileSync(join(folder, 'courant.yaml'), JSON.stringify(buildSettings(options)))
  const app = openApp(join(folder, 'courant.yaml'), environment)
  {
    await using store = await openStore(parseDatabaseUrl(url))
    await store.migrate()
  }
  const opened = await openLedger(app)
  const workers = new Set<ChildProcess>()
  const log: string[] = []
  let lists = 0
  return {
    server,
    url,
    app,
    opened,
    log,
    async addCampaign(readers) {
      lists += 1
      const list = getListSlug(`list-${lists}`)
      await addReaders(opened, list, readers)
      const prepared = await prepareIssue(app, [digest], { number: lists })
      const due = { list, scheduledFor: app.clock.now() }
      return (await beginCampaign(app, opened, prepared, due)).campaign.id
    },
    startWorker(host) {
      const command = [process.execPath, bin, 'worker']
      // A name space for the host name alone (unshare(1)); exec keeps the process id.
      const elsewhere = host === undefined ? [] : ['unshare', '--uts', 'sh', '-c', `hostname ${host}; exec "$0" "$@"`]
      const [program = '', ...args] = [...elsewhere, ...command]
      const worker = spawn(program, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
      worker.stdout.on('data', (chunk: Buffer) => log.push(chunk.toString()))
      worker.stderr.on('data', (chunk: Buffer) => log.push(chunk.toString()))
      workers.add(worker)
      return worker
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...workers].map(endProcess))
      await opened[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Ends a process in good order, and by force after ten seconds. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGCONT')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(timer)
}

/** Seconds of processor time that processes have used so far; of the server with all the children it had. */
export function readCpuSeconds(pids: readonly number[], withChildren = false): number {
  const ticks = pids.map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // proc(5): utime, stime and those of children that have ended are fields 14 to 17.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, withChildren ? 15 : 13)
    return fields.reduce((sum, text) => sum + Number(text), 0)
  })
  return ticks.reduce((sum, one) => sum + one, 0) / 100
}

/** Processes that a process has started and that are there. */
export function listChildren(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
  return text.trim().split(' ').filter(Boolean).map(Number)
}

function buildSettings({ smtpPort, connections, rate }: { smtpPort: number; connections: number; rate?: string }) {
  return {
    newsletter: { from: 'News <news@news.example.com>', postalAddress: '1 Example Street, Exampleton' },
    web: { publicUrl: 'https://news.example.com' },
    smtp: { host: '127.0.0.1', port: smtpPort, security: 'none', connections },
    ...(rate === undefined ? {} : { delivery: { rate } }),
  }
}

/** Invented readers, made by the database itself; the same people on every list. */
async function addReaders({ store: { db } }: OpenedLedger, list: string, count: number): Promise<void> {
  const at = '2026-11-23T07:00:00Z'
  await sql`INSERT INTO subscribers (id, address, address_key, name, created_at)
    SELECT '01reader' || lpad(n::text, 18, '0'), 'reader' || n || '@example.com', 'reader' || n || '@example.com',
      'Reader ' || n, ${at} FROM generate_series(1, ${sql.lit(count)}) n ON CONFLICT DO NOTHING`.execute(db)
  await sql`INSERT INTO subscriptions (list_slug, subscriber_id, status, changed_at, consent_method)
    SELECT ${list}, id, 'confirmed', created_at, 'manual' FROM subscribers
    WHERE id <= '01reader' || lpad(${sql.lit(String(count))}, 18, '0')`.execute(db)
  await sql`ANALYZE subscribers, subscriptions`.execute(db)
}
