/** A folder with settings, readers and a digest, an SMTP server, and `courant` as a process that can be bent and killed. */
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSink, type Sink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions, SunkMessage } from '../../../src/rehearsal/sink-options.ts'
import { aFolder, runCli } from '../cli.ts'
import { countCopies } from './copies.ts'
import { waitForEnd, type ProcessEnd } from '../programs/process-end.ts'
import { bin } from '../paths.ts'

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
  readonly start: (args: readonly string[], how?: OfficeStart) => { child: ChildProcess; end: Promise<ProcessEnd> }
  readonly run: (args: readonly string[], how?: OfficeStart) => Promise<ProcessEnd>
  /** How often each reader got something. */
  readonly copies: () => ReadonlyMap<string, number>
}

/** The settings of an invented newsletter that goes to an SMTP server on loopback. */
export function officeVariables(smtpPort: number): Record<string, string> {
  return {
    COURANT_SECRET: 'a-secret-of-the-tests',
    COURANT_NEWSLETTER_FROM: 'papers@news.example.com',
    COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street',
    COURANT_WEB_PUBLIC_URL: 'https://news.example.com',
    COURANT_SMTP_HOST: '127.0.0.1',
    COURANT_SMTP_PORT: String(smtpPort),
    COURANT_SMTP_SECURITY: 'none',
  }
}

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
    ...officeVariables(sink.port),
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
    copies: () => countCopies(messages),
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
