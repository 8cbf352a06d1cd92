/*
 * Whom a claim speaks of. A claim names a subscriber by id, or by address where a mail was sent from a file.
 */
import { AppError } from '../../errors.ts'
import { parseAddress, type AddrSpec } from '../../mail/address.ts'
import type { Audience } from '../../subscribers/audience.ts'
import type { Subscriber, SubscriberId } from '../../subscribers/subscriber.ts'
import type { ListSlug, Subscription } from '../../subscribers/subscription.ts'
import type { TokenClaim } from '../../subscribers/token.ts'

/** Where claims are looked up. */
export interface ClaimContext {
  readonly audience: Audience
  /** List of the sign-up form, and of links that name none. */
  readonly list: ListSlug
  /** RFC 2919 id of the newsletter; links of mails that were sent from a file name it in place of a list. */
  readonly listId: string
}

/** The address in a claim of a mail that was sent from a file. */
export function addressOf({ subscriberId }: TokenClaim): AddrSpec | undefined {
  return subscriberId.includes('@') ? parseAddress(subscriberId) : undefined
}

/** A claim that we signed names a list of ours, if perhaps one that is gone. */
export function listOf({ list, listId }: ClaimContext, claim: TokenClaim): ListSlug {
  return claim.list === listId ? list : (claim.list as ListSlug)
}

async function findSubscriber({ audience }: ClaimContext, claim: TokenClaim): Promise<Subscriber | undefined> {
  const address = addressOf(claim)
  if (address === undefined) return audience.subscribers.find(claim.subscriberId as SubscriberId)
  return audience.subscribers.findByAddress(address)
}

/** As findSubscriber. @throws AppError `conflict` when nobody is stored under the claim */
export async function getSubscriber(context: ClaimContext, claim: TokenClaim): Promise<Subscriber> {
  const subscriber = await findSubscriber(context, claim)
  if (subscriber) return subscriber
  throw new AppError('conflict', 'This address is not on the list any more. You can subscribe again at any time.')
}

/** Who is stored under a claim, with the subscription to its list. */
export async function findSubscription(
  context: ClaimContext,
  claim: TokenClaim,
): Promise<{ subscriber: Subscriber; subscription: Subscription } | undefined> {
  const subscriber = await findSubscriber(context, claim)
  const subscription = subscriber && (await context.audience.subscriptions.find(listOf(context, claim), subscriber.id))
  return subscriber && subscription && { subscriber, subscription }
}
