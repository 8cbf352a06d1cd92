/*
 * The port of the pages over the audience. In: claims that were checked. Out: what a page shows, and changes that are kept.
 * An address that is stored nowhere can still leave, because whoever asks to leave has left.
 */
import type { AddrSpec } from '../../mail/address.ts'
import type { Audience } from '../../subscribers/audience.ts'
import { liftUnsubscribe } from '../../subscribers/come-back.ts'
import { confirmSubscription } from '../../subscribers/confirm.ts'
import { addSubscriber, suppressAddress } from '../../subscribers/manage.ts'
import { adjustPreferences, changePreferences } from '../../subscribers/preferences.ts'
import { subscribe, type SubscribeResult } from '../../subscribers/subscribe.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import { undoUnsubscribe, unsubscribe } from '../../subscribers/unsubscribe.ts'
import { addressOf, findSubscription, getSubscriber, listOf } from './claim.ts'
import { findReader } from './find-reader.ts'
import type { PageProof, Readers } from './readers.ts'
import { sendChanges, sendGoodbye, sendWelcome, type NoticeContext } from './send-notices.ts'

/** Opens the port. */
export function createAudienceReaders(options: NoticeContext): Readers {
  const { audience, clock } = options
  const act = async (claim: TokenClaim, { ip }: PageProof) => {
    const found = await getSubscriber(options, claim)
    const list = listOf(options, claim)
    return { list, subscriberId: found.id, now: clock.now(), ...(ip === undefined ? {} : { ip }) }
  }
  return {
    find: (claim) => findReader(options, claim),
    subscribe: (address, proof) => askForConfirmation(options, options.list, address, proof),
    async sendConfirmationAgain(claim, proof) {
      const { mailbox } = await getSubscriber(options, claim)
      await askForConfirmation(options, listOf(options, claim), mailbox.address, proof)
    },
    async confirm(claim, proof) {
      const action = await act(claim, proof)
      const before = await audience.subscriptions.find(action.list, action.subscriberId)
      await confirmSubscription(audience, { ...action, issuedAt: proof.issuedAt })
      return before?.status === 'unconfirmed'
    },
    sendWelcome: (claim) => sendWelcome(options, claim),
    sendChanges: (claim, changes) => sendChanges(options, claim, changes),
    sendGoodbye: (claim) => sendGoodbye(options, claim),
    async savePreferences(claim, preferences, proof) {
      await ensureStored(options, claim)
      await changePreferences(audience, { ...(await act(claim, proof)), ...preferences })
    },
    async adjust(claim, step, proof) {
      await ensureStored(options, claim)
      await adjustPreferences(audience, { ...(await act(claim, proof)), ...step })
    },
    unsubscribe: (claim, proof) => leave(options, claim, proof),
    async undo(claim, proof) {
      const address = addressOf(claim)
      const isStored = (await findSubscription(options, claim)) !== undefined
      if (isStored) await undoUnsubscribe(audience, await act(claim, proof))
      else if (address) await audience.transaction((work) => liftUnsubscribe(work, address, listOf(options, claim)))
    },
  }
}

/** A choice needs a record; whoever was mailed from a file gets theirs with the first one. */
async function ensureStored(options: NoticeContext, claim: TokenClaim): Promise<void> {
  const address = addressOf(claim)
  if (address === undefined || (await findSubscription(options, claim)) !== undefined) return
  const request = { list: listOf(options, claim), mailbox: { address }, source: 'page', now: options.clock.now() }
  await addSubscriber(options.audience, request)
}

async function leave(options: NoticeContext, claim: TokenClaim, proof: PageProof): Promise<void> {
  const { audience, clock } = options
  const [list, now, address] = [listOf(options, claim), clock.now(), addressOf(claim)]
  const found = await findSubscription(options, claim)
  if (found) {
    const ip = proof.ip === undefined ? {} : { ip: proof.ip }
    await unsubscribe(audience, { list, subscriberId: found.subscriber.id, now, source: proof.source, ...ip })
  } else if (address !== undefined) {
    await suppressAddress(audience, { address, list, reason: 'unsubscribe', since: now, source: proof.source })
  }
}

async function askForConfirmation(
  options: NoticeContext,
  list: ListSlug,
  address: AddrSpec,
  proof: PageProof,
): Promise<void> {
  const { audience, clock, sendNotice } = options
  const { confirmation } = await subscribe(audience, { list, address, now: clock.now(), ...proof })
  if (confirmation === undefined) return
  const { subscriber, subscription } = confirmation
  try {
    await sendNotice({ kind: 'confirm' }, { address: subscriber.mailbox.address, list, subscriberId: subscriber.id })
  } catch (error) {
    await forgetConfirmation(audience, subscription)
    throw error
  }
}

/** A mail that never left must not count: else nobody could try again for a day. */
async function forgetConfirmation(
  audience: Audience,
  { list, subscriberId, confirmationSentAt }: NonNullable<SubscribeResult['confirmation']>['subscription'],
): Promise<void> {
  await audience.transaction(async (work) => {
    const there = await work.subscriptions.find(list, subscriberId)
    if (there?.status !== 'unconfirmed' || there.confirmationSentAt !== confirmationSentAt) return
    const { confirmationSentAt: _sentAt, ...rest } = there
    await work.subscriptions.save({ ...rest, confirmationCount: Math.max(0, there.confirmationCount - 1) })
  })
}
