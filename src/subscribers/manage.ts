/*
 * What the operator does by hand: add, suppress, erase, and give everything about one person to that person.
 */
import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'
import { addressKey, type AddrSpec, type Mailbox } from '../mail/address.ts'
import { getSubscriber, type Audience, type PersonalTraces } from './audience.ts'
import { plainProfile, plainWishes } from './profile.ts'
import { createSubscriberId, type Subscriber } from './subscriber.ts'
import { moveSubscription, type ListSlug, type Subscription, type SubscriptionRecord } from './subscription.ts'
import { hashAddressKey, type Suppression, type SuppressionReason } from './suppression.ts'

/** Somebody whom the operator adds, and the operator's word for their consent. */
export interface AddRequest {
  readonly list: ListSlug
  readonly mailbox: Mailbox
  readonly source: string
  readonly now: Instant
}

/** Adds somebody as confirmed. @throws AppError `conflict` for whoever left, bounced, complained or was suppressed */
export function addSubscriber(audience: Audience, request: AddRequest): Promise<Subscription> {
  const { list, mailbox, source, now } = request
  return audience.transaction(async (work) => {
    const suppression = await work.suppressions.find(mailbox.address, list)
    if (suppression) throw mayNotBeMailed(mailbox.address, suppression)
    const subscriber = (await work.subscribers.findByAddress(mailbox.address)) ?? (await insert(work, request))
    const there = await work.subscriptions.find(list, subscriber.id)
    const consent = { method: 'manual', at: now, source } as const
    const status = there ? moveSubscription(there.status, 'add') : 'confirmed'
    if (there?.status === 'confirmed') return there
    const kept = there ?? { tags: [], profile: plainProfile, wishes: plainWishes }
    const added = {
      ...kept,
      subscriberId: subscriber.id,
      list,
      status,
      changedAt: now,
      confirmedAt: now,
      consent,
      confirmationCount: 0,
    }
    await work.subscriptions.save(added)
    await work.subscriptions.record({ subscriberId: subscriber.id, list, event: 'add', at: now, source })
    return added
  })
}

function mayNotBeMailed(address: AddrSpec, { reason, since }: Suppression): AppError {
  return new AppError(
    'conflict',
    `${address} is suppressed (${reason}, since ${since.slice(0, 10)}). If the person asks to come back, they subscribe themselves, or you run "courant suppressions remove ${address}" first.`,
  )
}

async function insert(audience: Audience, { mailbox, now }: AddRequest): Promise<Subscriber> {
  const subscriber = { id: createSubscriberId(Date.parse(now)), mailbox, createdAt: now }
  await audience.subscribers.insert(subscriber)
  return subscriber
}

/** Suppresses an address and takes its person off the lists that this is about. Says whether it was new. */
export function suppressAddress(
  audience: Audience,
  request: { address: AddrSpec; list?: ListSlug; reason: SuppressionReason; since: Instant; source: string },
): Promise<boolean> {
  const { address, list, reason, since, source } = request
  return audience.transaction(async (work) => {
    const isNew = await work.suppressions.insert({
      key: addressKey(address),
      ...(list ? { list } : {}),
      reason,
      since,
      source,
    })
    const subscriber = await work.subscribers.findByAddress(address)
    const subscriptions = subscriber ? await work.subscriptions.listOf(subscriber.id) : []
    for (const there of subscriptions) {
      if ((list !== undefined && there.list !== list) || there.status === 'unsubscribed') continue
      await work.subscriptions.save({ ...there, status: 'unsubscribed', changedAt: since })
      await work.subscriptions.record({
        subscriberId: there.subscriberId,
        list: there.list,
        event: 'unsubscribe',
        at: since,
        source,
      })
    }
    return isNew
  })
}

/**
 * Erases a person (GDPR, article 17): what remains is the hash of the address, suppressed for every list, so that no file
 * brings them back. Says whether there was anybody.
 */
export function eraseSubscriber(
  audience: Audience,
  { address, now }: { address: AddrSpec; now: Instant },
): Promise<boolean> {
  return audience.transaction(async (work) => {
    const subscriber = await work.subscribers.findByAddress(address)
    await work.deleteTraces(address, subscriber?.id)
    if (subscriber) await work.subscribers.delete(subscriber.id)
    const there = await work.suppressions.listOf(address)
    await work.suppressions.forget(address)
    await work.suppressions.insert({ key: hashAddressKey(addressKey(address)), reason: 'manual', since: now })
    return subscriber !== undefined || there.length > 0
  })
}

/** Everything that is known about one person, for that person (GDPR, article 15). */
export interface PersonalRecord extends PersonalTraces {
  readonly subscriber: Subscriber
  readonly subscriptions: readonly Subscription[]
  readonly history: readonly SubscriptionRecord[]
  readonly suppressions: readonly Suppression[]
}

/** Gathers it. @throws AppError `not_found` */
export async function exportSubscriber(audience: Audience, address: AddrSpec): Promise<PersonalRecord> {
  const subscriber = await getSubscriber(audience, address)
  return {
    subscriber,
    subscriptions: await audience.subscriptions.listOf(subscriber.id),
    history: await audience.subscriptions.listRecords(subscriber.id),
    suppressions: await audience.suppressions.listOf(address),
    ...(await audience.listTraces(address, subscriber.id)),
  }
}
