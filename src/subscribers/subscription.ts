import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { DeliveryWishes, Profile } from './profile.ts'
import type { SubscriberId } from './subscriber.ts'

/** Name of a list in commands, addresses and tokens: `[a-z0-9-]`, at most 80 characters. */
export type ListSlug = string & { readonly __brand: 'ListSlug' }

/** Whether a subscriber wants a list. */
export type SubscriptionStatus = 'unconfirmed' | 'confirmed' | 'unsubscribed'

/** Proof that somebody asked for mail: how, when, where, and under which words. */
export interface Consent {
  readonly method: 'form' | 'import' | 'manual'
  readonly at?: Instant
  readonly ip?: string
  /** Page, file or service it was given in. */
  readonly source?: string
  /** The sentence the person agreed to. */
  readonly wording?: string
}

/** A subscriber on a list. */
export interface Subscription {
  readonly subscriberId: SubscriberId
  readonly list: ListSlug
  readonly status: SubscriptionStatus
  readonly changedAt: Instant
  /** When it was last confirmed, by the person or by whoever answers for the import; absent when it never was. */
  readonly confirmedAt?: Instant
  /** When the person last did something about it themselves; an import never touches what comes after. */
  readonly actedAt?: Instant
  readonly consent: Consent
  readonly tags: readonly string[]
  readonly profile: Profile
  readonly wishes: DeliveryWishes
  readonly importId?: number
  /** Mails that asked for confirmation since the last one was given. */
  readonly confirmationCount: number
  readonly confirmationSentAt?: Instant
}

/** What may happen to a subscription. */
export type SubscriptionEvent = 'subscribe' | 'confirm' | 'unsubscribe' | 'undo' | 'add'

/** The legal moves; what is not here is refused. */
export const subscriptionMoves: Readonly<
  Record<SubscriptionStatus, Partial<Record<SubscriptionEvent, SubscriptionStatus>>>
> = {
  unconfirmed: { subscribe: 'unconfirmed', confirm: 'confirmed', unsubscribe: 'unsubscribed', add: 'confirmed' },
  confirmed: {
    subscribe: 'confirmed',
    confirm: 'confirmed',
    unsubscribe: 'unsubscribed',
    undo: 'confirmed',
    add: 'confirmed',
  },
  unsubscribed: { subscribe: 'unconfirmed', unsubscribe: 'unsubscribed', undo: 'confirmed' },
}

/** The status after an event. @throws AppError `conflict` when the event cannot happen now */
export function moveSubscription(status: SubscriptionStatus, event: SubscriptionEvent): SubscriptionStatus {
  const next = subscriptionMoves[status][event]
  if (next === undefined) throw new AppError('conflict', `A subscription that is ${status} cannot ${event}.`)
  return next
}

/** Reads the name of a list. @throws AppError `invalid` */
export function getListSlug(text: string): ListSlug {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/.test(text)) {
    throw new AppError('invalid', `"${text}" is no name of a list: use a to z, 0 to 9 and hyphens, at most 80.`)
  }
  return text as ListSlug
}

/** Which subscriptions a page of the audience holds. */
export interface SubscriptionPage {
  readonly list: ListSlug
  readonly status?: SubscriptionStatus
  /** Id of the last subscriber of the page before. */
  readonly after?: string
  readonly limit: number
}

/** The port to stored subscriptions. */
export interface SubscriptionStore {
  find(list: ListSlug, subscriberId: SubscriberId): Promise<Subscription | undefined>
  listOf(subscriberId: SubscriberId): Promise<readonly Subscription[]>
  /** Inserts or replaces the whole record. */
  save(subscription: Subscription): Promise<void>
  delete(list: ListSlug, subscriberId: SubscriberId): Promise<void>
  /** Appends to the history of proof; nothing is ever taken out of it but by `erase`. */
  record(event: SubscriptionRecord): Promise<void>
  listRecords(subscriberId: SubscriberId): Promise<readonly SubscriptionRecord[]>
  /** Counts by status, of one list. */
  count(list: ListSlug): Promise<Readonly<Record<SubscriptionStatus, number>>>
  /** How many have left a list since a time, and are not back. */
  countLeft(list: ListSlug, since: Instant): Promise<number>
}

/** One line of the history: what happened to a subscription, when, and by which proof. */
export interface SubscriptionRecord {
  readonly subscriberId: SubscriberId
  readonly list: ListSlug
  readonly event: SubscriptionEvent | 'preferences'
  readonly at: Instant
  readonly ip?: string
  readonly source?: string
  readonly wording?: string
}
