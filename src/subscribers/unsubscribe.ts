import { AppError } from '../errors.ts'
import { addressKey } from '../mail/address.ts'
import { getSubscription, type Audience } from './audience.ts'
import type { ReaderAction } from './confirm.ts'
import { moveSubscription, type Subscription } from './subscription.ts'

const undoMs = 7 * 24 * 3600 * 1000

/**
 * Takes a person off a list, at once and for good: the address is suppressed for it, so that no import brings it back.
 * Once more changes nothing, and somebody who is gone already is no error: whoever asks to leave has left.
 */
export function unsubscribe(
  audience: Audience,
  action: ReaderAction & { source: string },
): Promise<Subscription | undefined> {
  const { list, subscriberId, now, source, ip } = action
  return audience.transaction(async (work) => {
    const there = await work.subscriptions.find(list, subscriberId)
    const subscriber = await work.subscribers.find(subscriberId)
    if (!there || !subscriber || there.status === 'unsubscribed') return there
    const gone: Subscription = {
      ...there,
      status: moveSubscription(there.status, 'unsubscribe'),
      changedAt: now,
      actedAt: now,
    }
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

/**
 * Takes an unsubscription back within 7 days. Somebody who never confirmed is not confirmed by it.
 *
 * @throws AppError `not_found`, or `conflict` when it is too late or there is nothing to take back
 */
export function undoUnsubscribe(audience: Audience, action: ReaderAction): Promise<Subscription> {
  const { list, subscriberId, now } = action
  return audience.transaction(async (work) => {
    const there = await getSubscription(work, list, subscriberId)
    if (there.status === 'confirmed') return there
    const isLate = Date.parse(now) - Date.parse(there.changedAt) > undoMs
    if (there.status !== 'unsubscribed' || there.confirmedAt === undefined || isLate) {
      throw new AppError('conflict', 'This can no longer be undone: subscribe again to come back.')
    }
    const back: Subscription = {
      ...there,
      status: moveSubscription(there.status, 'undo'),
      changedAt: now,
      actedAt: now,
    }
    await work.subscriptions.save(back)
    const subscriber = await work.subscribers.find(subscriberId)
    if (subscriber) await work.suppressions.delete(subscriber.mailbox.address, { list, reason: 'unsubscribe' })
    await work.subscriptions.record({ subscriberId, list, event: 'undo', at: now })
    return back
  })
}
