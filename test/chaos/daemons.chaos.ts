/**
 * F29: twenty daemons, each a process of its own, look at one schedule at the same moment, 100 times, over SQLite and over
 * PostgreSQL. Each time one issue goes out, to every reader once.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { formatInstant } from '../../src/clock.ts'
import { openSink } from '../../src/rehearsal/sink.ts'
import { openStore, parseDatabaseUrl } from '../../src/store/open.ts'
import { aFolder } from '../support/cli.ts'
import { startPostgres } from '../support/programs/postgres.ts'
import { readers, writeDigest, writeReaders } from '../support/schedule-rig.ts'
import { createTally, type Tally } from './tally.ts'

const firstMs = Date.parse('2026-11-24T07:00:00Z')

/** `ROUNDS=100 DAEMONS=20` are the defaults. */
export async function run(): Promise<void> {
  const folder = aFolder()
  await race('SQLite', folder, `sqlite:${join(folder, 'courant.sqlite')}`)
  await using server = await startPostgres({ isDurable: true })
  if (server) {
    const url = await server.createDatabase()
    await using store = await openStore(parseDatabaseUrl(url))
    await store.migrate()
    await race('PostgreSQL', folder, url)
  }
  rmSync(folder, { recursive: true, force: true })
}

interface Daemon {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}

async function race(engine: string, folder: string, url: string): Promise<void> {
  const rounds = Number(process.env['ROUNDS'] ?? 100)
  const tally = createTally()
  await using sink = await openSink({ onMessage: tally.onMessage })
  const settings = join(folder, 'courant.yaml')
  writeFileSync(settings, JSON.stringify(buildSettings(folder, sink.port)))
  writeReaders(folder, readers)
  const daemons = Array.from({ length: Number(process.env['DAEMONS'] ?? 20) }, () => startDaemon(settings, url))
  for (const { lines } of daemons) await lines.next()
  await askAll(daemons, formatInstant(firstMs - 3_600_000))
  const wrong: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const at = formatInstant(firstMs + round * 86_400_000)
    writeDigest(folder, at.slice(0, 10), [`Slow Clocks of Day ${round}`, `Quiet Gradients of Day ${round}`])
    tally.reset()
    const answers = await askAll(daemons, at)
    const problem = findProblem(answers, tally)
    if (problem !== undefined) wrong.push(`${at}: ${problem}`)
  }
  for (const { child } of daemons) child.stdin?.end()
  await Promise.all(daemons.map(({ child }) => once(child, 'exit')))
  const verdict = wrong.length === 0 ? 'kept  ' : 'BROKEN'
  process.stdout.write(
    `${verdict} ${daemons.length} daemons at once over ${engine}, ${rounds} times: ${rounds - wrong.length} with one issue, each reader once\n`,
  )
  for (const line of wrong) process.stdout.write(`  ${line}\n`)
  if (wrong.length > 0) process.exitCode = 1
}

function startDaemon(settings: string, url: string): Daemon {
  const script = join(import.meta.dirname, 'daemon-process.ts')
  const env = { ...process.env, COURANT_DATABASE_URL: url }
  const child = spawn(process.execPath, [script, settings], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines: Interface = createInterface({ input: child.stdout })
  return { child, lines: lines[Symbol.asyncIterator]() }
}

interface Answer {
  readonly ended: readonly string[]
  readonly failure?: string
}

function askAll(daemons: readonly Daemon[], at: string): Promise<Answer[]> {
  for (const { child } of daemons) child.stdin?.write(`${at}\n`)
  return Promise.all(daemons.map(async ({ lines }) => JSON.parse(String((await lines.next()).value)) as Answer))
}

function findProblem(answers: readonly Answer[], { copies }: Tally): string | undefined {
  const failures = answers.flatMap(({ failure, ended }) => [
    ...(failure === undefined ? [] : [failure]),
    ...ended.filter((kind) => kind.includes('failed')),
  ])
  const sent = answers.flatMap(({ ended }) => ended).filter((status) => status === 'sent').length
  const surplus = [...copies].filter(([, count]) => count !== 1)
  if (failures.length > 0) return failures.join('; ')
  if (sent !== 1) return `${sent} runs were sent`
  return copies.size === readers.length && surplus.length === 0
    ? undefined
    : `${copies.size} readers, ${surplus.length} twice`
}

function buildSettings(folder: string, port: number): object {
  return {
    newsletter: { from: 'News <news@news.example.com>', postalAddress: '1 Example Street, Exampleton' },
    smtp: { host: '127.0.0.1', port, security: 'none', connections: 2 },
    schedules: [
      {
        name: 'mornings',
        cron: '0 7 * * *',
        source: join(folder, 'digests', '{date}.json'),
        subscribers: join(folder, 'readers.csv'),
      },
    ],
  }
}
