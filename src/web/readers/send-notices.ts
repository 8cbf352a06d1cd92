/*
 * The mails that a reader's pages cause, when their turn comes. Guaranteed: nobody is mailed who must not be, and nobody
 * is told what does not hold any more.
 */
import type { AddrSpec } from '../../mail/address.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import { getSubscriber, listOf } from './claim.ts'
import { findReader, type ReaderContext } from './find-reader.ts'

/** A mail to one reader about their subscription. */
export type Notice =
  | { readonly kind: 'confirm' | 'welcome' | 'goodbye' }
  | { readonly kind: 'preferences_changed'; readonly changes: readonly string[] }

/** Whom a mail goes to, and whom its links speak for. */
export interface NoticeSubject {
  readonly address: AddrSpec
  readonly list: ListSlug
  /** Id of a subscriber, or the address of somebody who was mailed from a file. */
  readonly subscriberId: string
}

/** What a mail needs. */
export interface NoticeContext extends ReaderContext {
  /** Sends a mail to one reader. @throws SmtpError */
  readonly sendNotice: (notice: Notice, subject: NoticeSubject) => Promise<void>
}

/** Sends the mail with the reader's links. @throws AppError `conflict` for somebody who is gone */
export async function sendWelcome(context: NoticeContext, claim: TokenClaim): Promise<void> {
  const { id, mailbox } = await getSubscriber(context, claim)
  const subject = { address: mailbox.address, list: listOf(context, claim), subscriberId: id }
  await context.sendNotice({ kind: 'welcome' }, subject)
}

/** Tells what is new, unless the reader has left since or is suppressed. */
export async function sendChanges(
  context: NoticeContext,
  claim: TokenClaim,
  changes: readonly string[],
): Promise<void> {
  const [reader, list] = [await findReader(context, claim), listOf(context, claim)]
  if (reader?.status !== 'confirmed') return
  if (await context.audience.suppressions.find(reader.address, list)) return
  const subject = { address: reader.address, list, subscriberId: claim.subscriberId }
  await context.sendNotice({ kind: 'preferences_changed', changes }, subject)
}

/** Says goodbye, unless the reader is back, or something besides this very leaving forbids to mail them. */
export async function sendGoodbye(context: NoticeContext, claim: TokenClaim): Promise<void> {
  const [reader, list] = [await findReader(context, claim), listOf(context, claim)]
  if (reader?.status !== 'unsubscribed') return
  const suppressions = await context.audience.suppressions.listOf(reader.address)
  const isOfThisLeaving = suppressions.every(
    ({ reason, since, list: its }) =>
      (its !== undefined && its !== list) || (its === list && reason === 'unsubscribe' && since === reader.changedAt),
  )
  if (!isOfThisLeaving) return
  await context.sendNotice({ kind: 'goodbye' }, { address: reader.address, list, subscriberId: claim.subscriberId })
}
