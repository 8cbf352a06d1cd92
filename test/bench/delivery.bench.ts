/**
 * Sending, all in one run: the same 76 kB newsletter, 20 connections, into a sink that costs little, into Postfix's, and to
 * answers that are 20 ms away. Read the ratios; absolute figures say what else the machine did. Other work on the machine
 * takes more from a sender that fills both cores than from one that has a single thread. Each sends for five to ten seconds,
 * because in the first half second code is being compiled.
 */
import { availableParallelism } from 'node:os'
import {
  courant,
  hasPostfixTools,
  measureOpenSsl,
  median,
  nodemailer,
  smtpSource,
  type Figures,
  type Sender,
} from './delivery/race.ts'
import {
  describeFastSink,
  measureDistance,
  startFastSink,
  startSlowSink,
  startSmtpSink,
  type RunningSink,
} from './delivery/sinks.ts'

const connections = 20
const rounds = 3

interface Entry {
  readonly name: string
  readonly sender: Sender
  readonly count: number
}

/** Prints messages a second, processor time, memory and ratios. */
export async function run(): Promise<void> {
  if (!hasPostfixTools) print("Skipped: smtp-source and smtp-sink, because Postfix's test programs are not installed.")
  const fast: Entry[] = [
    ...(hasPostfixTools ? [{ name: 'smtp-source', sender: smtpSource, count: 60_000 }] : []),
    { name: 'nodemailer', sender: nodemailer(), count: 5_000 },
    { name: 'nodemailer, RSA', sender: nodemailer({ signed: true }), count: 2_000 },
    { name: 'courant', sender: courant(), count: 120_000 },
    { name: 'courant, RSA, one thread', sender: courant({ threads: 1 }), count: 20_000 },
    { name: 'courant, RSA, two threads', sender: courant({ threads: 2 }), count: 20_000 },
    { name: 'courant, RSA + Ed25519, two threads', sender: courant({ threads: 2, twice: true }), count: 20_000 },
  ]
  await race(`into ${describeFastSink()}`, fast, startFastSink)
  if (hasPostfixTools) {
    const slow = fast
      .filter(({ name }) => !name.includes('one thread') && !name.includes('Ed25519'))
      .map((entry) => ({ ...entry, count: Math.min(entry.count, 16_000) }))
    await race("into Postfix's smtp-sink", slow, startSmtpSink)
  }
  await measureWaits()
}

/** What this machine could do at most with a signature for each message: its cores, over what each message needs of them. */
function printBound(signedRate: number, unsignedMicros: number, sinkMicros: number): void {
  const perSecond = measureOpenSsl()
  if (perSecond === undefined || Number.isNaN(sinkMicros)) return
  const signMicros = 1e6 / perSecond
  const bound = (availableParallelism() * 1e6) / (signMicros + unsignedMicros + sinkMicros)
  print(
    `signed, the bound: ${availableParallelism()} cores over ${signMicros.toFixed(0)} µs (openssl rsa2048) + ${unsignedMicros.toFixed(0)} µs (courant unsigned) + ${sinkMicros.toFixed(0)} µs (the sink) = ${bound.toFixed(0)}/s; courant with two threads ${(signedRate / bound).toFixed(2)} of it`,
  )
}

/** All entries in turn, round after round, so that what else the machine does hits them alike. */
async function race(title: string, entries: readonly Entry[], start: () => Promise<RunningSink>): Promise<void> {
  const figures = new Map<string, Figures[]>(entries.map(({ name }) => [name, []]))
  const sinkCosts = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, sender, count } of entries) {
      await using sink = await start()
      figures.get(name)?.push(await sender(sink.port, count, connections))
      const taken = await sink.stop()
      if (taken && (taken.count ?? count) < count) throw new Error(`${name}: the sink took ${taken.count} of ${count}`)
      if (taken) sinkCosts.set(name, (taken.cpuSeconds * 1e6) / count)
    }
  }
  print(`\n${title}, ${connections} connections, 76 kB, median of ${rounds}`)
  const middle = (name: string): number => median((figures.get(name) ?? []).map(({ perSecond }) => perSecond))
  for (const { name } of entries) {
    const own = figures.get(name) ?? []
    const cpu = median(own.map(({ cpuMicros }) => cpuMicros))
    const peak = median(own.map(({ peakMb }) => peakMb))
    const ratios = ['smtp-source', 'nodemailer', 'nodemailer, RSA']
      .filter((other) => figures.has(other))
      .map((other) => `${(middle(name) / middle(other)).toFixed(2).padStart(6)} × ${other}`)
    const sinkCost = sinkCosts.get(name)
    print(
      [
        name.padEnd(36),
        `${middle(name).toFixed(0).padStart(6)}/s`,
        Number.isNaN(cpu) ? ''.padStart(22) : `${cpu.toFixed(0).padStart(5)} µs ${peak.toFixed(0).padStart(4)} MB peak`,
        ...ratios,
        sinkCost === undefined ? '' : `(the sink: ${sinkCost.toFixed(0)} µs a message)`,
      ].join('  '),
    )
  }
  const unsigned = median((figures.get('courant') ?? []).map(({ cpuMicros }) => cpuMicros))
  const twoThreads = 'courant, RSA, two threads'
  printBound(middle(twoThreads), unsigned, sinkCosts.get(twoThreads) ?? Number.NaN)
}

/** How often a message waits for the server: time per message and connection over the distance, which NOOPs measure. */
async function measureWaits(): Promise<void> {
  const count = connections * 300
  for (const { name, sender } of [
    { name: 'nodemailer', sender: nodemailer() },
    { name: 'courant', sender: courant() },
  ]) {
    await using sink = await startSlowSink(20)
    const distanceMs = await measureDistance(sink.port)
    const { seconds } = await sender(sink.port, count, connections)
    if (name === 'nodemailer') print(`\nanswers ${distanceMs.toFixed(1)} ms away: waits a message`)
    print(`${name.padEnd(36)}  ${((seconds * 1000 * connections) / count / distanceMs).toFixed(2)}`)
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
