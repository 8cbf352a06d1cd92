import { AppError } from '../errors.ts'
import { addressKey } from '../mail/address.ts'
import { getSubscription, type Audience } from './audience.ts'
import { liftUnsubscribe } from './come-back.ts'
import type { ReaderAction } from './confirm.ts'
import { moveSubscription, type Subscription } from './subscription.ts'

const undoMs = 7 * 24 * 3600 * 1000

/**
 * Takes a person off a list, at once and for good: the address is suppressed for it, so that no import brings it back.
 * Once more changes nothing, and somebody who is gone already is no error: whoever asks to leave has left. Whoever was
 * taken off by a file or by hand, and then asks to leave, has said so too: undoing that import does not bring them back.
 */
export function unsubscribe(
  audience: Audience,
  action: ReaderAction & { source: string },
): Promise<Subscription | undefined> {
  const { list, subscriberId, now, source, ip } = action
  return audience.transaction(async (work) => {
    const there = await work.subscriptions.find(list, subscriberId)
    const subscriber = await work.subscribers.find(subscriberId)
    if (!there || !subscriber || hasLeft(there)) return there
    const status = moveSubscription(there.status, 'unsubscribe')
    const changedAt = there.status === status ? there.changedAt : now
    const gone: Subscription = { ...there, status, changedAt, actedAt: now }
    await work.subscriptions.save(gone)
    await work.suppressions.insert({
      key: addressKey(subscriber.mailbox.address),
      list,
      reason: 'unsubscribe',
      since: now,
      source,
    })
    await work.subscriptions.record({
      subscriberId,
      list,
      event: 'unsubscribe',
      at: now,
      source,
      ...(ip === undefined ? {} : { ip }),
    })
    return gone
  })
}

/** Whether the person has said so themselves. */
function hasLeft({ status, changedAt, actedAt }: Subscription): boolean {
  return status === 'unsubscribed' && actedAt !== undefined && actedAt >= changedAt
}

/**
 * Takes an unsubscription back within 7 days. Somebody who never confirmed is not confirmed by it, and nobody comes back
 * against a bounce, a complaint or the operator.
 *
 * @throws AppError `not_found`, or `conflict` when it is too late or there is nothing to take back
 */
export function undoUnsubscribe(audience: Audience, action: ReaderAction): Promise<Subscription> {
  const { list, subscriberId, now } = action
  return audience.transaction(async (work) => {
    const there = await getSubscription(work, list, subscriberId)
    const subscriber = await work.subscribers.find(subscriberId)
    const suppression = subscriber && (await work.suppressions.find(subscriber.mailbox.address, list))
    if (there.status === 'confirmed' && !suppression) return there
    const leftAt = there.status === 'confirmed' ? suppression?.since : there.changedAt
    const isLate = Date.parse(now) - Date.parse(leftAt ?? now) > undoMs
    const isOwnWish = suppression === undefined || suppression.reason === 'unsubscribe'
    if (there.status === 'unconfirmed' || there.confirmedAt === undefined || isLate || !isOwnWish) {
      throw new AppError('conflict', 'This can no longer be undone: subscribe again to come back.')
    }
    const back: Subscription = {
      ...there,
      status: moveSubscription(there.status, 'undo'),
      changedAt: now,
      actedAt: now,
    }
    await work.subscriptions.save(back)
    if (subscriber) await liftUnsubscribe(work, subscriber.mailbox.address, list)
    await work.subscriptions.record({ subscriberId, list, event: 'undo', at: now })
    return back
  })
}
