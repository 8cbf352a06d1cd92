/**
 * Import of a million rows of CSV, beside what `sqlite3 .import` does with the same addresses in the same run:
 *  - `same table`: .import of ready rows into our own `subscribers` table with its unique address, durable as ours;
 *  - `bare table`: .import of the file as it is into a table of its columns with a unique address, not durable.
 * Ours does more than either: it reads any dialect, checks every address, keeps consent and puts everybody on a list.
 */
import { spawnSync } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/store/open.ts'
import { createSubscriberId } from '../../src/subscribers/subscriber.ts'

const rowCount = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 2)

export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-bench-import-'))
  try {
    const file = join(folder, 'readers.csv')
    const ready = join(folder, 'ready.csv')
    await writeReaders(file, ready)
    print(
      `${rowCount} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB; rows a second, ${rounds} rounds, the best of each`,
    )
    const results = { same: [] as number[], bare: [] as number[], ours: [] as number[], memory: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      results.bare.push(importBare(folder, file))
      results.same.push(await importSame(folder, ready))
      const ours = importOurs(folder, file)
      results.ours.push(ours.rate)
      results.memory.push(ours.peakMb)
    }
    report(results)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function report({ same, bare, ours, memory }: Record<'same' | 'bare' | 'ours' | 'memory', number[]>): void {
  const best = { same: Math.max(...same), bare: Math.max(...bare), ours: Math.max(...ours) }
  const line = (name: string, rate: number) =>
    print(`${name.padEnd(38)} ${Math.round(rate).toLocaleString('en').padStart(10)}`)
  line('sqlite3 .import, bare table', best.bare)
  line('sqlite3 .import, same table', best.same)
  line('courant subscribers import', best.ours)
  print(
    `ratio to the same table ${(best.ours / best.same).toFixed(2)} (asked: 0.5), to the bare table ${(best.ours / best.bare).toFixed(2)}`,
  )
  print(`peak memory ${Math.round(Math.max(...memory))} MB (asked: at most 300)`)
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

function importBare(folder: string, file: string): number {
  const database = join(folder, 'bare.sqlite')
  sqlite3(database, ['CREATE TABLE readers (email TEXT UNIQUE, name TEXT, status TEXT, created_at TEXT);'])
  return measure(database, () => sqlite3(database, ['.mode csv', `.import --skip 1 ${file} readers`]))
}

async function importSame(folder: string, ready: string): Promise<number> {
  const database = join(folder, 'same.sqlite')
  await (await openStore({ kind: 'sqlite', path: database }))[Symbol.asyncDispose]()
  return measure(database, () =>
    sqlite3(database, ['PRAGMA synchronous = FULL;', '.mode csv', `.import ${ready} subscribers`]),
  )
}

function importOurs(folder: string, file: string): { rate: number; peakMb: number } {
  const database = join(folder, 'ours.sqlite')
  const bin = join(import.meta.dirname, '../../src/cli/courant.js')
  const env = { ...process.env, COURANT_DATABASE_URL: `sqlite:${database}` }
  const time = ['/usr/bin/time', '-f', '%M']
  let peakMb = Number.NaN
  const rate = measure(database, () => {
    const ran = spawnSync(time[0] ?? '', [...time.slice(1), process.execPath, bin, 'subscribers', 'import', file], {
      env,
      cwd: folder,
      encoding: 'utf8',
    })
    if (ran.status !== 0) throw new Error(`the import failed: ${ran.stderr}${ran.error?.message ?? ''}`)
    peakMb = Number(ran.stderr.trim().split('\n').at(-1)) / 1024
  })
  return { rate, peakMb }
}

/** Rows a second, the whole process with its start; the database is deleted afterwards. */
function measure(database: string, work: () => void): number {
  const startMs = performance.now()
  work()
  const rate = rowCount / ((performance.now() - startMs) / 1000)
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
  return rate
}

function sqlite3(database: string, commands: readonly string[]): void {
  const ran = spawnSync(process.env['SQLITE3'] ?? 'sqlite3', [database], { input: `${commands.join('\n')}\n`, encoding: 'utf8' })
  if (ran.error) throw new Error('This bench needs the sqlite3 program (apt-get install sqlite3).')
  if (ran.stderr !== '') throw new Error(ran.stderr)
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
