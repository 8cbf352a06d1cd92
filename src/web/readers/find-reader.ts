import type { Clock } from '../../clock.ts'
import { plainProfile, plainWishes } from '../../subscribers/profile.ts'
import type { TokenClaim } from '../../subscribers/token.ts'
import { addressOf, findSubscription, listOf, type ClaimContext } from './claim.ts'
import type { PageReader } from './readers.ts'

/** Where readers are found, and what time it is. */
export interface ReaderContext extends ClaimContext {
  readonly clock: Clock
}

/** The reader whom a claim names; undefined where nobody is known by it. */
export async function findReader(options: ReaderContext, claim: TokenClaim): Promise<PageReader | undefined> {
  const found = await findSubscription(options, claim)
  if (!found) return findUnstored(options, claim)
  const { status, changedAt, confirmedAt, profile, wishes } = found.subscription
  const { address } = found.subscriber.mailbox
  const suppression = await options.audience.suppressions.find(address, found.subscription.list)
  const reader = { address, status, changedAt, profile, wishes }
  if (suppression === undefined || status === 'unconfirmed')
    return { ...reader, ...(confirmedAt === undefined ? {} : { confirmedAt }) }
  const since = status === 'unsubscribed' ? changedAt : suppression.since
  const isUndoable = confirmedAt !== undefined && suppression.reason === 'unsubscribe'
  return { ...reader, status: 'unsubscribed', changedAt: since, ...(isUndoable ? { confirmedAt } : {}) }
}

/** Somebody who was mailed from a file: on the list until they leave. */
async function findUnstored(options: ReaderContext, claim: TokenClaim): Promise<PageReader | undefined> {
  const address = addressOf(claim)
  if (address === undefined) return undefined
  const suppression = await options.audience.suppressions.find(address, listOf(options, claim))
  const changedAt = suppression?.since ?? options.clock.now()
  const isUndoable = suppression === undefined || suppression.reason === 'unsubscribe'
  return {
    address,
    status: suppression === undefined ? 'confirmed' : 'unsubscribed',
    changedAt,
    ...(isUndoable ? { confirmedAt: changedAt } : {}),
    profile: plainProfile,
    wishes: plainWishes,
  }
}
