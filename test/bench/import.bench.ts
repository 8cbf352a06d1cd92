/**
 * Import of a million rows of CSV, beside what `sqlite3 .import` does with the same addresses in the same run:
 *  - `same table`: .import of ready rows into our own `subscribers` table with its unique address, durable as ours;
 *  - `bare table`: .import of the file as it is into a table of its columns with a unique address, not durable.
 * Processor seconds stand beside rows a second, because a machine with other work to do stretches the second alone.
 * Ours does more than either: it reads any dialect, checks every address, keeps consent and puts everybody on a list.
 */
import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/store/open.ts'
import { createSubscriberId } from '../../src/subscribers/subscriber.ts'
import { bin } from '../support/paths.ts'

const rowCount = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 2)

/** One run of a program: rows a second of the whole process, its processor seconds and its peak memory. */
interface Figures {
  readonly rate: number
  readonly cpuSeconds: number
  readonly peakMb: number
}

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-import-'))
  try {
    const file = join(folder, 'readers.csv')
    const ready = join(folder, 'ready.csv')
    await writeReaders(file, ready)
    print(`${rowCount} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB, ${rounds} rounds, the best of each`)
    const bare: Figures[] = []
    const same: Figures[] = []
    const ours: Figures[] = []
    for (let round = 0; round < rounds; round += 1) {
      bare.push(importBare(folder, file))
      same.push(await importSame(folder, ready))
      ours.push(importOurs(folder, file))
    }
    report(best(bare), best(same), best(ours))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function best(figures: readonly Figures[]): Figures {
  return {
    rate: Math.max(...figures.map(({ rate }) => rate)),
    cpuSeconds: Math.min(...figures.map(({ cpuSeconds }) => cpuSeconds)),
    peakMb: Math.max(...figures.map(({ peakMb }) => peakMb)),
  }
}

function report(bare: Figures, same: Figures, ours: Figures): void {
  const line = (name: string, { rate, cpuSeconds, peakMb }: Figures) =>
    print(
      `${name.padEnd(30)} ${Math.round(rate).toLocaleString('en').padStart(9)} rows/s ${cpuSeconds.toFixed(1).padStart(6)} s CPU ${Math.round(peakMb)} MB`,
    )
  line('sqlite3 .import, bare table', bare)
  line('sqlite3 .import, same table', same)
  line('courant subscribers import', ours)
  const ratio = (other: Figures) =>
    `${(ours.rate / other.rate).toFixed(2)} by the clock, ${(other.cpuSeconds / ours.cpuSeconds).toFixed(2)} by the processor`
  print(`ratio to the same table: ${ratio(same)} (asked: 0.5)`)
  print(`ratio to the bare table: ${ratio(bare)}`)
  print(`peak memory: ${Math.round(ours.peakMb)} MB (asked: at most 300)`)
}

/** Names with quotes, commas and umlauts, as in SPEED's file; addresses in no order. */
async function writeReaders(file: string, ready: string): Promise<void> {
  const names = ['José', 'Ann', 'Bruno', 'Zoë', 'Wei', 'Olga']
  const out = createWriteStream(file)
  const bare = createWriteStream(ready)
  out.write('email,name,status,created_at\r\n')
  let state = 12_345
  for (let index = 0; index < rowCount; index += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const address = `reader.${state.toString(36)}.${index}@example.com`
    const name = `${names[index % names.length]} "R" Invented, ${index}`.replaceAll('"', '""')
    const more = out.write(`${address},"${name}",confirmed,2024-0${1 + (index % 9)}-1${index % 9}T10:00:00Z\r\n`)
    bare.write(`${createSubscriberId(index)},${address},${address},"${name}",2026-11-23T00:00:00Z,1\r\n`)
    if (!more) await once(out, 'drain')
  }
  await Promise.all([out, bare].map((stream) => new Promise((resolve) => stream.end(resolve))))
}

function importBare(folder: string, file: string): Figures {
  const database = join(folder, 'bare.sqlite')
  sqlite3(database, ['CREATE TABLE readers (email TEXT UNIQUE, name TEXT, status TEXT, created_at TEXT);'])
  return measure(database, () => sqlite3(database, ['.mode csv', `.import --skip 1 ${file} readers`]))
}

async function importSame(folder: string, ready: string): Promise<Figures> {
  const database = join(folder, 'same.sqlite')
  await (await openStore({ kind: 'sqlite', path: database }))[Symbol.asyncDispose]()
  const commands = ['PRAGMA synchronous = FULL;', '.mode csv', `.import ${ready} subscribers`]
  return measure(database, () => sqlite3(database, commands))
}

function importOurs(folder: string, file: string): Figures {
  const database = join(folder, 'ours.sqlite')
  const env = { ...process.env, COURANT_DATABASE_URL: `sqlite:${database}` }
  return measure(database, () => timed([process.execPath, bin, 'subscribers', 'import', file], { env, cwd: folder }))
}

/** Rows a second, the whole process with its start; the database is deleted afterwards. */
function measure(database: string, work: () => Omit<Figures, 'rate'>): Figures {
  const startMs = performance.now()
  const figures = work()
  const rate = rowCount / ((performance.now() - startMs) / 1000)
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
  return { ...figures, rate }
}

function sqlite3(database: string, commands: readonly string[]): Omit<Figures, 'rate'> {
  return timed([process.env['SQLITE3'] ?? 'sqlite3', database], { input: `${commands.join('\n')}\n` })
}

/** Runs a program under GNU time. */
function timed(command: readonly string[], options: SpawnSyncOptions): Omit<Figures, 'rate'> {
  const ran = spawnSync(process.env['GNU_TIME'] ?? '/usr/bin/time', ['-f', '%U %S %M', ...command], {
    ...options,
    encoding: 'utf8',
  })
  if (ran.status !== 0)
    throw new Error(`${command[0]} failed (it needs sqlite3 and GNU time): ${ran.error?.message ?? ran.stderr}`)
  const [user = 0, system = 0, kilobytes = 0] = (ran.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { cpuSeconds: user + system, peakMb: kilobytes / 1024 }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
