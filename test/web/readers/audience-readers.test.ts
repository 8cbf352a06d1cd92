import { expect, it } from 'vitest'
import { formatInstant, type Instant } from '../../../src/clock.ts'
import { createAudience } from '../../../src/store/audience.ts'
import type { Audience } from '../../../src/subscribers/audience.ts'
import { suppressAddress } from '../../../src/subscribers/manage.ts'
import { plainProfile } from '../../../src/subscribers/profile.ts'
import { getListSlug } from '../../../src/subscribers/subscription.ts'
import type { TokenClaim } from '../../../src/subscribers/token.ts'
import { createAudienceReaders } from '../../../src/web/readers/audience-readers.ts'
import type { NoticeSubject } from '../../../src/web/readers/send-notices.ts'
import type { PageProof, Readers } from '../../../src/web/readers/readers.ts'
import { describeStores, type OpenStore } from '../../contracts/stores.ts'
import { address, at } from '../../support/readers.ts'

const list = getListSlug('main')
const listId = 'papers.example.com'
const proof: PageProof = { source: '/test', ip: '192.0.2.7', wording: 'Send me papers.' }

interface Opened {
  readonly readers: Readers
  readonly audience: Audience
  readonly sent: { readonly kind: string; readonly subject: NoticeSubject }[]
  readonly clock: { nowMs: number; now(): Instant; isDown: boolean }
}

async function openReaders(open: OpenStore): Promise<Opened> {
  const store = await open()
  const audience = createAudience(store.db, store.engine)
  const clock = { nowMs: Date.parse('2026-11-23T07:00:00Z'), isDown: false, now: () => formatInstant(clock.nowMs) }
  const sent: Opened['sent'] = []
  const readers = createAudienceReaders({
    audience,
    list,
    listId,
    clock,
    async sendNotice({ kind }, subject) {
      if (clock.isDown) throw new Error('451 try later')
      sent.push({ kind, subject })
    },
  })
  return { readers, audience, sent, clock }
}

/** The claim that the links of a mail carry. */
function claimOf({ sent }: Opened): TokenClaim {
  const { subscriberId } = sent.at(-1)?.subject ?? {}
  return { purpose: 'confirm', list, subscriberId: subscriberId ?? '' }
}

await describeStores('the readers of the pages', (open) => {
  it('asks one victim once, however often a form names them', async () => {
    const opened = await openReaders(open)
    for (let count = 0; count < 50; count += 1) await opened.readers.subscribe(address('victim@example.com'), proof)
    await opened.readers.subscribe(address('Victim@EXAMPLE.com'), proof)
    expect(opened.sent.map(({ kind }) => kind)).toEqual(['confirm'])
  })

  it('confirms, saves, leaves and comes back, with the proof kept', async () => {
    const opened = await openReaders(open)
    const { readers, audience } = opened
    await readers.subscribe(address('ada@example.com'), proof)
    const claim = claimOf(opened)
    expect(await readers.find(claim)).toMatchObject({ status: 'unconfirmed', address: 'ada@example.com' })
    expect(await readers.confirm(claim, { ...proof, issuedAt: at('2026-11-23T07:00:00Z') })).toBe(true)
    expect(await readers.confirm(claim, { ...proof, issuedAt: at('2026-11-23T07:00:00Z') })).toBe(false)
    await readers.sendWelcome(claim)
    await readers.savePreferences(
      claim,
      { profile: { ...plainProfile, length: 'short' }, wishes: { frequency: 'weekly' } },
      proof,
    )
    await readers.adjust(claim, { topic: 'video', direction: 1 }, proof)
    expect(await readers.find(claim)).toMatchObject({
      profile: { length: 'short', topics: { video: 0.5 } },
      wishes: { frequency: 'weekly' },
    })
    await readers.unsubscribe(claim, proof)
    await readers.unsubscribe(claim, proof)
    expect(await audience.suppressions.find(address('ada@example.com'), list)).toMatchObject({ reason: 'unsubscribe' })
    await readers.undo(claim, proof)
    expect(await readers.find(claim)).toMatchObject({ status: 'confirmed', profile: { topics: { video: 0.5 } } })
    expect(await audience.suppressions.find(address('ada@example.com'), list)).toBeUndefined()
    expect(opened.sent.map(({ kind }) => kind)).toEqual(['confirm', 'welcome'])
    const records = await audience.subscriptions.listRecords(opened.sent[0]?.subject.subscriberId as never)
    expect(records.map(({ event }) => event)).toEqual([
      'subscribe',
      'confirm',
      'preferences',
      'preferences',
      'unsubscribe',
      'undo',
    ])
    expect(records[0]).toMatchObject({ ip: '192.0.2.7', wording: 'Send me papers.' })
  })

  it('does not count a mail that never left, so that the next try is not a day away', async () => {
    const opened = await openReaders(open)
    opened.clock.isDown = true
    await expect(opened.readers.subscribe(address('ada@example.com'), proof)).rejects.toThrow('451')
    opened.clock.isDown = false
    await opened.readers.subscribe(address('ada@example.com'), proof)
    expect(opened.sent).toHaveLength(1)
  })

  it('sends a new link in place of an expired one, within the same limit of one a day', async () => {
    const opened = await openReaders(open)
    await opened.readers.subscribe(address('ada@example.com'), proof)
    const claim = claimOf(opened)
    await opened.readers.sendConfirmationAgain(claim, proof)
    expect(opened.sent).toHaveLength(1)
    opened.clock.nowMs += 3 * 86_400_000
    await opened.readers.sendConfirmationAgain(claim, proof)
    expect(opened.sent).toHaveLength(2)
  })

  it('shows whoever is suppressed as gone, and offers to come back only to who left', async () => {
    const opened = await openReaders(open)
    const { readers, audience, clock } = opened
    await readers.subscribe(address('ada@example.com'), proof)
    const claim = claimOf(opened)
    await readers.confirm(claim, { ...proof, issuedAt: clock.now() })
    const since = at('2026-11-23T08:00:00Z')
    await audience.suppressions.insert({ key: 'ada@example.com', reason: 'unsubscribe', since })
    expect(await readers.find(claim)).toMatchObject({
      status: 'unsubscribed',
      changedAt: since,
      confirmedAt: clock.now(),
    })
    await readers.undo(claim, proof)
    expect(await readers.find(claim)).toMatchObject({ status: 'confirmed' })
    await audience.suppressions.insert({ key: 'ada@example.com', reason: 'hard_bounce', since })
    const gone = await readers.find(claim)
    expect([gone?.status, gone?.confirmedAt]).toEqual(['unsubscribed', undefined])
  })

  it('lets somebody leave who was mailed from a file and is stored nowhere, and come back', async () => {
    const { readers, audience } = await openReaders(open)
    const claim: TokenClaim = { purpose: 'unsubscribe', list: listId, subscriberId: 'file@example.com' }
    expect(await readers.find(claim)).toMatchObject({ status: 'confirmed', address: 'file@example.com' })
    await readers.unsubscribe(claim, proof)
    expect(await readers.find(claim)).toMatchObject({ status: 'unsubscribed' })
    expect(await audience.suppressions.find(address('file@example.com'), list)).toMatchObject({ reason: 'unsubscribe' })
    await readers.undo(claim, proof)
    expect(await readers.find(claim)).toMatchObject({ status: 'confirmed' })
    await readers.adjust(claim, { topic: 'video', direction: -1 }, proof)
    expect(await readers.find(claim)).toMatchObject({ status: 'confirmed', profile: { topics: { video: -0.5 } } })
  })

  it('tells of changes and of leaving only whom nothing else forbids to mail', async () => {
    const opened = await openReaders(open)
    const { readers, audience } = opened
    const kinds = () => opened.sent.map(({ kind }) => kind)
    await readers.subscribe(address('ada@example.com'), proof)
    const claim = claimOf(opened)
    await readers.sendChanges(claim, ['Titles only'])
    await readers.confirm(claim, { ...proof, issuedAt: at('2026-11-23T07:00:00Z') })
    await readers.sendGoodbye(claim)
    expect(kinds()).toEqual(['confirm'])
    await readers.sendChanges(claim, ['Titles only'])
    await readers.unsubscribe(claim, proof)
    await readers.sendChanges(claim, ['Titles only'])
    await readers.sendGoodbye(claim)
    expect(kinds()).toEqual(['confirm', 'preferences_changed', 'goodbye'])
    await readers.undo(claim, proof)
    await readers.sendGoodbye(claim)
    for (const reason of ['unsubscribe', 'hard_bounce'] as const) {
      await suppressAddress(audience, {
        address: address('ada@example.com'),
        reason,
        since: at('2026-11-23T06:00:00Z'),
        source: 'test',
      })
      await readers.sendChanges(claim, ['Titles only'])
      await readers.unsubscribe(claim, proof)
      await readers.sendGoodbye(claim)
    }
    expect(kinds()).toEqual(['confirm', 'preferences_changed', 'goodbye'])
  })

  it('says goodbye to somebody who was mailed from a file, with a way back', async () => {
    const { readers, sent } = await openReaders(open)
    const claim: TokenClaim = { purpose: 'unsubscribe', list: listId, subscriberId: 'file@example.com' }
    await readers.unsubscribe(claim, proof)
    await readers.sendGoodbye(claim)
    expect(sent).toEqual([
      { kind: 'goodbye', subject: { address: 'file@example.com', list, subscriberId: 'file@example.com' } },
    ])
  })

  it('finds nobody behind the link of somebody who was erased, or of a list that is gone', async () => {
    const { readers } = await openReaders(open)
    const gone: TokenClaim = { purpose: 'preferences', list, subscriberId: '00000000000000000000000000' }
    expect(await readers.find(gone)).toBeUndefined()
    expect(await readers.find({ ...gone, list: 'no.such.list' })).toBeUndefined()
    await readers.unsubscribe(gone, proof)
    await expect(readers.adjust(gone, { topic: 'video', direction: 1 }, proof)).rejects.toThrow(
      'not on the list any more',
    )
  })
})
