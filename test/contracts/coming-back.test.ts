import { expect, it } from 'vitest'
import { addressKey } from '../../src/mail/address.ts'
import type { Audience } from '../../src/subscribers/audience.ts'
import { confirmSubscription } from '../../src/subscribers/confirm.ts'
import { suppressAddress } from '../../src/subscribers/manage.ts'
import { subscribe } from '../../src/subscribers/subscribe.ts'
import type { SubscriberId } from '../../src/subscribers/subscriber.ts'
import { getListSlug } from '../../src/subscribers/subscription.ts'
import { undoUnsubscribe } from '../../src/subscribers/unsubscribe.ts'
import { action, addConfirmed, address, at, audienceOf, dump, papers, subscriptionOf } from '../support/readers.ts'
import { describeStores } from './stores.ts'

const ann = { list: papers, address: address('ann@example.com'), now: at('2026-11-01T08:00:00Z') }
const other = getListSlug('other')

await describeStores('a subscription that ended', (open) => {
  it('is not taken back against a complaint, a bounce or the operator', async () => {
    for (const reason of ['hard_bounce', 'complaint', 'manual'] as const) {
      const store = await open()
      const audience = audienceOf(store)
      const id = await addConfirmed(audience, ann)
      const since = at('2026-11-10T08:00:00Z')
      await suppressAddress(audience, { address: ann.address, reason, since, source: 'test' })
      const before = await dump(store)
      const undo = undoUnsubscribe(audience, action(id, '2026-11-11T08:00:00Z'))
      await expect(undo).rejects.toThrow('can no longer be undone')
      expect(await dump(store)).toBe(before)
    }
  })

  it('begins again by asking again, or by undoing it, after a sending service ended it for every list', async () => {
    const askAgain = async (audience: Audience, id: SubscriberId): Promise<void> => {
      const now = at('2026-11-12T08:00:00Z')
      const { confirmation } = await subscribe(audience, { ...ann, now })
      expect(confirmation?.subscription.status).toBe('unconfirmed')
      expect(await audience.suppressions.find(ann.address, papers)).toBeDefined()
      await confirmSubscription(audience, { ...action(id, '2026-11-12T09:00:00Z'), issuedAt: now })
    }
    const undo = (audience: Audience, id: SubscriberId) => undoUnsubscribe(audience, action(id, '2026-11-12T08:00:00Z'))
    for (const comeBack of [askAgain, undo]) {
      const store = await open()
      const audience = audienceOf(store)
      const id = await addConfirmed(audience, ann)
      await audience.ensureList({ slug: other, title: 'Other', createdAt: ann.now })
      const event = { key: addressKey(ann.address), reason: 'unsubscribe', source: 'event' } as const
      await audience.suppressions.insert({ ...event, since: at('2026-11-10T08:00:00Z') })
      await comeBack(audience, id)
      expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('confirmed')
      expect(await audience.suppressions.find(ann.address, papers)).toBeUndefined()
      expect(await audience.suppressions.find(ann.address, other)).toMatchObject({ source: 'event' })
    }
  })
})
