import { Command, Option } from 'commander'
import { listComingRuns, type ComingRuns } from '../../app/schedule/schedule.ts'
import type { DaemonEvent } from '../../app/schedule/daemon-event.ts'
import { runDaemon, runDaemonOnce, runWorker } from '../../app/schedule/scheduler.ts'
import { AppError } from '../../errors.ts'
import type { PlannedRun } from '../../schedule/schedule.ts'
import { openCommandApp, wholeNumber, withCommonOptions, type CommonOptions } from '../options.ts'
import { formatDaemonEvent, isTrouble } from '../daemon-event.ts'
import { exitCode } from '../exit-code.ts'
import { print, printJson } from '../output.ts'
import { onStopSignal } from '../stop-signal.ts'

interface NextOptions extends CommonOptions {
  readonly count: number
}

/** `courant schedule`: when issues go out by themselves. */
export function buildScheduleCommand(): Command {
  const next = new Command('next')
    .description('print the coming runs of each schedule, with the reason of each and of those left out')
    .argument('[name]', 'only this schedule')
    .addOption(new Option('-n, --count <n>', 'runs of each schedule').argParser(wholeNumber(1, 1000)).default(10))
    .action(printNext)
  const run = new Command('run')
    .description('send when schedules are due, and go on with campaigns that are open')
    .addOption(new Option('--once', 'do what is due now and end, for timers'))
    .action(runSchedules)
  return new Command('schedule')
    .description('when issues go out by themselves')
    .addCommand(withCommonOptions(next))
    .addCommand(withCommonOptions(run))
}

/** One line of JSON for each thing that happens; with `--once` the exit code says whether an issue is missing. */
async function runSchedules({ once, ...options }: CommonOptions & { readonly once?: boolean }): Promise<void> {
  const app = openCommandApp(options)
  using stop = onStopSignal()
  let isMissing = false
  const onEvent = (event: DaemonEvent): void => {
    isMissing ||= isTrouble(event)
    print(formatDaemonEvent(event, app.clock.now()))
  }
  if (once === true) await runDaemonOnce(app, { signal: stop.signal, onEvent })
  else await runDaemon(app, { signal: stop.signal, onEvent })
  if (once === true && isMissing) process.exitCode = exitCode.tryLater
}

/** `courant worker`: a sender only, any number of them over one database. */
export function buildWorkerCommand(): Command {
  const worker = new Command('worker')
    .description('send what campaigns have open, until it is stopped; any number of workers over one database')
    .action(runSenderOnly)
  return withCommonOptions(worker)
}

async function runSenderOnly(options: CommonOptions): Promise<void> {
  const app = openCommandApp(options)
  using stop = onStopSignal()
  await runWorker(app, {
    signal: stop.signal,
    onEvent: (event) => print(formatDaemonEvent(event, app.clock.now())),
  })
}

function printNext(name: string | undefined, options: NextOptions): void {
  const coming = listComingRuns(openCommandApp(options), {
    count: options.count,
    ...(name === undefined ? {} : { name }),
  })
  if (options.json === true) {
    printJson(coming.map(({ schedule, runs }) => ({ schedule: schedule.name, zone: schedule.zone, runs })))
    return
  }
  if (coming.length === 0) throw new AppError('not_found', 'The settings have no schedule. Add one under "schedules:".')
  print(coming.map(formatComing).join('\n\n'))
}

function formatComing({ schedule, runs }: ComingRuns): string {
  return [`${schedule.name}: ${schedule.cron} in ${schedule.zone}`, ...runs.map(formatRun)].join('\n')
}

/** `Tue 2026-11-24 07:00  2026-11-24T06:00:00Z  as scheduled`, with a minus before what does not take place. */
function formatRun({ due, dueAt, takesPlace, reason }: PlannedRun): string {
  const weekday = new Date(`${due.slice(0, 10)}T00:00Z`).toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' })
  return `${takesPlace ? ' ' : '-'} ${weekday} ${due.replace('T', ' ')}  ${dueAt}  ${reason}`
}
