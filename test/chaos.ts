/**
 * `npm run chaos` kills the sender 300 times at nine named stages over 20,000 readers at 10 connections, sending again what is
 * in doubt, and then 100 times holding it. `npm run chaos -- KILLS READERS` makes it shorter. `npm run chaos -- NAME…` runs
 * test/chaos/NAME.chaos.ts instead. Ends with 1 when a promise broke.
 */
import { simulate } from '../src/app/simulation/simulate.ts'
import { formatSimulation } from '../src/rehearsal/simulation.ts'
import { runNamed } from './support/run-named.ts'

const args = process.argv.slice(2)
if (/^[a-z]/.test(args[0] ?? '')) await runNamed(new URL('chaos/', import.meta.url), '.chaos.ts', args)
else await killSenders(args)

async function killSenders([kills = '300', readers = '20000']: readonly string[]): Promise<void> {
  for (const [inDoubt, crashCount] of [
    ['resend', Number(kills)],
    ['hold', Math.ceil(Number(kills) / 3)],
  ] as const) {
    const result = await simulate({
      subscriberCount: Number(readers),
      crashCount,
      deferPercent: 5,
      connections: 10,
      inDoubt,
      onProgress: (line) => process.stderr.write(`${line}\n`),
    })
    process.stdout.write(`${formatSimulation(result)}\n\n`)
    if (!result.isProven) process.exitCode = 1
  }
}
