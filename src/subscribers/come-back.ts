import type { AddrSpec } from '../mail/address.ts'
import type { Audience } from './audience.ts'
import type { ListSlug } from './subscription.ts'

/**
 * Lets an address that its owner took off a list be mailed for it again. Whoever left every list at once, by the link of a
 * sending service, comes back to this one and stays off the others.
 */
export async function liftUnsubscribe(work: Audience, address: AddrSpec, list: ListSlug): Promise<void> {
  const left = (await work.suppressions.listOf(address)).filter(({ reason }) => reason === 'unsubscribe')
  await work.suppressions.delete(address, { reason: 'unsubscribe' })
  const others = (await work.listLists()).map(({ slug }) => slug).filter((slug) => slug !== list)
  for (const suppression of left) {
    const kept = suppression.list === undefined ? others : [suppression.list].filter((slug) => slug !== list)
    for (const other of kept) await work.suppressions.insert({ ...suppression, list: other })
  }
}
