/** The wiring of scheduled sending: settings in, a daemon out that sends what is due and goes on with what is open. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { readBouncesOnce, runBounceIntake } from '../bounces/intake.ts'
import { createAlarms } from './alarms.ts'
import type { DaemonOptions } from './daemon-event.ts'
import { carryOutRun } from './run.ts'
import { runSenders, sendOpenOnce } from './senders.ts'
import { openLedger, type OpenedLedger } from '../store.ts'
import { ConfigError } from '../../errors.ts'
import { buildSchedules } from '../../schedule/build-schedules.ts'
import { dayOfRun, type Schedule } from '../../schedule/schedule.ts'
import { runDueOnce, runScheduler } from '../../schedule/scheduler.ts'
import type { SchedulerPorts } from '../../schedule/scheduler-ports.ts'
import { createRunStore } from '../../store/runs.ts'

/** Sends what schedules ask for and what campaigns have open, until the signal fires. @throws ConfigError without any */
export async function runDaemon(app: App, options: DaemonOptions): Promise<void> {
  getSchedules(app)
  await runService(app, options)
}

/** As runDaemon, also where there is no schedule: what the pages have beside them. */
export async function runService(app: App, options: DaemonOptions): Promise<void> {
  const schedules = buildSchedules(app.config.schedules, app.source)
  await using opened = await openLedger(app, { threaded: true, whenAbsent: 'create' })
  const ports = buildPorts(app, opened, options)
  await runTogether(options, [
    ({ signal }) => runScheduler(schedules, ports, { owner: nameOwner(), signal }),
    (daemon) => runSenders(app, opened, daemon),
    (daemon) => runBounceIntake(app, daemon),
  ])
}

/** Runs works that share a store: where one fails the others are told to stop, and are waited for before it is closed. */
async function runTogether(
  options: DaemonOptions,
  works: readonly ((options: DaemonOptions) => Promise<void>)[],
): Promise<void> {
  const failed = new AbortController()
  const signal = AbortSignal.any([options.signal, failed.signal])
  const running = works.map((work) =>
    work({ ...options, signal }).catch((error: unknown) => {
      failed.abort()
      throw error
    }),
  )
  await Promise.allSettled(running)
  await Promise.all(running)
}

/** The sender alone: goes on with campaigns that run, on any number of machines over one database. */
export async function runWorker(app: App, options: DaemonOptions): Promise<void> {
  await using opened = await openLedger(app, { threaded: true, whenAbsent: 'create' })
  await runSenders(app, opened, options)
}

/** Does what is due now and ends, for timers and continuous integration. */
export async function runDaemonOnce(app: App, options: DaemonOptions): Promise<void> {
  const schedules = getSchedules(app)
  await using opened = await openLedger(app, { threaded: true, whenAbsent: 'create' })
  // Before anything is sent, so that nobody is mailed whose mailbox is known to be gone.
  await readBouncesOnce(app, options)
  const ports = buildPorts(app, opened, options)
  await runTogether(options, [
    (daemon) => sendOpenOnce(app, opened, daemon),
    ({ signal }) => runDueOnce(schedules, ports, { owner: nameOwner(), signal }),
  ])
}

function getSchedules(app: App): Schedule[] {
  const schedules = buildSchedules(app.config.schedules, app.source)
  if (schedules.length > 0) return schedules
  throw new ConfigError(app.source, ['there is no schedule; add one under "schedules:"'])
}

function nameOwner(): string {
  return `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`
}

function buildPorts(app: App, opened: OpenedLedger, options: DaemonOptions): SchedulerPorts {
  const store = createRunStore(opened.store.db)
  const alarms = createAlarms(app, options)
  return {
    store,
    clock: app.clock,
    wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
    execute(schedule, lease, signal) {
      // A daemon lives longer than a day: what today is, the run knows.
      return carryOutRun(schedule, lease, { app: { ...app, today: dayOfRun(lease.run) }, opened, store, signal })
    },
    onEvent(event) {
      options.onEvent(event)
      alarms.push(event)
    },
  }
}
