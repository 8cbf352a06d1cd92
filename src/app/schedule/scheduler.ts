/** The wiring of scheduled sending: settings in, a daemon out that sends what is due and goes on with what is open. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { readBouncesOnce, runBounceIntake, type IntakeEvent } from '../bounce-intake.ts'
import { mailOwner, sendAlarm } from '../sending/alarm.ts'
import { runSender } from '../sending/sender.ts'
import { carryOutRun } from './run.ts'
import { openLedger, type OpenedLedger } from '../store.ts'
import { formatInstant, parsePlainDate } from '../../clock.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import { ConfigError } from '../../errors.ts'
import { buildSchedules } from '../../schedule/build-schedules.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { runDueOnce, runScheduler, type SchedulerEvent, type SchedulerPorts } from '../../schedule/scheduler.ts'
import { createRunStore } from '../../store/runs.ts'

/** How a daemon is watched and stopped. */
export interface DaemonOptions {
  readonly signal: AbortSignal
  readonly onEvent: (event: DaemonEvent) => void
}

/** What a daemon has to say. */
export type DaemonEvent =
  | SchedulerEvent
  | IntakeEvent
  | { readonly kind: 'sender.ended'; readonly campaign: number; readonly ended: string; readonly detail: string }
  | { readonly kind: 'sender.failed'; readonly campaign: number; readonly error: unknown }
  | { readonly kind: 'alarm.failed'; readonly error: unknown }

const sweepEveryMs = 30_000

/** Sends what schedules ask for and what campaigns have open, until the signal fires. @throws ConfigError without any */
export async function runDaemon(app: App, options: DaemonOptions): Promise<void> {
  getSchedules(app)
  await runService(app, options)
}

/** As runDaemon, also where there is no schedule: what the pages have beside them. */
export async function runService(app: App, options: DaemonOptions): Promise<void> {
  const schedules = buildSchedules(app.config.schedules, app.source)
  await using opened = await openLedger(app, { threaded: true })
  const ports = buildPorts(app, opened, options)
  await Promise.all([
    runScheduler(schedules, ports, { owner: nameOwner(), signal: options.signal }),
    runSenders(app, opened, options),
    runBounceIntake(app, options),
  ])
}

/** The sender alone: goes on with campaigns that run, on any number of machines over one database. */
export async function runWorker(app: App, options: DaemonOptions): Promise<void> {
  await using opened = await openLedger(app, { threaded: true })
  await runSenders(app, opened, options)
}

/** Does what is due now and ends, for timers and continuous integration. */
export async function runDaemonOnce(app: App, options: DaemonOptions): Promise<void> {
  const schedules = getSchedules(app)
  await using opened = await openLedger(app, { threaded: true })
  // Before anything is sent, so that nobody is mailed whose mailbox is known to be gone.
  await readBouncesOnce(app, options)
  await sweep(app, opened, { ...options, active: new Map() })
  await runDueOnce(schedules, buildPorts(app, opened, options), { owner: nameOwner(), signal: options.signal })
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
    wait: waitFor,
    execute(schedule, lease, signal) {
      // A daemon lives longer than a day: what today is, the run knows.
      const today = parsePlainDate(lease.run.due.slice(0, 10)) ?? app.today
      return carryOutRun(schedule, lease, { app: { ...app, today }, opened, store, signal })
    },
    onEvent(event) {
      options.onEvent(event)
      alarms.push(event)
    },
  }
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}

/** Runs that are missed together, after a long sleep, are told in one mail. */
const alarmAfterMs = 500

/** Collects what did not go out, and tells the owner by one mail and one failed ping; what did is a ping. */
function createAlarms(app: App, options: DaemonOptions): { push: (event: SchedulerEvent) => void } {
  let pending: string[] = []
  const fail = (error: unknown): void => options.onEvent({ kind: 'alarm.failed', error })
  return {
    push(event) {
      if (event.kind === 'run.settled' && event.outcome.status === 'sent') ping(app, '').catch(fail)
      const reason = findAlarm(event)
      if (reason === undefined || !('run' in event)) return
      const { schedule, due } = event.run
      pending.push(`${schedule}, due at ${due.replace('T', ' ')}: ${reason}`)
      if (pending.length > 1) return
      setTimeout(() => {
        const lines = pending
        pending = []
        raiseAlarm(app, lines).catch(fail)
      }, alarmAfterMs)
    },
  }
}

async function raiseAlarm(app: App, lines: readonly string[]): Promise<void> {
  await ping(app, '/fail')
  const count = lines.length === 1 ? 'An issue' : `${lines.length} issues`
  await mailOwner(app, {
    subject: `Not sent: ${count === 'An issue' ? 'an issue that was due' : `${count} that were due`}`,
    text: `${count} did not go out.\n\n${lines.join('\n')}\n\nThe coming ones: courant schedule next\n`,
  })
}

async function ping({ config }: App, path: string): Promise<void> {
  const { pingUrl } = config.alarm
  if (pingUrl === undefined) return
  await fetch(`${pingUrl}${path}`, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined)
}

/** Why an issue that was due did not go out; undefined for every other event. */
function findAlarm(event: SchedulerEvent): string | undefined {
  if (event.kind === 'run.missed') return event.reason
  return event.kind === 'run.settled' && event.outcome.status === 'failed' ? event.outcome.detail : undefined
}

interface Sweeping extends DaemonOptions {
  readonly active: Map<number, Promise<void>>
}

async function runSenders(app: App, opened: OpenedLedger, options: DaemonOptions): Promise<void> {
  const active = new Map<number, Promise<void>>()
  const fail = (error: unknown): void => options.onEvent({ kind: 'sender.failed', campaign: 0, error })
  let prunedOn = ''
  while (!options.signal.aborted) {
    await sweep(app, opened, { ...options, active }).catch(fail)
    const today = app.clock.now().slice(0, 10)
    if (today !== prunedOn) await pruneLedger(app, opened).catch(fail)
    prunedOn = today
    await waitFor(sweepEveryMs, options.signal)
  }
  await Promise.all(active.values())
}

/** Once a day: who got issues of long ago is not kept. */
async function pruneLedger({ clock, config }: App, { ledger }: OpenedLedger): Promise<void> {
  await ledger.pruneDeliveries(formatInstant(Date.parse(clock.now()) - config.delivery.keepDays * 86_400_000))
}

/** Starts a sender on each campaign that has something to send now and none here. */
async function sweep(app: App, opened: OpenedLedger, sweeping: Sweeping): Promise<void> {
  const now = app.clock.now()
  for (const campaign of await opened.ledger.listCampaigns()) {
    const isDue =
      campaign.status === 'running' ||
      (campaign.status === 'scheduled' && campaign.scheduledFor !== undefined && campaign.scheduledFor <= now)
    if (!isDue || sweeping.active.has(campaign.id) || !(await hasWork(opened, campaign, now))) continue
    const work = sendOpen(app, opened, campaign, sweeping).finally(() => sweeping.active.delete(campaign.id))
    sweeping.active.set(campaign.id, work)
  }
}

async function hasWork({ ledger }: OpenedLedger, { id }: Campaign, now: string): Promise<boolean> {
  const { queued, claimed, at_dot: atDot, deferred } = await ledger.count(id)
  if (queued + claimed + atDot > 0 || deferred === 0) return true
  const dueMs = await ledger.findNextDue(id)
  return dueMs !== undefined && dueMs <= Date.parse(now)
}

async function sendOpen(app: App, opened: OpenedLedger, campaign: Campaign, options: DaemonOptions): Promise<void> {
  try {
    const result = await runSender(app, opened, campaign, { signal: options.signal })
    options.onEvent({ kind: 'sender.ended', campaign: campaign.id, ended: result.ended, detail: result.reason ?? '' })
    if (result.ended === 'paused') await sendAlarm(app, campaign, result)
  } catch (error) {
    options.onEvent({ kind: 'sender.failed', campaign: campaign.id, error })
  }
}
