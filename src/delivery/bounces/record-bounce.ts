import { formatInstant, type Instant } from '../../clock.ts'
import { addressKey, type AddrSpec } from '../../mail/address.ts'
import type { SuppressionReason } from '../../subscribers/suppression.ts'
import type { BouncedRecipient } from './bounce.ts'
import type { BounceStore } from './bounce-store.ts'
import { decideBounce, softLimit, type BounceDecision } from './decide-bounce.ts'

/** A bounce of a reader that is beyond doubt, before it is decided on. */
export interface KnownBounce {
  readonly recipient: Omit<BouncedRecipient, 'address'>
  readonly address: AddrSpec
  /** As in RecordedBounce. */
  readonly messageHash: string
  readonly issue?: string
}

/** What recording needs from outside. */
export interface RecordPorts {
  readonly store: BounceStore
  readonly now: Instant
}

const dayMs = 24 * 3600 * 1000

/** Decides on a bounce and records it with what follows, once; `known` is a report that was recorded before. */
export async function recordBounce(
  { recipient, address, messageHash, issue }: KnownBounce,
  { store, now }: RecordPorts,
): Promise<BounceDecision | 'known'> {
  if (await store.has(messageHash)) return 'known'
  const since = formatInstant(Date.parse(now) - softLimit.days * dayMs)
  const countedAt = await store.listCountedAt(address, since)
  const decision = decideBounce(recipient, { now, countedAt })
  const { kind, status, reason, words } = recipient
  const suppression = {
    key: addressKey(address),
    reason: suppressionReasons[kind] ?? 'hard_bounce',
    since: now,
    source: [kind, status, reason, ...(issue === undefined ? [] : [`issue ${issue}`])].filter(Boolean).join(' '),
  }
  const isNew = await store.record({
    kind,
    reason,
    ...(status === undefined ? {} : { status }),
    ...(words === undefined ? {} : { words }),
    messageHash,
    address,
    at: now,
    decision,
    ...(issue === undefined ? {} : { issue }),
    ...(decision === 'suppress' ? { suppression } : {}),
  })
  return isNew ? decision : 'known'
}

const suppressionReasons: Partial<Record<BouncedRecipient['kind'], SuppressionReason>> = {
  complaint: 'complaint',
  unsubscribe: 'unsubscribe',
}
