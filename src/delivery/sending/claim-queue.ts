import type { ClaimedDelivery } from '../delivery.ts'
import type { LedgerStore } from '../ledger.ts'

/** Claimed deliveries on their way to the connections. */
export interface ClaimQueue {
  /** The next one where it is at hand already. */
  take(): ClaimedDelivery | undefined
  /** The next one; undefined when nothing more is due, or after `close`. */
  next(): Promise<ClaimedDelivery | undefined>
  /** Whether nothing more is due: what was claimed is all there is. */
  readonly isEnded: boolean
  /** Gives nothing more and hands out what is left, which is claimed and not begun. */
  close(): Promise<readonly ClaimedDelivery[]>
}

/** How a queue claims. */
export interface ClaimQueueOptions {
  readonly ledger: Pick<LedgerStore, 'claim'>
  readonly campaignId: number
  readonly owner: string
  readonly now: () => number
  /** Most deliveries claimed at once: a thousand, or what one second takes where the pace is slower. */
  readonly mostAtOnce: number
}

/** A claim holds what about half a second takes: whoever unsubscribes later than that is not in it. */
const aimMs = 500
const fewest = 20

/** Claims ahead, in steps that follow the speed at which they are used. */
export function createClaimQueue({ ledger, campaignId, owner, now, mostAtOnce }: ClaimQueueOptions): ClaimQueue {
  let rows: readonly ClaimedDelivery[] = []
  let at = 0
  let step = Math.min(fewest, mostAtOnce)
  let claimedAtMs = 0
  let fetching: Promise<void> | undefined
  let ended = false

  const fetch = async (): Promise<void> => {
    const nowMs = now()
    const usedInMs = nowMs - claimedAtMs
    if (claimedAtMs > 0) step = usedInMs < aimMs ? step * 2 : Math.ceil(step / 2)
    step = Math.max(1, Math.min(step, mostAtOnce))
    claimedAtMs = nowMs
    const claimed = await ledger.claim({ campaignId, owner, limit: step, nowMs })
    if (claimed.length === 0) ended = true
    rows = [...rows.slice(at), ...claimed]
    at = 0
  }
  const refill = (): Promise<void> => {
    fetching ??= fetch().finally(() => {
      fetching = undefined
    })
    return fetching
  }
  const take = (): ClaimedDelivery | undefined => {
    const row = at < rows.length ? rows[at] : undefined
    if (row === undefined) return undefined
    at += 1
    // Ahead of need; a failure shows at the next call, which has nothing left and claims by itself.
    if (!ended && mostAtOnce > fewest && rows.length - at < step / 4) refill().catch(() => undefined)
    return row
  }
  return {
    take,
    get isEnded() {
      return ended
    },
    async next() {
      for (; at >= rows.length; await refill()) if (ended) return undefined
      return take()
    },
    async close() {
      ended = true
      await fetching?.catch(() => undefined)
      const left = rows.slice(at)
      rows = []
      at = 0
      return left
    },
  }
}
