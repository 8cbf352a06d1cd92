/** The headline: a million personal newsletters of 76 kB, with a ledger that survives a power cut; the relay signs. */
import { courant } from './delivery/race.ts'
import { describeFastSink, startFastSink } from './delivery/sinks.ts'

/** Prints time, processor time and peak memory; `COUNT=100000` makes it shorter. */
export async function run(): Promise<void> {
  const count = Number(process.env['COUNT'] ?? 1_000_000)
  await using sink = await startFastSink()
  const { seconds, cpuMicros, peakMb, freezeSeconds, perSecond } = await courant()(sink.port, count, 20)
  const taken = await sink.stop()
  const lines = [
    `${count} personal newsletters of 76 kB in ${seconds.toFixed(1)} s (${perSecond.toFixed(0)}/s), after ${freezeSeconds.toFixed(1)} s to freeze the recipients`,
    `processor time ${((cpuMicros * count) / 1e6).toFixed(0)} s (${cpuMicros.toFixed(0)} µs a message), the sink's ${taken?.cpuSeconds.toFixed(0)} s besides`,
    `peak memory ${peakMb.toFixed(0)} MB (NODE_OPTIONS=--max-semi-space-size=4)`,
    `the sink took ${taken?.count}: ${describeFastSink()}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}
