import { expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { RecordedBounce } from '../../src/delivery/bounces/bounce-store.ts'
import { hashRecipient } from '../../src/delivery/bounces/read-return-path.ts'
import { addressKey, getMailbox } from '../../src/mail/address.ts'
import { createBounceStore } from '../../src/store/bounces.ts'
import { createSubscriberStore } from '../../src/store/subscribers.ts'
import { createSuppressionStore } from '../../src/store/suppressions.ts'
import { createSubscriberId } from '../../src/subscribers/subscriber.ts'
import { describeStores } from './stores.ts'

const ada = getMailbox('Ada@example.org', 'ada').address
const ben = getMailbox('ben@example.org', 'ben').address
const now = '2026-07-29T09:00:00Z' as Instant

const fullMailbox: RecordedBounce = {
  messageHash: 'a'.repeat(64),
  address: ada,
  kind: 'soft',
  reason: 'mailbox_full',
  status: '5.2.2',
  decision: 'count',
  at: now,
}
const unknownUser: RecordedBounce = {
  ...fullMailbox,
  kind: 'hard',
  reason: 'unknown_user',
  decision: 'suppress',
  suppression: { key: addressKey(ada), reason: 'hard_bounce', since: now, source: 'a test' },
}

await describeStores('what came back', (open) => {
  it('F41 records a report on an address once', async () => {
    const { db, engine } = await open()
    const store = createBounceStore(db, engine)
    expect(await store.has(fullMailbox.messageHash)).toBe(false)
    expect(await store.record(fullMailbox)).toBe(true)
    expect(await store.record({ ...fullMailbox, decision: 'suppress' })).toBe(false)
    expect(await store.record({ ...fullMailbox, address: ben })).toBe(true)
    expect(await store.has(fullMailbox.messageHash)).toBe(true)
  })

  it('suppresses in the same transaction, and not when the report is known', async () => {
    const { db, engine } = await open()
    const store = createBounceStore(db, engine)
    const suppressions = createSuppressionStore(db)
    await store.record(unknownUser)
    expect(await suppressions.find(ada)).toMatchObject({ reason: 'hard_bounce', source: 'a test' })
    await suppressions.delete(ada)
    await store.record(unknownUser)
    expect(await suppressions.find(ada)).toBeUndefined()
  })

  it('is recorded once by many at the same time', async () => {
    const { db, engine } = await open()
    const store = createBounceStore(db, engine)
    const answers = await Promise.all(Array.from({ length: 8 }, () => store.record(unknownUser)))
    expect(answers.filter(Boolean).length).toBe(1)
  })

  it('lists when bounces of an address were counted, in any spelling of it', async () => {
    const { db, engine } = await open()
    const store = createBounceStore(db, engine)
    const days = ['2026-06-01', '2026-07-10', '2026-07-20'].map((day) => `${day}T09:00:00Z` as Instant)
    for (const [index, at] of days.entries()) await store.record({ ...fullMailbox, messageHash: `${index}`, at })
    await store.record({ ...fullMailbox, messageHash: 'ignored', decision: 'ignore' })
    await store.record({ ...fullMailbox, messageHash: 'other', address: ben })
    const spelled = getMailbox('ada@EXAMPLE.org', 'ada').address
    expect(await store.listCountedAt(spelled, '2026-07-01T00:00:00Z' as Instant)).toEqual(days.slice(1))
  })

  it('finds a subscriber by the hash in a return path', async () => {
    const { db, engine } = await open()
    const subscribers = createSubscriberStore(db)
    for (const address of [ben, ada]) {
      await subscribers.insert({ id: createSubscriberId(Date.parse(now)), mailbox: { address }, createdAt: now })
    }
    const store = createBounceStore(db, engine)
    expect(await store.findByHash(hashRecipient(ada))).toBe(ada)
    expect(await store.findByHash('0'.repeat(16))).toBeUndefined()
  })
})
