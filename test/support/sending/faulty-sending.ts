/** A campaign in a database file, a sink, and senders that are processes of their own, so that they can be killed. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { DeliveryCounts } from '../../../src/delivery/delivery.ts'
import { openSink, type Sink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions } from '../../../src/rehearsal/sink-options.ts'
import { createLedgerStore } from '../../../src/store/ledger/ledger-store.ts'
import { openStore } from '../../../src/store/open.ts'
import { aFolder } from '../cli.ts'
import { addReaders } from './crowd.ts'
import { waitForEnd, type ProcessEnd } from '../programs/process-end.ts'
import type { SenderOrder } from './sender-process.ts'
import { startCampaign } from './sending.ts'

/** How a sender's process ended. */
export interface SenderEnd extends Omit<ProcessEnd, 'stdout'> {
  readonly result?: { readonly ended: string; readonly reason?: string; readonly counts?: DeliveryCounts }
}

/** How a sender is started. */
export interface SenderStart extends Partial<SenderOrder> {
  /** What stands before `node` on the command line: `strace …`. */
  readonly wrapper?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** All of it. */
export interface FaultySending extends AsyncDisposable {
  readonly folder: string
  readonly database: string
  readonly sink: Sink
  readonly start: (start?: SenderStart) => { readonly child: ChildProcess; readonly end: Promise<SenderEnd> }
  readonly send: (start?: SenderStart) => Promise<SenderEnd>
  /** How often each reader got it. */
  readonly copies: () => ReadonlyMap<string, number>
  readonly count: (database?: string) => Promise<DeliveryCounts>
}

const script = join(import.meta.dirname, 'sender-process.ts')

/** Opens it with so many readers; `folder` puts the database elsewhere. */
export async function openFaultySending(
  readers: number,
  { sink: sinkOptions, folder = aFolder() }: { readonly sink?: SinkOptions; readonly folder?: string } = {},
): Promise<FaultySending> {
  const database = join(folder, 'faults.sqlite')
  await prepare(database, readers)
  const copies = new Map<string, number>()
  const sink = await openSink({
    ...sinkOptions,
    onMessage: ({ rcptTo }) => copies.set(rcptTo, (copies.get(rcptTo) ?? 0) + 1),
  })
  const start = ({ wrapper = [], env = {}, ...order }: SenderStart = {}) => {
    const wish: SenderOrder = { database, port: sink.port, connections: 2, timeoutMs: 5000, ...order }
    const [command, ...args] = [...wrapper, process.execPath, script, JSON.stringify(wish)]
    const child = spawn(command, args, { env: { PATH: process.env['PATH'] ?? '', ...env } })
    return { child, end: readEnd(child) }
  }
  return {
    folder,
    database,
    sink,
    start,
    send: (wish) => start(wish).end,
    copies: () => copies,
    count: (path = database) => countDeliveries(path),
    [Symbol.asyncDispose]: () => sink.close(),
  }
}

async function prepare(database: string, readers: number): Promise<void> {
  await using store = await openStore({ kind: 'sqlite', path: database })
  await addReaders(store, 'papers', { count: readers })
  await startCampaign(createLedgerStore(store.db, store.engine))
}

async function countDeliveries(path: string): Promise<DeliveryCounts> {
  await using store = await openStore({ kind: 'sqlite', path })
  return await createLedgerStore(store.db, store.engine).count(1)
}

async function readEnd(child: ChildProcess): Promise<SenderEnd> {
  const { stdout, ...end } = await waitForEnd(child)
  return stdout === '' ? end : { ...end, result: JSON.parse(stdout) as NonNullable<SenderEnd['result']> }
}

/** Why nothing can be traced here; undefined where it can. */
export const straceReason =
  spawnSync('strace', ['-qq', '-e', 'trace=none', 'true']).status === 0
    ? undefined
    : 'strace is not here or may not trace (apt-get install strace; --cap-add SYS_PTRACE)'

/** The prefix that does something to the Nth call of a kind, of any thread: `signal=SIGKILL` or `error=EIO`. */
export function tracer(call: string, what: string, when: string): string[] {
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:${what}:when=${when}`]
}
