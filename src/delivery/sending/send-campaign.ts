/**
 * Campaign × routes → messages at the servers, every step of it in the ledger. In: a campaign that runs. Out: how it ended.
 * Guaranteed: a row is at its dot in the ledger before the dot is written; a result is committed before the next dot of its
 * connection; whatever was claimed and not begun goes back.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { formatInstant } from '../../clock.ts'
import { createClaimQueue } from './claim-queue.ts'
import { runConnection } from './connection.ts'
import { checkCounts, type DeliveryCounts } from '../delivery.ts'
import { createPatientLedger } from './patient-ledger.ts'
import { startHeartbeat } from './owner.ts'
import { createSenderState, type SenderRun, type SenderState } from './sender-run.ts'

/** How a run ended; `waiting` leaves deferred deliveries for later. */
export interface SenderResult {
  readonly ended: 'finished' | 'waiting' | 'paused' | 'cancelled' | 'stopped'
  readonly reason?: string
  readonly counts: DeliveryCounts
  /** Epoch milliseconds of the next deferred delivery. */
  readonly nextDueMs?: number
}

/** After a stop, what is under way gets this long to finish. */
const finishWithinMs = 30_000

/** Sends until nothing is due, the campaign is paused or cancelled, or the signal fires. */
export async function sendCampaign(asked: SenderRun): Promise<SenderResult> {
  const stopping = new AbortController()
  const trouble = { isNew: false }
  const ledger = createPatientLedger(asked.ledger, () => (trouble.isNew = true))
  const run = { ...asked, ledger }
  const state = createSenderState(run, { stopping, trouble })
  const onStop = (): void => state.stop()
  run.signal.addEventListener('abort', onStop, { once: true })
  if (run.signal.aborted) onStop()
  try {
    await using heartbeat = await startHeartbeat(run.ledger, run.owner, (error) => state.fail(error))
    void heartbeat
    return await sendUntilDone(run, state)
  } finally {
    run.signal.removeEventListener('abort', onStop)
  }
}

async function sendUntilDone(run: SenderRun, state: SenderState): Promise<SenderResult> {
  for (;;) {
    await sendDue(run, state)
    if (state.failure) throw state.failure.error
    const result = await findResult(run, state)
    if (result) return result
  }
}

/** One pass: all connections until the queue gives nothing more, then back with what was not begun. */
async function sendDue(run: SenderRun, state: SenderState): Promise<void> {
  if (state.stopping.aborted) return
  const queue = createClaimQueue({
    ledger: run.ledger,
    campaignId: run.campaign.id,
    owner: run.owner,
    now: run.now,
    mostAtOnce: Math.max(1, Math.min(1000, Math.floor(run.pace.perSecond))),
  })
  const passEnded = new AbortController()
  const cut = (): void => {
    setTimeout(() => passEnded.abort(), finishWithinMs).unref()
  }
  state.stopping.addEventListener('abort', cut, { once: true })
  const connections = Array.from({ length: run.connections }, (_, index) =>
    runConnection(state, { queue, index, cut: passEnded.signal }),
  )
  try {
    const ends = await Promise.allSettled(connections)
    const failed = ends.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') state.fail(failed.reason)
    const left = await queue.close()
    for (const { id, attempt } of left) state.writer.note({ id, attempt, event: 'release' })
    await state.writer.flush()
  } catch (error) {
    state.fail(error)
  } finally {
    state.stopping.removeEventListener('abort', cut)
  }
}

/** How it ended, or undefined when there is more to do. */
async function findResult(run: SenderRun, state: SenderState): Promise<SenderResult | undefined> {
  const { ledger, campaign } = run
  const now = formatInstant(run.now())
  if (state.trouble.isNew) {
    // A claim whose answer was lost holds rows that nobody here knows of; nothing of ours is under way now.
    state.trouble.isNew = false
    await ledger.recover({ dead: [], stopped: [run.owner] })
  }
  if (state.pauseReason !== undefined) {
    await ledger.moveCampaign(campaign.id, 'pause', { now, reason: state.pauseReason }).catch(() => undefined)
    return { ended: 'paused', reason: state.pauseReason, counts: await ledger.count(campaign.id) }
  }
  const [counts, current] = [await ledger.count(campaign.id), await ledger.findCampaign(campaign.id)]
  if (current?.status === 'cancelled') return { ended: 'cancelled', counts }
  if (current?.status === 'paused')
    return { ended: 'paused', counts, ...(current.reason ? { reason: current.reason } : {}) }
  if (state.stopping.aborted) return { ended: 'stopped', counts }
  if (counts.queued > 0) return undefined
  // Another sender is at work on these, or has died with them; either way the ledger will say.
  if (counts.claimed + counts.at_dot > 0) return waitFor(state, 300)
  if (counts.deferred === 0) {
    checkCounts(counts, campaign.recipientCount)
    // Of several senders one is first to say so.
    await ledger.moveCampaign(campaign.id, 'finish', { now }).catch(() => undefined)
    return { ended: 'finished', counts }
  }
  const nextDueMs = (await ledger.findNextDue(campaign.id)) ?? run.now()
  const waitMs = nextDueMs - run.now()
  if (waitMs > run.patienceMs) return { ended: 'waiting', counts, nextDueMs }
  return waitFor(state, Math.max(waitMs, 20))
}

async function waitFor(state: SenderState, ms: number): Promise<undefined> {
  // In steps, so that a pause or cancel from elsewhere is seen.
  await sleep(Math.min(ms, 1000), undefined, { signal: state.stopping }).catch(() => undefined)
}
