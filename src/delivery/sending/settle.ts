/** What an answer, or its absence, means for one delivery: written into the ledger, and felt by gate, throttle and breaker. */
import { domainOf } from '../../mail/address.ts'
import { formatReply, type SmtpReply } from '../../mail/reply.ts'
import type { SenderState } from './sender-run.ts'
import { decide, type Decision } from './decide.ts'
import type { ClaimedDelivery, DeliveryMark } from '../delivery.ts'
import { findNextTry } from './retry.ts'
import { SmtpError, type Route } from '../transport.ts'

/** The row is no longer ours: another sender has taken it while this one stood still. */
export class LostClaim extends Error {}

/** Three doubts about one message are a pattern; it is held then, whatever the policy says. */
const mostDoubts = 3
/** Releases after which trouble with the route counts as trouble with this message. */
const mostReleases = 8

/** A delivery on its way over a route. */
export interface Sent {
  readonly delivery: ClaimedDelivery
  readonly route: Route
}

/** The server has taken it. */
export function settleAccepted(state: SenderState, { delivery, route }: Sent, reply: SmtpReply): void {
  note(state, delivery, { event: 'accept', detail: formatReply(reply) })
  state.gate.report(route)
  state.throttle.accepted(domainOf(delivery.address))
  state.breaker.accepted()
}

/** It was refused, or nobody knows. */
export function settleFailed(state: SenderState, { delivery, route }: Sent, error: unknown): void {
  if (error instanceof LostClaim) return
  if (error instanceof SmtpError) settleFailure(state, { delivery, route, error })
  else state.fail(error)
}

function settleFailure(
  state: SenderState,
  { delivery, route, error }: { delivery: ClaimedDelivery; route: Route; error: SmtpError },
): void {
  const decision = decide(error)
  if (error.scope === 'route' && error.phase !== 'idle') state.gate.report(route, error)
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
      notePause(state, { delivery, error, reason: decision.reason })
      break
    default:
      decision satisfies never
  }
}

/** A refusal of this message that comes again after somebody looked and went on is this recipient's alone. */
function notePause(
  state: SenderState,
  { delivery, error, reason }: { delivery: ClaimedDelivery; error: SmtpError; reason: string },
): void {
  const isOfMessage = error.reply !== undefined && ['rcpt', 'data', 'dot'].includes(error.phase)
  if (isOfMessage && delivery.attempt > 1) {
    noteFailure(state, delivery, {
      decision: { action: 'fail', suppress: false, policy: true },
      detail: `refused again: ${error.message}`,
    })
    return
  }
  note(state, delivery, { event: 'release', detail: error.message })
  state.pause(reason)
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
export function note(
  state: SenderState,
  delivery: ClaimedDelivery,
  mark: Omit<DeliveryMark, 'id' | 'attempt'>,
  suppress = false,
): void {
  state.writer.note({ id: delivery.id, attempt: delivery.attempt, ...mark })
  state.run.onSettled?.(delivery, { event: mark.event, detail: mark.detail ?? '', suppress })
}
