import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import { getSubscription, type Audience } from './audience.ts'
import { liftUnsubscribe } from './come-back.ts'
import type { SubscriberId } from './subscriber.ts'
import { moveSubscription, type ListSlug, type Subscription } from './subscription.ts'

/** What a person does by a link of a mail, read from its token. */
export interface ReaderAction {
  readonly list: ListSlug
  readonly subscriberId: SubscriberId
  readonly now: Instant
  readonly ip?: string
}

/**
 * Confirms a subscription: the second half of the double opt-in. A second time is as good as the first.
 *
 * @param action `issuedAt` of the token: a link from before the person left does not bring them back
 * @throws AppError `not_found`, or `conflict` when the person left after the mail
 */
export function confirmSubscription(
  audience: Audience,
  action: ReaderAction & { issuedAt: Instant },
): Promise<Subscription> {
  const { list, subscriberId, now, ip, issuedAt } = action
  return audience.transaction(async (work) => {
    const there = await getSubscription(work, list, subscriberId)
    if (there.status === 'confirmed') return there
    if (there.status === 'unsubscribed') {
      throw new AppError(
        'conflict',
        `You left this list after that mail (its date is ${issuedAt.slice(0, 10)}). Subscribe again to come back.`,
      )
    }
    const status = moveSubscription(there.status, 'confirm')
    const confirmed: Subscription = {
      ...there,
      status,
      changedAt: now,
      confirmedAt: now,
      actedAt: now,
      confirmationCount: 0,
    }
    await work.subscriptions.save(confirmed)
    const subscriber = await work.subscribers.find(subscriberId)
    if (subscriber) await liftUnsubscribe(work, subscriber.mailbox.address, list)
    await work.subscriptions.record({
      subscriberId,
      list,
      event: 'confirm',
      at: now,
      ...(ip === undefined ? {} : { ip }),
    })
    return confirmed
  })
}
