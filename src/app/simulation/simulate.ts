/** The wiring of the simulation: a store, a campaign, the built-in server, and real senders that it kills. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { addCampaign, addInventedReaders, writeConfig, type SimulationOptions } from './invent.ts'
import { sumUp } from './sum-up.ts'
import { formatInstant } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import { createTally, type Tally } from '../../rehearsal/tally.ts'
import { planCrashes, type Crash } from '../../rehearsal/crash-plan.ts'
import type { SimulationResult } from '../../rehearsal/simulation.ts'
import { openSink, type Sink } from '../../rehearsal/sink.ts'
import { createLedgerStore } from '../../store/ledger/ledger-store.ts'
import { openStore } from '../../store/open.ts'

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
    const tally = createTally(() => performance.now())
    const child: { process?: ChildProcess } = {}
    await using sink = await openKillingSink(options, tally, () => child.process?.kill('SIGKILL'))
    const config = await writeConfig(folder, { ...options, port: sink.port })
    const killed = await runSenders({ tally, child, crashes, config, path, options, ledger, campaignId })
    return await sumUp({ options, ledger, campaignId, tally, killed, seconds: (performance.now() - startedMs) / 1000 })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The server: defers some readers once, and kills where the tally says so. At `dot` it keeps the message and is silent. */
function openKillingSink(options: SimulationOptions, tally: Tally, kill: () => void): Promise<Sink> {
  const deferred = new Set<string>()
  const mayDefer = (address: string): boolean => {
    const number = Number(/\d+/.exec(address)?.[0] ?? 0)
    return (number * 37) % 100 < options.deferPercent && !deferred.has(address)
  }
  return openSink({
    keep: true,
    onMessage: (message) => tally.receive(message),
    answer(stage, argument) {
      if (tally.atStage(stage)) kill()
      if (stage === 'answered') setTimeout(() => tally.atStage('later') && kill(), Math.random() * 20)
      if (stage !== 'rcpt' || !mayDefer(argument)) return undefined
      deferred.add(argument)
      return '450 4.2.1 Simulated: not now'
    },
  })
}

interface Runs {
  readonly tally: Tally
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
  const { tally, crashes, ledger, campaignId, options } = runs
  const killed: Crash[] = []
  // Whoever is deferred is due again in a moment; far more runs than that means that nothing moves.
  const kill = (): void => void runs.child.process?.kill('SIGKILL')
  options.signal?.addEventListener('abort', kill)
  for (let idle = 0; idle < 100;) {
    if (options.signal?.aborted === true)
      throw new AppError('unavailable', 'The simulation was stopped before it proved anything.')
    const crash = crashes[killed.length]
    tally.startRun(crash)
    const wasKilled = await runSender(runs, crash)
    if (crash && wasKilled) killed.push(crash)
    if (killed.length % 25 === 0 && wasKilled)
      options.onProgress?.(`${killed.length} of ${crashes.length} kills, ${tally.copies.size} readers reached`)
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
