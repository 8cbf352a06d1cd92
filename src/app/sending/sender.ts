/** The wiring of a sender: a campaign in the ledger and settings in, how its sending ended out. */
import type { App } from '../../app.ts'
import { checkApproved } from './approval.ts'
import { buildComposer } from './composer.ts'
import { buildPaces, buildRetryPolicy, buildRoutes } from './routes.ts'
import type { CampaignContent } from './freeze.ts'
import type { OpenedLedger } from '../store.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import type { ClaimedDelivery } from '../../delivery/delivery.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import { defaultBreakerLimits } from '../../delivery/sending/breaker.ts'
import type { SenderRun, SettledDelivery } from '../../delivery/sending/sender-run.ts'
import { createOwner } from '../../delivery/sending/owner.ts'
import { sendCampaign, type SenderResult } from '../../delivery/sending/send-campaign.ts'
import { AppError, errorCode } from '../../errors.ts'
import { addressKey } from '../../mail/address.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import { createSuppressionStore } from '../../store/suppressions.ts'
import { getListSlug } from '../../subscribers/subscription.ts'
import type { Suppression } from '../../subscribers/suppression.ts'

/** How a sending is watched and stopped. */
export interface SendingControl {
  readonly signal: AbortSignal
  /** How long to wait for deferred deliveries. */
  readonly patienceMs?: number
  readonly onSettled?: (delivery: ClaimedDelivery, settled: SettledDelivery) => void
}

/** Sends a campaign from where its ledger stands. @throws AppError `conflict` when it is cancelled or finished */
export async function runSender(
  app: App,
  opened: OpenedLedger,
  campaign: Campaign,
  control: SendingControl,
): Promise<SenderResult> {
  const { ledger } = opened
  const running = await startIfNeeded(app, opened, campaign)
  await publishIssue(opened, running, app.clock.now())
  const now = Date.now
  const compose = await buildComposer(app, opened, running)
  const suppressions = collectSuppressions(opened)
  const run: SenderRun = {
    campaign: running,
    ledger,
    owner: createOwner(),
    routes: await buildRoutes(app),
    connections: app.config.smtp.connections,
    compose,
    ...buildPaces(app, opened),
    retry: buildRetryPolicy(app),
    breaker: { ...defaultBreakerLimits, bounceRate: app.config.delivery.pauseAtBounceRate },
    now,
    signal: control.signal,
    giveUpAfterMs: 60_000,
    patienceMs: control.patienceMs ?? 0,
    onSettled(delivery, settled) {
      if (settled.suppress) suppressions.add(delivery, settled.detail)
      control.onSettled?.(delivery, settled)
    },
  }
  const result = await sendCampaign(run)
  await suppressions.finish()
  await rememberReceived(opened, campaign)
  return result
}

/** A paused campaign goes on only when somebody resumes it; a draft or one that is due starts. */
async function startIfNeeded(app: App, opened: OpenedLedger, { id, status }: Campaign): Promise<Campaign> {
  const { ledger } = opened
  const now = app.clock.now()
  switch (status) {
    case 'draft':
    case 'scheduled':
      await checkApproved(opened, { id })
      return start(ledger, id, now)
    case 'running': {
      const current = await ledger.findCampaign(id)
      if (current) return current
      throw new AppError('not_found', `There is no campaign ${id}.`)
    }
    case 'paused':
      throw new AppError('conflict', `Campaign ${id} is paused: go on with "courant campaigns resume ${id}".`)
    case 'cancelled':
    case 'finished':
      throw new AppError(
        'conflict',
        `Campaign ${id} of this issue to this list is ${status}; see "courant campaigns report ${id}".`,
      )
    default:
      return status satisfies never
  }
}

/** Of several who start a campaign at once, one does. */
async function start(ledger: LedgerStore, id: number, now: Instant): Promise<Campaign> {
  try {
    return await ledger.moveCampaign(id, 'start', { now })
  } catch (error) {
    const current = await ledger.findCampaign(id)
    if (errorCode(error) !== 'conflict' || current?.status !== 'running') throw error
    const message = `Another sender has just begun campaign ${id}; "courant campaigns report ${id}" shows how it goes.`
    throw new AppError('conflict', message, { cause: error })
  }
}

/** Written again before the next plan of the list, so a store that is away now loses nothing. */
async function rememberReceived({ store: { db, engine } }: OpenedLedger, { list }: Campaign): Promise<void> {
  await createSelectionStore(db, engine).recordReceived(getListSlug(list)).catch(ignoreUnavailable)
}

function ignoreUnavailable(error: unknown): void {
  if (errorCode(error) !== 'unavailable') throw error
}

/** From its first message on an issue is in the archive, and never changes. */
async function publishIssue({ ledger, store }: OpenedLedger, { id, list }: Campaign, now: Instant): Promise<void> {
  const { issueNumber } = JSON.parse(await ledger.getContent(id)) as CampaignContent
  if (issueNumber !== undefined) await createIssueArchive(store.db).freeze(getListSlug(list), issueNumber, now)
}

/**
 * A mailbox that does not exist is not mailed again, by any campaign. Written as it becomes known, and once more at the end
 * where the store was away; if it is away then too, the next sending hears the same from the server.
 */
function collectSuppressions({ store }: OpenedLedger) {
  const suppressed = createSuppressionStore(store.db)
  const missed: Suppression[] = []
  const writing: Promise<unknown>[] = []
  return {
    add({ address }: ClaimedDelivery, detail: string): void {
      const source = detail.slice(0, 200)
      const suppression = {
        key: addressKey(address),
        reason: 'hard_bounce',
        since: formatInstant(Date.now()),
        source,
      } as const
      writing.push(suppressed.insert(suppression).catch(() => missed.push(suppression)))
    },
    async finish(): Promise<void> {
      await Promise.all(writing)
      for (const suppression of missed) await suppressed.insert(suppression).catch(ignoreUnavailable)
    },
  }
}
