import { expect, it } from 'vitest'
import { createImportStore } from '../../src/store/imports/import-store.ts'
import { confirmSubscription } from '../../src/subscribers/confirm.ts'
import { suppressAddress, eraseSubscriber } from '../../src/subscribers/manage.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { subscribe } from '../../src/subscribers/subscribe.ts'
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts'
import { address, at, audienceOf, dump, importText, papers, subscriptionOf } from '../support/readers.ts'
import { createSelectionStore } from '../../src/store/issues/selections.ts'
import { describeStores } from './stores.ts'

const file =
  'email,name,status,tags,topics,confirmed_at\nann@example.com,Ann,active,vip,Vision,2024-05-06\nbob@example.com,Bob,pending,,,\ncleo@example.com,Cleo,unsubscribed,,,\ndan@example.com,Dan,bounced,,,\nnobody,,active,,,\nANN@example.com,Ann,active,,,\n'

await describeStores('an import', (open) => {
  it('gives every record an outcome, and the counts add up', async () => {
    const store = await open()
    const { counts, rows } = await importText(store, file)
    expect(rows.map(({ line, address, outcome }) => `${line} ${address} ${outcome}`)).toEqual([
      '2 ann@example.com added',
      '3 bob@example.com unconfirmed',
      '4 cleo@example.com suppressed',
      '5 dan@example.com suppressed',
      '6  rejected',
      '7 ANN@example.com unchanged',
    ])
    expect(counts).toEqual({ added: 1, updated: 0, unchanged: 1, suppressed: 2, unconfirmed: 1, rejected: 1 })
    expect(await subscriptionOf(store, 'ann@example.com')).toMatchObject({
      status: 'confirmed',
      consent: { method: 'import', at: '2024-05-06T00:00:00Z', source: 'csv' },
      tags: ['vip'],
      profile: { topics: { vision: 1 } },
    })
    const members = await createSelectionStore(store.db, store.engine).listMembers(papers, { after: '', limit: 10 })
    expect(members.filter(({ isSuppressed }) => !isSuppressed).map(({ mailbox }) => mailbox)).toEqual([
      { displayName: 'Ann', address: 'ann@example.com' },
    ])
  })

  it('B12 changes nothing the second time', async () => {
    const store = await open()
    await importText(store, file)
    const before = await dump(store)
    const { counts } = await importText(store, file, { now: '2026-11-09T00:00:00Z' })
    expect(await dump(store)).toBe(before)
    expect(counts).toEqual({ added: 0, updated: 0, unchanged: 3, suppressed: 2, unconfirmed: 0, rejected: 1 })
  })

  it('keeps nothing of a rehearsal, and tells the same counts', async () => {
    const store = await open()
    const before = await dump(store)
    const rehearsal = await importText(store, file, { dryRun: true })
    expect(await dump(store)).toBe(before)
    expect(rehearsal.importId).toBeUndefined()
    expect((await importText(store, file)).counts).toEqual(rehearsal.counts)
  })

  it('never brings back who left, bounced, complained or was erased', async () => {
    const store = await open()
    const audience = audienceOf(store)
    await importText(store, 'email\nann@example.com\nbob@example.com\neve@example.com\n')
    const ann = await subscriptionOf(store, 'ann@example.com')
    await unsubscribe(audience, {
      list: papers,
      subscriberId: ann!.subscriberId,
      now: at('2026-11-02T00:00:00Z'),
      source: 'page',
    })
    await suppressAddress(audience, {
      address: address('bob@example.com'),
      reason: 'complaint',
      since: at('2026-11-02T00:00:00Z'),
      source: 'report',
    })
    await eraseSubscriber(audience, { address: address('eve@example.com'), now: at('2026-11-02T00:00:00Z') })
    const { rows } = await importText(
      store,
      'email,status\nAnn@example.com,active\nbob@example.com,active\neve@example.com,active\n',
    )
    expect(rows.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
      'suppressed: unsubscribed on 2026-11-02',
      'suppressed: complained on 2026-11-02',
      'suppressed: suppressed by hand on 2026-11-02',
    ])
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('unsubscribed')
    expect(await subscriptionOf(store, 'eve@example.com')).toBeUndefined()
  })

  it('is undone, and leaves gone whoever left, bounced or was taken off after it', async () => {
    const store = await open()
    const audience = audienceOf(store)
    await importText(store, 'email\nann@example.com\nbob@example.com\ndan@example.com\n', {
      now: '2026-10-01T00:00:00Z',
    })
    const { importId } = await importText(
      store,
      'email,status,tags\nann@example.com,unsubscribed,\nbob@example.com,active,new\ndan@example.com,bounced,\n',
    )
    const ann = await subscriptionOf(store, 'ann@example.com')
    const now = at('2026-11-03T00:00:00Z')
    await unsubscribe(audience, { list: papers, subscriberId: ann!.subscriberId, now, source: 'page' })
    const suppressed = { reason: 'hard_bounce', since: now, source: 'bounce' } as const
    await suppressAddress(audience, { ...suppressed, address: address('bob@example.com') })
    await suppressAddress(audience, { ...suppressed, address: address('dan@example.com') })
    await createImportStore(store.db, store.engine).undo(importId!, at('2026-11-05T00:00:00Z'))
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('unsubscribed')
    expect((await subscriptionOf(store, 'bob@example.com'))?.status).toBe('unsubscribed')
    for (const text of ['ann@example.com', 'bob@example.com', 'dan@example.com'])
      expect(await audience.suppressions.find(address(text), papers)).toBeDefined()
  })

  it('never overwrites what a person chose, and fills in what is missing', async () => {
    const store = await open()
    const audience = audienceOf(store)
    await importText(store, 'email,name\nann@example.com,\nbob@example.com,Robert\n')
    const bob = await subscriptionOf(store, 'bob@example.com')
    const profile = { ...plainProfile, topics: { robotics: 1 }, length: 'titles' as const }
    await changePreferences(audience, {
      list: papers,
      subscriberId: bob!.subscriberId,
      now: at('2026-11-02T00:00:00Z'),
      profile,
      wishes: { ...plainWishes, hour: 7 },
    })
    const { rows } = await importText(
      store,
      'email,name,topics,tags\nann@example.com,Ann,Vision,vip\nbob@example.com,Bob,Vision,\n',
    )
    expect(rows.map(({ outcome }) => outcome)).toEqual(['updated', 'unchanged'])
    expect(await subscriptionOf(store, 'bob@example.com')).toMatchObject({ profile, wishes: { hour: 7 } })
    expect((await audience.subscribers.findByAddress(address('bob@example.com')))?.mailbox.displayName).toBe('Robert')
    expect((await audience.subscribers.findByAddress(address('ann@example.com')))?.mailbox.displayName).toBe('Ann')
    expect((await subscriptionOf(store, 'ann@example.com'))?.tags).toEqual(['vip'])
  })

  it('lets a departure elsewhere stand, but not against who came here later', async () => {
    const store = await open()
    const audience = audienceOf(store)
    await importText(store, 'email\nann@example.com\n')
    const asked = await subscribe(audience, {
      list: papers,
      address: address('bob@example.com'),
      now: at('2026-11-03T00:00:00Z'),
    })
    const subscriberId = asked.confirmation!.subscriber.id
    await confirmSubscription(audience, {
      list: papers,
      subscriberId,
      now: at('2026-11-04T00:00:00Z'),
      issuedAt: at('2026-11-03T00:00:00Z'),
    })
    const text = 'email,unsubscribed_at\nann@example.com,2026-10-01\nbob@example.com,2026-10-01\n'
    expect((await importText(store, text)).rows.map(({ outcome }) => outcome)).toEqual(['suppressed', 'unchanged'])
    expect((await subscriptionOf(store, 'ann@example.com'))?.status).toBe('unsubscribed')
    expect((await subscriptionOf(store, 'bob@example.com'))?.status).toBe('confirmed')
  })

  it('does not confirm for somebody whom our own form has asked', async () => {
    const store = await open()
    await subscribe(audienceOf(store), {
      list: papers,
      address: address('bob@example.com'),
      now: at('2026-11-03T00:00:00Z'),
    })
    expect((await importText(store, 'email,status\nbob@example.com,active\n')).rows[0]?.outcome).toBe('unchanged')
    expect((await subscriptionOf(store, 'bob@example.com'))?.status).toBe('unconfirmed')
  })

  it('is undone to the state before, but for those who acted since', async () => {
    const store = await open()
    const audience = audienceOf(store)
    const imports = createImportStore(store.db, store.engine)
    await importText(store, 'email,name\nann@example.com,\nbob@example.com,Bob\n')
    const before = await dump(store)
    const { importId } = await importText(
      store,
      'email,name,status\nann@example.com,Ann,active\nbob@example.com,Bob,unsubscribed\ncleo@example.com,Cleo,active\ndan@example.com,Dan,bounced\n',
    )
    expect(await imports.undo(importId!, at('2026-11-05T00:00:00Z'))).toEqual({
      removed: 1,
      restored: 2,
      suppressions: 2,
      kept: 0,
    })
    expect(await dump(store)).toBe(before)
    await expect(imports.undo(importId!, at('2026-11-05T00:00:00Z'))).rejects.toThrow('was undone at 2026-11-05')
    await expect(imports.undo(99, at('2026-11-05T00:00:00Z'))).rejects.toThrow('There is no import 99')

    const again = await importText(store, 'email\ncleo@example.com\neve@example.com\n')
    const cleo = await subscriptionOf(store, 'cleo@example.com')
    await unsubscribe(audience, {
      list: papers,
      subscriberId: cleo!.subscriberId,
      now: at('2026-11-06T00:00:00Z'),
      source: 'page',
    })
    expect(await imports.undo(again.importId!, at('2026-11-07T00:00:00Z'))).toMatchObject({ removed: 1, kept: 1 })
    expect((await subscriptionOf(store, 'cleo@example.com'))?.status).toBe('unsubscribed')
    expect(await subscriptionOf(store, 'eve@example.com')).toBeUndefined()
  })

  it('joins a list whom another list has already', async () => {
    const store = await open()
    await importText(store, 'email\nann@example.com\n')
    const other = 'other' as typeof papers
    expect((await importText(store, 'email\nann@example.com\n', { list: other })).counts.added).toBe(1)
    const audience = audienceOf(store)
    const ann = await audience.subscribers.findByAddress(address('ann@example.com'))
    expect((await audience.subscriptions.listOf(ann!.id)).map(({ list }) => list)).toEqual(['other', 'papers'])
  })

  it('is whole or absent: an error in the middle leaves nothing', async () => {
    const store = await open()
    const before = await dump(store)
    const broken = importText(store, file, {
      onRows: () => {
        throw new Error('the disk of the rejects is full')
      },
    })
    await expect(broken).rejects.toThrow('the disk of the rejects is full')
    expect(await dump(store)).toBe(before)
    expect((await importText(store, file)).counts.added).toBe(1)
  })

  it('takes a long file in chunks, sorted or not', async () => {
    const store = await open()
    const lines = Array.from({ length: 25_000 }, (_, index) => `reader${(index * 7919) % 25_000}@example.com`)
    const { counts } = await importText(store, `email\n${lines.join('\n')}\n${lines[3]}\n`)
    expect(counts).toMatchObject({ added: 25_000, unchanged: 1 })
    expect(await audienceOf(store).subscriptions.count(papers)).toEqual({
      confirmed: 25_000,
      unconfirmed: 0,
      unsubscribed: 0,
    })
  })
})
