/*
 * Readers whose list is a file: who is no longer in it gets nothing, and gets it again when the file names them again.
 * That is the word of whoever keeps the file, so it suppresses nobody; and whoever left by themselves stays away.
 */
import { getSubscription, type Audience } from './audience.ts'
import type { ReaderAction } from './confirm.ts'
import { moveSubscription, type SubscriptionEvent } from './subscription.ts'

const gone = 'gone from the file'

/** Takes somebody off whom the file no longer names. */
export function leaveWithFile(audience: Audience, action: ReaderAction): Promise<void> {
  return audience.transaction((work) => move(work, action, { event: 'unsubscribe', source: gone }))
}

/** Puts somebody back whom the file names again; whoever left otherwise, or may not be mailed, stays away. */
export function returnWithFile(audience: Audience, action: ReaderAction): Promise<void> {
  return audience.transaction(async (work) => {
    if (await mayReturn(work, action)) await move(work, action, { event: 'undo', source: 'in the file again' })
  })
}

async function mayReturn(work: Audience, { list, subscriberId }: ReaderAction): Promise<boolean> {
  const subscriber = await work.subscribers.find(subscriberId)
  const subscription = await work.subscriptions.find(list, subscriberId)
  if (!subscriber || subscription?.status !== 'unsubscribed') return false
  if (await work.suppressions.find(subscriber.mailbox.address, list)) return false
  const records = await work.subscriptions.listRecords(subscriberId)
  return records.findLast((record) => record.list === list)?.source === gone
}

async function move(
  work: Audience,
  { list, subscriberId, now }: ReaderAction,
  { event, source }: { readonly event: SubscriptionEvent; readonly source: string },
): Promise<void> {
  const there = await getSubscription(work, list, subscriberId)
  await work.subscriptions.save({ ...there, status: moveSubscription(there.status, event), changedAt: now })
  await work.subscriptions.record({ subscriberId, list, event, at: now, source })
}
