import { Command, Option } from 'commander'
import { simulate } from '../../app/simulation/simulate.ts'
import type { InDoubtPolicy } from '../../delivery/campaign.ts'
import { exitCode } from '../exit-code.ts'
import { wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { print, printJson, say } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'
import { formatSimulation } from '../../rehearsal/simulation.ts'

interface SimulateOptions extends CommonOptions {
  readonly subscribers: number
  readonly crash: number
  readonly defer: number
  readonly connections: number
  readonly inDoubt: InDoubtPolicy
}

/** `courant simulate`: promise 1 proven on this machine, against a built-in server that kills the sender. */
export function buildSimulateCommand(): Command {
  const command = new Command('simulate')
    .description('kills the sender again and again over a built-in server, and shows that nobody is lost')
    .addOption(new Option('--subscribers <n>', 'invented readers').argParser(wholeNumber(1)).default(2000))
    .addOption(new Option('--crash <k>', 'times the sender is killed').argParser(wholeNumber(0, 10_000)).default(9))
    .addOption(new Option('--defer <p>', 'percent of readers deferred once').argParser(wholeNumber(0, 100)).default(5))
    .addOption(new Option('--connections <n>', 'connections of the sender').argParser(wholeNumber(1, 100)).default(10))
    .addOption(
      new Option('--in-doubt <policy>', 'what died at its final dot').choices(['resend', 'hold']).default('resend'),
    )
    .action(runSimulation)
  return withCommonOptions(command)
}

async function runSimulation(options: SimulateOptions): Promise<void> {
  using stop = onStopSignal()
  const result = await simulate({
    signal: stop.signal,
    subscriberCount: options.subscribers,
    crashCount: options.crash,
    deferPercent: options.defer,
    connections: options.connections,
    inDoubt: options.inDoubt,
    onProgress: say,
  })
  if (options.json === true) printJson(result)
  else print(formatSimulation(result))
  if (!result.isProven) process.exitCode = exitCode.internal
}
