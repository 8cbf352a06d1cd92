/** The wiring of the simulation: a store, a campaign, the built-in server, and real senders that it kills. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CampaignContent } from './freeze.ts'
import { formatInstant } from '../../clock.ts'
import type { InDoubtPolicy } from '../../delivery/campaign.ts'
import { deliveryStatuses } from '../../delivery/delivery.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import type { AddrSpec } from '../../mail/address.ts'
import {
  createBookkeeper,
  planCrashes,
  sumCrashes,
  type Bookkeeper,
  type Crash,
  type SimulationResult,
} from '../../rehearsal/simulation.ts'
import { openSink, type Sink } from '../../rehearsal/sink.ts'
import { packRendering } from '../../delivery/pack-rendering.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import { createLedgerStore } from '../../store/ledger/ledger-store.ts'
import { openStore, type Store } from '../../store/open.ts'

/** What to simulate. */
export interface SimulationOptions {
  readonly subscriberCount: number
  readonly crashCount: number
  readonly deferPercent: number
  readonly connections: number
  readonly inDoubt: InDoubtPolicy
  readonly onProgress?: (line: string) => void
}

const list = 'simulation'

/** Runs it in a folder of its own, which it removes. */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const startedMs = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'courant-simulation-'))
  try {
    const path = join(folder, 'simulation.sqlite')
    await using store = await openStore({ kind: 'sqlite', path })
    const ledger = createLedgerStore(store.db, store.engine)
    await addInventedReaders(store, options.subscriberCount)
    const campaignId = await addCampaign(ledger, options)
    const crashes = planCrashes(options.crashCount, Math.random)
    const books = createBookkeeper(() => performance.now())
    const child: { process?: ChildProcess } = {}
    await using sink = await openKillingSink(options, books, () => child.process?.kill('SIGKILL'))
    const config = await writeConfig(folder, { ...options, port: sink.port })
    const killed = await runSenders({ books, child, crashes, config, path, options, ledger, campaignId })
    return await sumUp({ options, ledger, campaignId, books, killed, seconds: (performance.now() - startedMs) / 1000 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function addInventedReaders({ db }: Store, count: number): Promise<void> {
  const at = formatInstant(Date.now())
  const pageSize = 500
  for (let start = 0; start < count; start += pageSize) {
    const numbers = Array.from({ length: Math.min(pageSize, count - start) }, (_, index) => start + index)
    const idOf = (number: number): string => `00simulated${String(number).padStart(15, '0')}`
    const people = numbers.map((number) => {
      const address = `reader${number}@example.com`
      return { id: idOf(number), address, address_key: address, name: null, created_at: at, import_id: null }
    })
    const subscriptions = numbers.map((number) => ({
      list_slug: list,
      subscriber_id: idOf(number),
      status: 'confirmed',
      changed_at: at,
      confirmed_at: at,
      acted_at: null,
      consent_method: 'manual',
      consent_at: at,
      consent_ip: null,
      consent_source: null,
      consent_wording: null,
      tags: null,
      profile_key: '',
      history_key: '',
      wishes: null,
      import_id: null,
      confirmation_count: 0,
      confirmation_sent_at: null,
    }))
    await db.insertInto('subscribers').values(people).execute()
    await db.insertInto('subscriptions').values(subscriptions).execute()
  }
}

async function addCampaign(ledger: LedgerStore, { inDoubt }: SimulationOptions): Promise<number> {
  const now = formatInstant(Date.now())
  const issueHash = '51'.repeat(32)
  const from = 'simulation@news.example.com' as AddrSpec
  const paragraph = '<p>Nothing in this issue is true, and nobody reads it.</p>\n'
  // Longer than what the server reads at once, so that it sees a message that is not whole yet.
  const paragraphs = paragraph.repeat(1500)
  const content: CampaignContent = {
    newsletter: { name: 'The Simulated Reader', from: { address: from }, listId: 'news.example.com', language: 'en' },
    issueHash,
    date: now,
  }
  const rendered: RenderedIssue = {
    subject: 'A simulated issue',
    preheader: '',
    html: { parts: [`<html>${paragraphs}<a href="`, '">leave</a></html>\n'], slots: ['unsubscribeUrl'] },
    text: { parts: ['Nothing in this issue is true.\n', '\n'], slots: ['unsubscribeUrl'] },
    htmlBytes: 0,
    cuts: [],
  }
  const renderings = [{ variant: '', body: packRendering(rendered) }]
  const draft = { list, subject: rendered.subject, issueHash, inDoubt, content: JSON.stringify(content), renderings }
  const { id } = await ledger.createCampaign(draft, now)
  await ledger.moveCampaign(id, 'start', { now })
  return id
}

/** The server: defers some readers once, and kills where the books say so. At `dot` it keeps the message and is silent. */
function openKillingSink(options: SimulationOptions, books: Bookkeeper, kill: () => void): Promise<Sink> {
  const deferred = new Set<string>()
  const mayDefer = (address: string): boolean => {
    const number = Number(/\d+/.exec(address)?.[0] ?? 0)
    return (number * 37) % 100 < options.deferPercent && !deferred.has(address)
  }
  return openSink({
    keep: true,
    onMessage: (message) => books.receive(message),
    answer(stage, argument) {
      if (books.atStage(stage)) kill()
      if (stage === 'answered') setTimeout(() => books.atStage('later' as typeof stage) && kill(), Math.random() * 20)
      if (stage !== 'rcpt' || !mayDefer(argument)) return undefined
      deferred.add(argument)
      return '450 4.2.1 Simulated: not now'
    },
  })
}

async function writeConfig(
  folder: string,
  { connections, inDoubt, port }: SimulationOptions & { readonly port: number },
): Promise<string> {
  const path = join(folder, 'courant.yaml')
  const lines = [
    'newsletter: { from: simulation@news.example.com, postalAddress: 1 Example Street }',
    `smtp: { host: 127.0.0.1, port: ${port}, security: none, connections: ${connections}, timeoutSeconds: 20 }`,
    `delivery: { inDoubt: ${inDoubt}, retryMinutes: [0.002] }`,
  ]
  await writeFile(path, lines.join('\n'))
  return path
}

interface Runs {
  readonly books: Bookkeeper
  readonly child: { process?: ChildProcess }
  readonly crashes: readonly Crash[]
  readonly config: string
  readonly path: string
  readonly options: SimulationOptions
  readonly ledger: LedgerStore
  readonly campaignId: number
}

/** Starts a sender, lets it be killed, starts the next; after the last kill until nothing is left to do. */
async function runSenders(runs: Runs): Promise<readonly Crash[]> {
  const { books, crashes, ledger, campaignId, options } = runs
  const killed: Crash[] = []
  // Whoever is deferred is due again in a moment; far more runs than that means that nothing moves.
  for (let idle = 0; idle < 100;) {
    const crash = crashes[killed.length]
    books.startRun(crash)
    const wasKilled = await runSender(runs, crash)
    if (crash && wasKilled) killed.push(crash)
    if (killed.length % 25 === 0 && wasKilled)
      options.onProgress?.(`${killed.length} of ${crashes.length} kills, ${books.copies.size} readers reached`)
    const campaign = await ledger.findCampaign(campaignId)
    if (campaign?.status === 'finished') break
    if (campaign?.status === 'paused') {
      await ledger.moveCampaign(campaignId, 'resume', { now: formatInstant(Date.now()) })
    }
    if (!wasKilled) idle += 1
  }
  return killed
}

/** One sender: the real command. @returns whether it was killed */
async function runSender({ child, config, path, campaignId }: Runs, crash: Crash | undefined): Promise<boolean> {
  const beside = join(import.meta.dirname, '..', '..', 'cli', 'courant.js')
  const program = existsSync(beside) ? beside : join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'courant.js')
  const sender = spawn(process.execPath, [program, 'campaigns', 'resume', String(campaignId), '--config', config], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'], COURANT_DATABASE_URL: `sqlite:${path}` },
  })
  child.process = sender
  const ended = new Promise<boolean>((resolve) => sender.once('exit', (_code, signal) => resolve(signal === 'SIGKILL')))
  if (crash?.stage === 'start') {
    await Promise.race([sleep(Math.random() * 300), ended])
    sender.kill('SIGKILL')
  }
  return ended
}

interface Ends {
  readonly options: SimulationOptions
  readonly ledger: LedgerStore
  readonly campaignId: number
  readonly books: Bookkeeper
  readonly killed: readonly Crash[]
  readonly seconds: number
}

async function sumUp({ options, ledger, campaignId, books, killed, seconds }: Ends): Promise<SimulationResult> {
  const counts = await ledger.count(campaignId)
  const rows = sumCrashes(killed, books.duplicatesOfRun)
  const received = [...books.copies.values()].reduce((sum, copies) => sum + copies, 0)
  const duplicates = received - books.copies.size
  const lost = await listLost({ ledger, campaignId, books })
  const times = books.firstMessageMs.toSorted((a, b) => a - b)
  const total = deliveryStatuses.reduce((sum, status) => sum + counts[status], 0)
  const isWithin = rows.every(({ moment, worst }) => worst <= (moment === 'first' ? 0 : options.connections))
  return {
    subscriberCount: options.subscriberCount,
    connections: options.connections,
    inDoubt: options.inDoubt,
    kills: killed.length,
    rows,
    received,
    duplicates,
    lost,
    strangers: books.strangers,
    counts,
    firstMessageMs: { median: times[Math.floor(times.length / 2)] ?? 0, worst: times.at(-1) ?? 0 },
    seconds,
    isProven:
      lost.length === 0 &&
      books.strangers === 0 &&
      total === options.subscriberCount &&
      isWithin &&
      (options.inDoubt === 'resend' || duplicates === 0),
  }
}

/** Readers without a message; one in doubt is not lost, because the report names them. */
async function listLost({
  ledger,
  campaignId,
  books,
}: Pick<Ends, 'ledger' | 'campaignId' | 'books'>): Promise<string[]> {
  const lost: string[] = []
  for (let after = 0; ;) {
    const page = await ledger.listDeliveries(campaignId, { after, limit: 1000 })
    for (const { address = '', status } of page) {
      if (!books.copies.has(address) && status !== 'in_doubt') lost.push(address)
    }
    const last = page.at(-1)
    if (!last) return lost
    after = last.id
  }
}
