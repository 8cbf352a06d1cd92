/** One sender at work on one campaign: what it was given, and what its connections share while it runs. */
import { createBreaker, defaultBreakerLimits, type Breaker, type BreakerLimits } from './breaker.ts'
import type { Campaign } from '../campaign.ts'
import type { ClaimedDelivery, DeliveryMark } from '../delivery.ts'
import type { LedgerStore } from '../ledger.ts'
import { createLedgerWriter, type LedgerWriter } from './ledger-writer.ts'
import type { DomainPace, Pace } from './pace.ts'
import type { RetryPolicy } from './retry.ts'
import { createRouteGate, type RouteGate, type WeightedRoute } from './route-gate.ts'
import type { Scratch } from '../slotted-octets.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import type { OutgoingMessage } from '../transport.ts'

/** What a sender is given. */
export interface SenderRun {
  readonly campaign: Campaign
  readonly ledger: LedgerStore
  readonly owner: string
  readonly routes: readonly WeightedRoute[]
  readonly connections: number
  /** The message of one reader, composed and signed; it may be written into the scratch, which is its own until it is sent. */
  readonly compose: (delivery: ClaimedDelivery, scratch: Scratch) => OutgoingMessage | Promise<OutgoingMessage>
  readonly pace: Pace
  /** Paces of single receiving domains. */
  readonly domainPaces?: ReadonlyMap<string, DomainPace>
  readonly retry: RetryPolicy
  readonly breaker?: BreakerLimits
  readonly now: () => number
  readonly signal: AbortSignal
  /** How long the servers may be away before the sending stops; 0 stops at the first failure. */
  readonly giveUpAfterMs: number
  /** How long to wait for deferred deliveries that are due later; 0 leaves them to another run. */
  readonly patienceMs: number
  readonly onSettled?: (delivery: ClaimedDelivery, settled: SettledDelivery) => void
}

/** What became of a delivery, for whoever watches. */
export interface SettledDelivery {
  readonly event: DeliveryMark['event']
  readonly detail: string
  /** The mailbox does not exist: the address should not be mailed again. */
  readonly suppress: boolean
}

/** What the connections of one sender share. */
export interface SenderState {
  readonly run: SenderRun
  readonly writer: LedgerWriter
  readonly gate: RouteGate
  readonly throttle: Throttle
  readonly breaker: Breaker
  /** Fires when no further message may begin. */
  readonly stopping: AbortSignal
  /** As `stopping.aborted`, which costs more to ask than a message has to spare. */
  isStopping: boolean
  /** The store was away since somebody looked here. */
  readonly trouble: { isNew: boolean }
  pauseReason: string | undefined
  failure: { readonly error: unknown } | undefined
  stop(): void
  pause(reason: string): void
  fail(error: unknown): void
}

/** What they share at the start. */
export function createSenderState(
  run: SenderRun,
  { stopping, trouble }: { readonly stopping: AbortController; readonly trouble: SenderState['trouble'] },
): SenderState {
  const state: SenderState = {
    run,
    writer: createLedgerWriter(run.ledger, { now: run.now, onError: (error) => state.fail(error) }),
    gate: createRouteGate(run.routes, { giveUpAfterMs: run.giveUpAfterMs, now: run.now }),
    throttle: createThrottle(run.connections, run.now),
    breaker: createBreaker(run.breaker ?? defaultBreakerLimits),
    stopping: stopping.signal,
    isStopping: false,
    trouble,
    pauseReason: undefined,
    failure: undefined,
    stop() {
      state.isStopping = true
      stopping.abort()
    },
    pause(reason) {
      state.pauseReason ??= reason
      state.stop()
    },
    fail(error) {
      state.failure ??= { error }
      state.stop()
    },
  }
  return state
}
