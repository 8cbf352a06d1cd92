/*
 * In: an address that somebody typed into a form. Out: whether a mail that asks for confirmation is to be sent, and to whom.
 * Guaranteed: nobody is confirmed by this; the mailbox of somebody who never asked gets one mail a day and three in all; the
 * answer to whoever typed must not depend on the result, so the page sends the mail afterwards.
 */
import type { Instant } from '../clock.ts'
import type { AddrSpec } from '../mail/address.ts'
import type { Audience } from './audience.ts'
import { plainProfile, plainWishes } from './profile.ts'
import { createSubscriberId, type Subscriber } from './subscriber.ts'
import { moveSubscription, type Consent, type ListSlug, type Subscription } from './subscription.ts'

/** What the form knows. The name is kept for the salutation, never for the mail that asks: that would be a relay for spam. */
export interface SubscribeRequest {
  readonly list: ListSlug
  readonly address: AddrSpec
  readonly name?: string
  readonly ip?: string
  readonly source?: string
  /** The sentence beside the button. */
  readonly wording?: string
  readonly now: Instant
}

/** Whom to ask for confirmation; absent when no mail is to be sent, for whatever reason. */
export interface SubscribeResult {
  readonly confirmation?: { readonly subscriber: Subscriber; readonly subscription: Subscription }
}

const dayMs = 24 * 3600 * 1000
const maxConfirmations = 3

/** Records the wish to get a list and decides whether to ask for confirmation. */
export function subscribe(audience: Audience, request: SubscribeRequest): Promise<SubscribeResult> {
  return audience.transaction(async (work) => {
    const suppression = await work.suppressions.find(request.address, request.list)
    // Who unsubscribed may come back by asking; a dead or a complaining mailbox may not.
    if (suppression && suppression.reason !== 'unsubscribe') return {}
    const subscriber =
      (await work.subscribers.findByAddress(request.address)) ?? (await insertSubscriber(work, request))
    const stored = await work.subscriptions.find(request.list, subscriber.id)
    // A sending service that somebody leaves by knows the address and none of our lists.
    const there: Subscription | undefined = stored && suppression ? { ...stored, status: 'unsubscribed' } : stored
    if (there?.status === 'confirmed' || (there && !mayAskAgain(there, request.now))) return {}
    const subscription = buildPending(there, subscriber, request)
    await work.subscriptions.save(subscription)
    const { source, ip, wording } = subscription.consent
    await work.subscriptions.record({
      subscriberId: subscriber.id,
      list: request.list,
      event: 'subscribe',
      at: request.now,
      ...(ip === undefined ? {} : { ip }),
      ...(source === undefined ? {} : { source }),
      ...(wording === undefined ? {} : { wording }),
    })
    return { confirmation: { subscriber, subscription } }
  })
}

async function insertSubscriber(audience: Audience, { address, name, now }: SubscribeRequest): Promise<Subscriber> {
  const mailbox = name === undefined || name === '' ? { address } : { displayName: name, address }
  const subscriber = { id: createSubscriberId(Date.parse(now)), mailbox, createdAt: now }
  await audience.subscribers.insert(subscriber)
  return subscriber
}

function mayAskAgain({ confirmationCount, confirmationSentAt }: Subscription, now: Instant): boolean {
  if (confirmationCount >= maxConfirmations) return false
  return confirmationSentAt === undefined || Date.parse(now) - Date.parse(confirmationSentAt) >= dayMs
}

function buildPending(there: Subscription | undefined, { id }: Subscriber, request: SubscribeRequest): Subscription {
  const { ip, source, wording, now } = request
  const consent: Consent = {
    method: 'form',
    at: now,
    ...(ip === undefined ? {} : { ip }),
    ...(source === undefined ? {} : { source }),
    ...(wording === undefined ? {} : { wording }),
  }
  const status = there ? moveSubscription(there.status, 'subscribe') : 'unconfirmed'
  const count = (there?.confirmationCount ?? 0) + 1
  const asked = { confirmationCount: count, confirmationSentAt: now, changedAt: now, consent, status }
  if (there) return { ...there, ...asked }
  return { subscriberId: id, list: request.list, tags: [], profile: plainProfile, wishes: plainWishes, ...asked }
}
