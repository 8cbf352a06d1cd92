/** A folder with settings, readers and a digest, an SMTP server, and `courant` as a process that can be bent and killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSink, type Sink, type SinkOptions, type SunkMessage } from '../../src/rehearsal/sink.ts'
import { aFolder, runCli } from './cli.ts'

/** How a process of it ended. */
export interface OfficeRun {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How one is started. */
export interface OfficeStart {
  readonly wrapper?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** All of it. */
export interface Office extends AsyncDisposable {
  readonly folder: string
  readonly database: string
  readonly sink: Sink
  readonly messages: readonly SunkMessage[]
  readonly start: (args: readonly string[], how?: OfficeStart) => { child: ChildProcess; end: Promise<OfficeRun> }
  readonly run: (args: readonly string[], how?: OfficeStart) => Promise<OfficeRun>
  /** How often each reader got something. */
  readonly copies: () => ReadonlyMap<string, number>
}

const bin = join(import.meta.dirname, '..', '..', 'src', 'cli', 'courant.js')

/** Opens it, with its readers on the list `main`; `settings` is the text of `courant.yaml`. */
export async function openOffice({
  readers = 10,
  settings = '',
  sink: sinkOptions = {},
}: { readonly readers?: number; readonly settings?: string; readonly sink?: SinkOptions } = {}): Promise<Office> {
  const folder = aFolder()
  const database = join(folder, 'office.sqlite')
  const messages: SunkMessage[] = []
  const sink = await openSink({ keep: true, ...sinkOptions, onMessage: (message) => messages.push(message) })
  const settingsOf = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    COURANT_DATABASE_URL: `sqlite:${database}`,
    COURANT_SECRET: 'a-secret-of-the-fault-tests',
    COURANT_NEWSLETTER_FROM: 'papers@news.example.com',
    COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street',
    COURANT_WEB_PUBLIC_URL: 'https://news.example.com',
    COURANT_SMTP_HOST: '127.0.0.1',
    COURANT_SMTP_PORT: String(sink.port),
    COURANT_SMTP_SECURITY: 'none',
  }
  writeFileSync(join(folder, 'courant.yaml'), settings === '' ? '{}\n' : settings)
  const rows = Array.from({ length: readers }, (_, index) => `reader${index}@example.com,confirmed`)
  writeFileSync(join(folder, 'readers.csv'), `email,status\n${rows.join('\n')}\n`)
  writeDigest(folder, 'digest.json', 'Tide pools')
  const imported = await runCli(['subscribers', 'import', 'readers.csv', '--list', 'main'], {
    env: settingsOf,
    cwd: folder,
  })
  if (imported.code !== 0) throw new Error(imported.stderr)
  const start = (args: readonly string[], { wrapper = [], env = {} }: OfficeStart = {}) => {
    const [command = '', ...rest] = [...wrapper, process.execPath, bin, ...args]
    const child = spawn(command, rest, { cwd: folder, env: { ...settingsOf, ...env } })
    return { child, end: waitForEnd(child) }
  }
  return {
    folder,
    database,
    sink,
    messages,
    start,
    run: (args, how) => start(args, how).end,
    copies() {
      const counts = new Map<string, number>()
      for (const { rcptTo } of messages) counts.set(rcptTo, (counts.get(rcptTo) ?? 0) + 1)
      return counts
    },
    [Symbol.asyncDispose]: () => sink.close(),
  }
}

/** Invented papers in the folder; all titles begin with these words. */
export function writeDigest(folder: string, file: string, words: string): void {
  const papers = Array.from({ length: 5 }, (_, index) => ({
    title: `${words}, part ${index}`,
    authors: ['Ada Marlowe'],
    abstract: 'It is invented for this test and says nothing at all about anything. Nobody has found it wrong.',
    url: `https://papers.example.com/${index}`,
    upvotes: 40 - index,
  }))
  writeFileSync(join(folder, file), JSON.stringify({ date: '2026-11-24', papers }))
}

async function waitForEnd(child: ChildProcess): Promise<OfficeRun> {
  const said = { stdout: '', stderr: '' }
  child.stdout?.on('data', (piece: Buffer) => (said.stdout += piece.toString()))
  child.stderr?.on('data', (piece: Buffer) => (said.stderr += piece.toString()))
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...said })))
}
