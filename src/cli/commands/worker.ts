import { Command } from 'commander'
import { runWorker } from '../../app-scheduler.ts'
import { formatDaemonEvent } from '../daemon-event.ts'
import { openCommandApp, withCommonOptions, type CommonOptions } from '../options.ts'
import { print } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

/** `courant worker`: a sender only, any number of them over one database. */
export function buildWorkerCommand(): Command {
  const worker = new Command('worker')
    .description('send what campaigns have open, until it is stopped; any number of workers over one database')
    .action(runUntilStopped)
  return withCommonOptions(worker)
}

async function runUntilStopped(options: CommonOptions): Promise<void> {
  const app = openCommandApp(options)
  using stop = onStopSignal()
  await runWorker(app, {
    signal: stop.signal,
    onEvent: (event) => print(formatDaemonEvent(event, app.clock.now())),
  })
}
