/**
 * One connection of a sender: takes deliveries, keeps two messages under way (one at its dot, the envelope of the next with
 * it), and writes down what became of each.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { domainOf } from '../../mail/message-id.ts'
import { formatReply, type SmtpReply } from '../../mail/reply.ts'
import type { Breaker } from './breaker.ts'
import type { ClaimQueue } from './claim-queue.ts'
import { decide, type Decision } from './decide.ts'
import type { ClaimedDelivery, DeliveryMark } from '../delivery.ts'
import type { LedgerWriter } from './ledger-writer.ts'
import type { Scratch } from '../message-template.ts'
import { findNextTry } from './retry.ts'
import type { RouteGate } from './route-gate.ts'
import type { SenderRun } from './send-campaign.ts'
import type { Throttle } from './throttle.ts'
import { SmtpError, type MailSession, type OutgoingMessage, type Route } from '../transport.ts'

/** What the connections of one sender share. */
export interface SenderState {
  readonly run: SenderRun
  readonly writer: LedgerWriter
  readonly gate: RouteGate
  readonly throttle: Throttle
  readonly breaker: Breaker
  /** Fires when no further message may begin. */
  readonly stopping: AbortSignal
  /** The store was away since somebody looked here. */
  readonly trouble: { isNew: boolean }
  pauseReason: string | undefined
  failure: { readonly error: unknown } | undefined
  stop(): void
  pause(reason: string): void
  fail(error: unknown): void
}

/** What became of a delivery, for whoever watches. */
export interface SettledDelivery {
  readonly event: DeliveryMark['event']
  readonly detail: string
  /** The mailbox does not exist: the address should not be mailed again. */
  readonly suppress: boolean
}

/** The row is no longer ours: another sender has taken it while this one stood still. */
class LostClaim extends Error {}

/** Three doubts about one message are a pattern; it is held then, whatever the policy says. */
const mostDoubts = 3
/** Releases after which trouble with the route counts as trouble with this message. */
const mostReleases = 8

interface Link {
  session: MailSession | undefined
  route: Route | undefined
  /** Settles when the message before the last one is written down. */
  previous: Promise<void>
  /** Two messages are under way at most, and they take turns. */
  readonly scratches: [Scratch, Scratch]
}

/** Works until the queue gives nothing more or the sender stops; throws only what nobody here can deal with. */
export async function runConnection(
  state: SenderState,
  { queue, index, cut }: { readonly queue: ClaimQueue; readonly index: number; readonly cut: AbortSignal },
): Promise<void> {
  const scratches: Link['scratches'] = [{ buffer: Buffer.alloc(0) }, { buffer: Buffer.alloc(0) }]
  const link: Link = { session: undefined, route: undefined, previous: Promise.resolve(), scratches }
  const onCut = (): void => link.session?.destroy()
  cut.addEventListener('abort', onCut)
  try {
    while (await mayGoOn(state, link, index)) {
      const delivery = await queue.next()
      if (!delivery) break
      await deliver(state, link, delivery)
    }
  } catch (error) {
    state.fail(error)
  } finally {
    await link.previous
    await link.session?.close()
    cut.removeEventListener('abort', onCut)
  }
}

/** Waits for the pace, and while fewer connections are wanted; false when the sender stops. */
async function mayGoOn(state: SenderState, link: Link, index: number): Promise<boolean> {
  const { run, stopping, throttle } = state
  try {
    while (!stopping.aborted && index >= throttle.connections) {
      await link.previous
      await link.session?.close()
      await sleep(200, undefined, { signal: stopping })
    }
    if (!stopping.aborted) await run.pace.wait(stopping)
  } catch (error) {
    if (!stopping.aborted) throw error
  }
  return !stopping.aborted
}

async function deliver(state: SenderState, link: Link, delivery: ClaimedDelivery): Promise<void> {
  if (!(await mayGoToDomain(state, delivery))) return
  link.scratches.reverse()
  const message = await composeOrFail(state, delivery, link.scratches[0])
  if (!message) return
  if (!link.session?.open) {
    await link.previous
    const opened = await openOrRelease(state, delivery)
    if (!opened) return
    Object.assign(link, opened)
  }
  const { session, route, previous } = link
  if (!session || !route) return
  const sent = session.send(message, () => markAtDot(state, delivery))
  link.previous = settle(state, { delivery, sent, route })
  await previous
}

/** Whether the receiving domain takes it now; if not, it waits in the ledger, and that is no fault of the recipient. */
async function mayGoToDomain(state: SenderState, delivery: ClaimedDelivery): Promise<boolean> {
  const { run, throttle, stopping } = state
  const domain = domainOf(delivery.address)
  const restUntilMs = throttle.restUntil(domain)
  if (restUntilMs > 0) {
    note(state, delivery, { event: 'defer', dueAtMs: restUntilMs, detail: 'the receiving domain asked for less' })
    return false
  }
  const pace = run.domainPaces?.get(domain)
  if (!pace) return true
  const { atMs, isReserved } = await pace.reserve()
  if (!isReserved) {
    note(state, delivery, { event: 'defer', dueAtMs: Math.ceil(atMs), detail: 'the pace of the receiving domain' })
    return false
  }
  const waitMs = Math.ceil(atMs - run.now())
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined)
  return true
}

/** A message that cannot be composed is this recipient's alone; nothing half made is ever sent. */
async function composeOrFail(
  state: SenderState,
  delivery: ClaimedDelivery,
  scratch: Scratch,
): Promise<OutgoingMessage | undefined> {
  try {
    return await state.run.compose(delivery, scratch)
  } catch (error) {
    const detail = `the message cannot be composed: ${(error as Error).message}`
    note(state, delivery, { event: 'fail', detail })
    const reason = state.breaker.failed({ action: 'fail', suppress: false, policy: true }, detail)
    if (reason !== undefined) state.pause(reason)
    return undefined
  }
}

async function openOrRelease(
  state: SenderState,
  delivery: ClaimedDelivery,
): Promise<{ session: MailSession; route: Route } | undefined> {
  try {
    const opened = await state.gate.open(state.stopping)
    if (!opened) note(state, delivery, { event: 'release' })
    return opened
  } catch (error) {
    note(state, delivery, { event: 'release' })
    if (!(error instanceof SmtpError)) throw error
    state.pause(error.message)
    return undefined
  }
}

async function markAtDot(state: SenderState, { id, attempt }: ClaimedDelivery): Promise<void> {
  if (!(await state.writer.mark({ id, attempt, event: 'at_dot' }))) throw new LostClaim()
}

interface Sent {
  readonly delivery: ClaimedDelivery
  readonly sent: Promise<SmtpReply>
  readonly route: Route
}

/** Waits for the answer and writes down what it means. Never rejects. */
async function settle(state: SenderState, { delivery, sent, route }: Sent): Promise<void> {
  try {
    const reply = await sent
    note(state, delivery, { event: 'accept', detail: formatReply(reply) })
    state.gate.report(route, true)
    state.throttle.accepted(domainOf(delivery.address))
    state.breaker.accepted()
  } catch (error) {
    if (error instanceof LostClaim) return
    if (error instanceof SmtpError) settleFailure(state, { delivery, route, error })
    else state.fail(error)
  }
}

function settleFailure(
  state: SenderState,
  { delivery, route, error }: { delivery: ClaimedDelivery; route: Route; error: SmtpError },
): void {
  const decision = decide(error)
  if (error.scope === 'route' && error.phase !== 'idle') state.gate.report(route, false)
  switch (decision.action) {
    case 'doubt':
      noteDoubt(state, delivery, error.message)
      break
    case 'release':
      if (delivery.attempt < mostReleases) note(state, delivery, { event: 'release', detail: error.message })
      else noteDeferral(state, delivery, error.message)
      break
    case 'defer':
      if (decision.slow === 'domain') state.throttle.slowDomain(domainOf(delivery.address))
      if (decision.slow === 'route') state.throttle.slowRoute()
      noteDeferral(state, delivery, error.message)
      break
    case 'fail':
      noteFailure(state, delivery, { decision, detail: error.message })
      break
    case 'pause':
      note(state, delivery, { event: 'release', detail: error.message })
      state.pause(decision.reason)
      break
    default:
      decision satisfies never
  }
}

function noteDoubt(state: SenderState, delivery: ClaimedDelivery, detail: string): void {
  note(state, delivery, { event: 'doubt', detail })
  const isHeld = state.run.campaign.inDoubt === 'hold' || delivery.doubts + 1 >= mostDoubts
  if (!isHeld) noteDeferral(state, delivery, `sent again after doubt: ${detail}`)
}

function noteDeferral(state: SenderState, delivery: ClaimedDelivery, detail: string): void {
  const { retry, now, campaign } = state.run
  const startedMs = Date.parse(campaign.startedAt ?? campaign.createdAt)
  const at = { nowMs: now(), startedMs, deferrals: delivery.deferrals, jitter: Math.random() }
  const dueAtMs = findNextTry(retry, at)
  if (dueAtMs === undefined) note(state, delivery, { event: 'fail', detail: `given up: ${detail}` })
  else note(state, delivery, { event: 'defer', dueAtMs, deferrals: delivery.deferrals + 1, detail })
}

function noteFailure(
  state: SenderState,
  delivery: ClaimedDelivery,
  { decision, detail }: { decision: Extract<Decision, { action: 'fail' }>; detail: string },
): void {
  note(state, delivery, { event: 'fail', detail }, decision.suppress)
  const reason = state.breaker.failed(decision, detail)
  if (reason !== undefined) state.pause(reason)
}

/** Marks without waiting for the commit: the next dot of this connection waits for it, because marks keep their order. */
function note(
  state: SenderState,
  delivery: ClaimedDelivery,
  mark: Omit<DeliveryMark, 'id' | 'attempt'>,
  suppress = false,
): void {
  state.writer
    .mark({ id: delivery.id, attempt: delivery.attempt, ...mark })
    .catch((error: unknown) => state.fail(error))
  state.run.onSettled?.(delivery, { event: mark.event, detail: mark.detail ?? '', suppress })
}
