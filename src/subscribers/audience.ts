import type { Instant } from '../clock.ts'
import { eachByKey } from '../each-by-key.ts'
import { AppError } from '../errors.ts'
import type { AddrSpec } from '../mail/address.ts'
import type { Subscriber, SubscriberId, SubscriberStore } from './subscriber.ts'
import type { ListSlug, Subscription, SubscriptionPage, SubscriptionStore } from './subscription.ts'
import type { SuppressionStore } from './suppression.ts'

/** A named audience. */
export interface List {
  readonly slug: ListSlug
  readonly title: string
  readonly createdAt: Instant
}

/** A person on a list. */
export interface Reader {
  readonly subscriber: Subscriber
  readonly subscription: Subscription
}

/** One issue on its way to one person, as long as that is kept. */
export interface SentIssue {
  readonly list: string
  readonly subject: string
  /** As in the ledger: `accepted`, `failed` and so on. */
  readonly status: string
  readonly changedAt?: Instant
  /** The words of the server, or of ours. */
  readonly detail?: string
}

/** A report that a message to the address came back. */
export interface ReturnedMail {
  readonly at: Instant
  readonly kind: string
  readonly reason: string
  readonly words?: string
}

/** What a person's mail has left behind. */
export interface PersonalTraces {
  readonly sent: readonly SentIssue[]
  readonly returned: readonly ReturnedMail[]
}

/** The port to everything known of readers; what belongs together happens in one transaction. */
export interface Audience {
  readonly subscribers: SubscriberStore
  readonly subscriptions: SubscriptionStore
  readonly suppressions: SuppressionStore
  transaction<Result>(work: (audience: Audience) => Promise<Result>): Promise<Result>
  listLists(): Promise<readonly List[]>
  /** Makes the list when it is not there. */
  ensureList(list: List): Promise<void>
  /** Readers by the id of the subscriber, each page behind the one before. */
  listReaders(page: SubscriptionPage): Promise<readonly Reader[]>
  /** What was sent to a person, the latest campaign first, and what came back from the address, oldest first. */
  listTraces(address: AddrSpec, id: SubscriberId): Promise<PersonalTraces>
  /** Removes every trace of a person but what is told by `SuppressionStore.forget`; of a bounce a hash of the address stays. */
  deleteTraces(address: AddrSpec, id?: SubscriberId): Promise<void>
}

/** The person with this address. @throws AppError `not_found` */
export async function getSubscriber(audience: Audience, address: AddrSpec): Promise<Subscriber> {
  const subscriber = await audience.subscribers.findByAddress(address)
  if (!subscriber) throw new AppError('not_found', `${address} is no subscriber.`)
  return subscriber
}

/** A person's place on a list. @throws AppError `not_found` */
export async function getSubscription(audience: Audience, list: ListSlug, id: SubscriberId): Promise<Subscription> {
  const subscription = await audience.subscriptions.find(list, id)
  if (!subscription) throw new AppError('not_found', `This link belongs to nobody on the list "${list}" any more.`)
  return subscription
}

/** All readers, by the id of the subscriber. */
export function eachReader(
  audience: Audience,
  which: Omit<SubscriptionPage, 'limit' | 'after'>,
): AsyncGenerator<Reader> {
  return eachByKey((page) => audience.listReaders({ ...which, ...page }), {
    after: '',
    keyOf: ({ subscriber }) => subscriber.id,
  })
}
