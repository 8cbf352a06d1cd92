/**
 * The wiring of one run: a schedule and a lease in, an outcome out. The campaign is bound to the run before its first
 * message, so that an attempt after a crash goes on with the same issue and never makes a second one.
 */
import type { App } from '../../app.ts'
import { prepareDigest } from '../prepare.ts'
import { askApproval, holdForApproval } from './approval.ts'
import { composeDay } from './compose-day.ts'
import { prepareList } from '../readers/file-list.ts'
import { buildKept } from './kept.ts'
import { beginCampaign } from '../sending/freeze.ts'
import { runSender } from '../sending/sender.ts'
import { sendAlarm } from '../sending/alarm.ts'
import { checkSender } from '../sending/delivery.ts'
import type { OpenedLedger } from '../store.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import type { SenderResult } from '../../delivery/sending/send-campaign.ts'
import type { ParsedDigest } from '../../digest/digest.ts'
import { AppError } from '../../errors.ts'
import type { ReaderMemory } from '../../ranking/personal/memory.ts'
import type { RunLease, RunOutcome, RunStore } from '../../schedule/run-store.ts'
import type { Schedule } from '../../schedule/schedule.ts'

/** What a run works with. */
export interface RunContext {
  readonly app: App
  readonly opened: OpenedLedger
  readonly store: RunStore
  readonly signal: AbortSignal
}

/** Carries out a run, or goes on with what an earlier attempt began. */
export async function carryOutRun(schedule: Schedule, lease: RunLease, context: RunContext): Promise<RunOutcome> {
  checkSender(context.app)
  const work = await context.store.findWork(lease.run)
  if (work !== undefined) return sendLinked(schedule, Number(work), context)
  const day = await composeDay(schedule, lease.run, context)
  if (day.outcome !== undefined) return day.outcome
  return sendNew(schedule, lease, { ...context, digest: day.digest, memory: day.memory }).catch(endWithoutReaders)
}

/** A day on which nobody is due or has anything new is no failure. */
function endWithoutReaders(error: unknown): RunOutcome {
  if (error instanceof AppError && error.details['nothingToSend'] === true)
    return { status: 'skipped', detail: error.message }
  throw error
}

async function sendLinked(schedule: Schedule, campaignId: number, context: RunContext): Promise<RunOutcome> {
  const campaign = await context.opened.ledger.findCampaign(campaignId)
  if (!campaign) return { status: 'failed', detail: `campaign ${campaignId} of an earlier attempt is gone` }
  if (campaign.status === 'finished') return { status: 'sent', detail: `campaign ${campaignId}, by an earlier attempt` }
  return send(schedule, campaign, context)
}

async function sendNew(
  schedule: Schedule,
  lease: RunLease,
  { digest, memory, ...context }: RunContext & { digest: ParsedDigest; memory: ReaderMemory },
): Promise<RunOutcome> {
  const { app, opened, store } = context
  const list = await prepareList(schedule, app)
  const prepared = await prepareDigest(app, digest, { memory })
  const { campaign } = await beginCampaign(app, opened, prepared, { list, zone: schedule.zone })
  if (schedule.approval !== undefined) await askApproval(context, campaign, prepared)
  const link = { work: String(campaign.id), digest: JSON.stringify(buildKept(digest, prepared)) }
  if (!(await store.linkRun(lease, link))) return { status: 'failed', detail: 'another process has taken the run' }
  return send(schedule, campaign, context)
}

async function send(
  schedule: Schedule,
  campaign: Campaign,
  { app, opened, signal }: Pick<RunContext, 'app' | 'opened' | 'signal'>,
): Promise<RunOutcome> {
  const held = await holdForApproval(schedule, campaign, { app, opened })
  if (held) return held
  const result = await runSender(app, opened, campaign, { signal })
  if (result.ended === 'paused') await sendAlarm(app, campaign, result)
  return judgeSending(campaign, result)
}

/** A stopped sending is open: the next attempt, here or on another machine, goes on. */
function judgeSending({ id, subject }: Campaign, { ended, reason, counts }: SenderResult): RunOutcome {
  const numbers = `${counts.accepted} accepted, ${counts.deferred} deferred, ${counts.failed} failed`
  if (ended === 'finished' || ended === 'waiting')
    return { status: 'sent', detail: `campaign ${id}, "${subject}": ${numbers}` }
  if (ended === 'stopped') throw new AppError('unavailable', `campaign ${id} was stopped in good order (${numbers})`)
  const why = reason ?? 'by hand'
  return { status: 'failed', detail: `campaign ${id} is ${ended} (${why}); go on with: courant campaigns resume ${id}` }
}
