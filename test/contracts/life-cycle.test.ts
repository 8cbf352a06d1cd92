import { describe, expect, it } from 'vitest'
import { confirmSubscription } from '../../src/subscribers/confirm.ts'
import { createBounceStore } from '../../src/store/bounces.ts'
import { createLedgerStore } from '../../src/store/ledger/ledger-store.ts'
import { startCampaign } from './ledger.ts'
import { addSubscriber, eraseSubscriber, exportSubscriber, suppressAddress } from '../../src/subscribers/manage.ts'
import { adjustPreferences, changePreferences } from '../../src/subscribers/preferences.ts'
import { plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { subscribe, type SubscribeRequest } from '../../src/subscribers/subscribe.ts'
import type { SubscriberId } from '../../src/subscribers/subscriber.ts'
import {
  moveSubscription,
  subscriptionMoves,
  type SubscriptionEvent,
  type SubscriptionStatus,
} from '../../src/subscribers/subscription.ts'
import { undoUnsubscribe, unsubscribe } from '../../src/subscribers/unsubscribe.ts'
import { action, addConfirmed, address, at, audienceOf, dump, papers, subscriptionOf } from '../support/readers.ts'
import { describeStores } from './stores.ts'

const ann: SubscribeRequest = {
  list: papers,
  address: address('ann@example.com'),
  name: 'Ann',
  ip: '192.0.2.7',
  wording: 'Papers every weekday.',
  now: at('2026-11-01T08:00:00Z'),
}

describe('the moves of a subscription', () => {
  const events: SubscriptionEvent[] = ['subscribe', 'confirm', 'unsubscribe', 'undo', 'add']
  const table: Record<SubscriptionStatus, (SubscriptionStatus | 'refused')[]> = {
    unconfirmed: ['unconfirmed', 'confirmed', 'unsubscribed', 'refused', 'confirmed'],
    confirmed: ['confirmed', 'confirmed', 'unsubscribed', 'confirmed', 'confirmed'],
    unsubscribed: ['unconfirmed', 'refused', 'unsubscribed', 'confirmed', 'refused'],
  }
  const rows = Object.entries(table).flatMap(([status, nexts]) =>
    nexts.map((next, index) => [status, events[index]!, next] as const),
  )

  it.each(rows.filter(([, , next]) => next !== 'refused'))('%s, %s: %s', (status, event, next) => {
    expect(moveSubscription(status as SubscriptionStatus, event)).toBe(next)
  })

  it.each(rows.filter(([, , next]) => next === 'refused'))('%s cannot %s', (status, event) => {
    expect(() => moveSubscription(status as SubscriptionStatus, event)).toThrow(
      `A subscription that is ${status} cannot ${event}.`,
    )
  })

  it('are all in the table above', () => {
    expect(Object.keys(subscriptionMoves)).toEqual(Object.keys(table))
  })
})

await describeStores('the life of a subscription', (open) => {
  it('goes from form to mail to confirmed, with the proof kept', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const id = await addConfirmed(audience, ann)
    expect(await subscriptionOf(store, 'ann@example.com')).toMatchObject({
      status: 'confirmed',
      confirmedAt: '2026-11-01T09:00:00Z',
      consent: { method: 'form', at: ann.now, ip: '192.0.2.7', wording: 'Papers every weekday.' },
    })
    const history = await audience.subscriptions.listRecords(id)
    expect(history.map(({ event, at: when }) => `${event} ${when}`)).toEqual([
      'subscribe 2026-11-01T08:00:00Z',
      'confirm 2026-11-01T09:00:00Z',
    ])
  })

  it('is confirmed twice as well as once', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const id = await addConfirmed(audience, ann)
    const before = await dump(store)
    await confirmSubscription(audience, { ...action(id, '2026-11-02T09:00:00Z'), issuedAt: ann.now })
    expect(await dump(store)).toBe(before)
  })

  it('asks a mailbox once a day and three times in all, however often somebody types it', async () => {
    const audience = audienceOf(await open())
    let mails = 0
    for (let day = 1; day <= 6; day += 1) {
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const { confirmation } = await subscribe(audience, {
          ...ann,
          now: at(`2026-11-0${day}T08:${10 + attempt}:00Z`),
        })
        if (confirmation) mails += 1
      }
    }
    expect(mails).toBe(3)
  })

  it('sends one mail to one victim of a crowd that types at once', async () => {
    const audience = audienceOf(await open())
    const results = await Promise.all(Array.from({ length: 40 }, () => subscribe(audience, ann)))
    expect(results.filter(({ confirmation }) => confirmation)).toHaveLength(1)
  })

  it('asks nobody who is confirmed, dead, complaining or suppressed by hand', async () => {
    const audience = audienceOf(await open())
    await addConfirmed(audience, ann)
    expect(await subscribe(audience, { ...ann, now: at('2026-12-01T08:00:00Z') })).toEqual({})
    for (const reason of ['hard_bounce', 'complaint', 'manual'] as const) {
      const victim = address(`${reason}@example.com`)
      await suppressAddress(audience, { address: victim, reason, since: ann.now, source: 'test' })
      expect(await subscribe(audience, { ...ann, address: victim })).toEqual({})
    }
  })

  it('ends at once, stays ended, and is taken back within seven days', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const id = await addConfirmed(audience, ann)
    const gone = await unsubscribe(audience, { ...action(id, '2026-11-10T08:00:00Z'), source: 'one-click' })
    expect(gone?.status).toBe('unsubscribed')
    const leftSince = (time: string) => audience.subscriptions.countLeft(papers, at(time))
    expect(await leftSince('2026-11-10T08:00:00Z')).toBe(1)
    expect(await leftSince('2026-11-10T08:00:01Z')).toBe(0)
    expect(await audience.suppressions.find(ann.address, papers)).toMatchObject({
      reason: 'unsubscribe',
      source: 'one-click',
    })
    const before = await dump(store)
    await unsubscribe(audience, { ...action(id, '2026-11-11T08:00:00Z'), source: 'page' })
    expect(await dump(store)).toBe(before)
    const stale = confirmSubscription(audience, { ...action(id, '2026-11-11T09:00:00Z'), issuedAt: ann.now })
    await expect(stale).rejects.toThrow('You left this list after that mail')
    await undoUnsubscribe(audience, action(id, '2026-11-17T08:00:00Z'))
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('confirmed')
    expect(await audience.suppressions.find(ann.address, papers)).toBeUndefined()
  })

  it('cannot be taken back later, nor by who never confirmed', async () => {
    const audience = audienceOf(await open())
    const id = await addConfirmed(audience, ann)
    await unsubscribe(audience, { ...action(id, '2026-11-10T08:00:00Z'), source: 'page' })
    await expect(undoUnsubscribe(audience, action(id, '2026-11-17T08:00:01Z'))).rejects.toThrow(
      'can no longer be undone',
    )
    const { confirmation } = await subscribe(audience, { ...ann, address: address('bob@example.com') })
    const bob = confirmation!.subscriber.id
    await unsubscribe(audience, { ...action(bob, '2026-11-02T08:00:00Z'), source: 'page' })
    await expect(undoUnsubscribe(audience, action(bob, '2026-11-02T09:00:00Z'))).rejects.toThrow(
      'can no longer be undone',
    )
  })

  it('begins again by asking again', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const id = await addConfirmed(audience, ann)
    await unsubscribe(audience, { ...action(id, '2026-11-10T08:00:00Z'), source: 'page' })
    const now = at('2026-12-10T08:00:00Z')
    expect((await subscribe(audience, { ...ann, now })).confirmation?.subscription.status).toBe('unconfirmed')
    await confirmSubscription(audience, { ...action(id, '2026-12-10T09:00:00Z'), issuedAt: now })
    expect(await audience.suppressions.find(ann.address, papers)).toBeUndefined()
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('confirmed')
  })

  it('of somebody unknown ends without an error', async () => {
    const audience = audienceOf(await open())
    const nobody = '00000000000000000000000000' as SubscriberId
    expect(await unsubscribe(audience, { ...action(nobody, '2026-11-10T08:00:00Z'), source: 'page' })).toBeUndefined()
    await expect(
      confirmSubscription(audience, { ...action(nobody, '2026-11-10T08:00:00Z'), issuedAt: ann.now }),
    ).rejects.toThrow('belongs to nobody')
  })

  it('keeps preferences, and shows the weight that more like this has moved', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const id = await addConfirmed(audience, ann)
    const profile = { ...plainProfile, topics: { vision: 1 }, words: ['diffusion'], maxPapers: 7 }
    const wishes = { ...plainWishes, frequency: 'weekly' as const, weekday: 1, hour: 7, zone: 'Europe/Berlin' }
    await changePreferences(audience, { ...action(id, '2026-11-02T08:00:00Z'), profile, wishes })
    await adjustPreferences(audience, { ...action(id, '2026-11-03T08:00:00Z'), topic: 'robotics', direction: 1 })
    const changed = await adjustPreferences(audience, {
      ...action(id, '2026-11-03T08:00:00Z'),
      topic: 'vision',
      direction: -1,
    })
    expect(changed.profile.topics).toEqual({ robotics: 0.5, vision: 0.5 })
    expect(await subscriptionOf(store, 'ann@example.com')).toMatchObject({
      wishes,
      profile: { words: ['diffusion'], maxPapers: 7 },
    })
    const wrong = changePreferences(audience, {
      ...action(id, '2026-11-02T08:00:00Z'),
      profile,
      wishes: { ...wishes, zone: 'Mars/Olympus' },
    })
    await expect(wrong).rejects.toThrow('"Mars/Olympus" is no time zone')
  })

  it('is added by hand, but not against a suppression', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const request = { list: papers, mailbox: { address: ann.address }, source: 'asked at the desk', now: ann.now }
    await addSubscriber(audience, request)
    expect(await subscriptionOf(store, 'ann@example.com')).toMatchObject({
      status: 'confirmed',
      consent: { method: 'manual', source: 'asked at the desk' },
    })
    await suppressAddress(audience, {
      address: ann.address,
      reason: 'hard_bounce',
      since: at('2026-11-02T00:00:00Z'),
      source: 'bounce',
    })
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('unsubscribed')
    await expect(addSubscriber(audience, request)).rejects.toThrow(
      'ann@example.com is suppressed (hard_bounce, since 2026-11-02)',
    )
  })

  it('is given to the person, and erased but for a hash', async () => {
    const store = await open()
    const audience = audienceOf(store)
    await addConfirmed(audience, ann)
    const bounce = { messageHash: 'a'.repeat(64), address: ann.address, kind: 'soft', reason: 'mailbox_full' } as const
    const bounces = createBounceStore(store.db, store.engine)
    await bounces.record({ ...bounce, words: '<ann@example.com>: full', decision: 'count', at: ann.now })
    const ledger = createLedgerStore(store.db, store.engine)
    const { id } = await startCampaign(ledger, { list: papers })
    const [mine] = await ledger.claim({ campaignId: id, owner: 'one', limit: 1, nowMs: Date.parse(ann.now) })
    const refused = { id: mine!.id, attempt: 1, event: 'fail', detail: '552 <ann@example.com> is full' } as const
    await ledger.record([refused], Date.parse(ann.now))
    const record = await exportSubscriber(audience, ann.address)
    expect(record).toMatchObject({
      sent: [{ list: papers, status: 'failed', detail: '552 <ann@example.com> is full' }],
      returned: [{ kind: 'soft', words: '<ann@example.com>: full' }],
      subscriber: { mailbox: { displayName: 'Ann' } },
      subscriptions: [{ list: 'papers' }],
      history: [{ ip: '192.0.2.7' }, {}],
    })
    expect(await eraseSubscriber(audience, { address: ann.address, now: at('2026-11-20T00:00:00Z') })).toBe(true)
    expect(await dump(store)).not.toMatch(/ann@|Ann|192\.0\.2\.7/)
    expect(await bounces.has(bounce.messageHash)).toBe(true)
    for (const table of ['bounces', 'deliveries'] as const)
      expect(JSON.stringify(await store.db.selectFrom(table).selectAll().execute())).not.toContain('ann@')
    expect(await audience.suppressions.find(ann.address)).toMatchObject({ reason: 'manual' })
    expect(await eraseSubscriber(audience, { address: address('zoe@example.com'), now: ann.now })).toBe(false)
    await expect(exportSubscriber(audience, ann.address)).rejects.toThrow('ann@example.com is no subscriber.')
  })
})
