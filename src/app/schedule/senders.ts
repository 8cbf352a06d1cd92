/** The wiring of senders in a daemon: campaigns that have something to send in, a sender on each of them out. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../../app.ts'
import { sendAlarm } from '../sending/alarm.ts'
import { runSender } from '../sending/sender.ts'
import type { OpenedLedger } from '../store.ts'
import { formatInstant } from '../../clock.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import { errorCode } from '../../errors.ts'
import type { DaemonOptions } from './daemon-event.ts'

const sweepEveryMs = 30_000

interface Sweeping extends DaemonOptions {
  readonly active: Map<number, Promise<void>>
}

/** Sends what campaigns have open, until the signal fires, and then what is under way. */
export async function runSenders(app: App, opened: OpenedLedger, options: DaemonOptions): Promise<void> {
  const active = new Map<number, Promise<void>>()
  const fail = tellFailure(options)
  let prunedOn = ''
  while (!options.signal.aborted) {
    await sweep(app, opened, { ...options, active }).catch(fail)
    const today = app.clock.now().slice(0, 10)
    if (today !== prunedOn) await pruneLedger(app, opened).catch(fail)
    prunedOn = today
    await sleep(sweepEveryMs, undefined, { signal: options.signal }).catch(() => undefined)
  }
  await Promise.all(active.values())
}

/** Sends what campaigns have open now. */
export async function sendOpenOnce(app: App, opened: OpenedLedger, options: DaemonOptions): Promise<void> {
  const active = new Map<number, Promise<void>>()
  await sweep(app, opened, { ...options, active })
  await Promise.all(active.values())
  await pruneLedger(app, opened).catch(tellFailure(options))
}

/** A failure that is no campaign's. */
function tellFailure({ onEvent }: DaemonOptions): (error: unknown) => void {
  return (error) => onEvent({ kind: 'sender.failed', campaign: 0, error })
}

/** Who got issues of long ago is not kept. */
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
    if (result.ended !== 'paused' || (await sendAlarm(app, campaign, result))) return
    options.onEvent({ kind: 'alarm.failed', error: 'the mail server did not take the alarm to the owner' })
  } catch (error) {
    const current = await opened.ledger.findCampaign(campaign.id).catch(() => undefined)
    // Another sender was quicker: it ended the campaign, or somebody paused it.
    if (errorCode(error) === 'conflict' && current && current.status !== 'running')
      options.onEvent({
        kind: 'sender.ended',
        campaign: campaign.id,
        ended: current.status,
        detail: 'by another sender',
      })
    else options.onEvent({ kind: 'sender.failed', campaign: campaign.id, error })
  }
}
