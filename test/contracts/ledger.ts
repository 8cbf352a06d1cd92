import { beforeEach, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { Campaign, CampaignDraft } from '../../src/delivery/campaign.ts'
import {
  deliveryMoves,
  deliveryStatuses,
  type ClaimedDelivery,
  type DeliveryMark,
  type DeliveryStatus,
} from '../../src/delivery/delivery.ts'
import type { LedgerStore } from '../../src/delivery/ledger.ts'
import type { Store } from '../../src/store/open.ts'
import { addReaders } from '../support/sending/crowd.ts'

const now = '2026-11-23T07:00:00Z' as Instant
const nowMs = Date.parse(now)

/** A campaign of an invented issue to `papers`. */
export function aDraft(changes: Partial<CampaignDraft> = {}): CampaignDraft {
  return {
    list: 'papers',
    subject: 'Two papers on tide pools',
    issueHash: 'ab'.repeat(32),
    inDoubt: 'resend',
    content: '{}',
    renderings: [],
    ...changes,
  }
}

/** Makes a campaign and starts it. */
export async function startCampaign(ledger: LedgerStore, changes: Partial<CampaignDraft> = {}): Promise<Campaign> {
  const { id } = await ledger.createCampaign(aDraft(changes), now)
  return ledger.moveCampaign(id, 'start', { now })
}

/** A store and the ledger on it. */
export interface OpenedLedger {
  readonly store: Store
  readonly ledger: LedgerStore
}

/** What every ledger must do. */
export function describeLedger(open: () => Promise<OpenedLedger>): void {
  let opened: OpenedLedger
  let ledger: LedgerStore
  beforeEach(async () => {
    opened = await open()
    ledger = opened.ledger
  })

  const claim = (campaign: Campaign, limit: number, owner = 'one', atMs = nowMs) =>
    ledger.claim({ campaignId: campaign.id, owner, limit, nowMs: atMs })
  const mark = (
    delivery: ClaimedDelivery | undefined,
    event: DeliveryMark['event'],
    more: Partial<DeliveryMark> = {},
  ) => ledger.record([{ id: delivery?.id ?? -1, attempt: delivery?.attempt ?? -1, event, ...more }], nowMs)

  it('freezes the confirmed readers of the list, each once', async () => {
    await addReaders(opened.store, 'papers', { count: 7 })
    await opened.store.db
      .updateTable('subscriptions')
      .set({ status: 'unconfirmed' })
      .where('subscriber_id', 'like', '%3')
      .execute()
    const campaign = await startCampaign(ledger)
    expect(campaign).toMatchObject({ recipientCount: 6, status: 'running', startedAt: now })
    expect(await ledger.count(campaign.id)).toMatchObject({ queued: 6 })
  })

  it('refuses a second campaign of the same issue to the same list', async () => {
    await startCampaign(ledger)
    await expect(ledger.createCampaign(aDraft(), now)).rejects.toMatchObject({ code: 'conflict' })
    expect(await ledger.findCampaignOf('papers', 'ab'.repeat(32))).toMatchObject({ status: 'running' })
    expect(await ledger.listCampaigns()).toHaveLength(1)
  })

  it('gives no delivery twice, to however many claims at once', async () => {
    await addReaders(opened.store, 'papers', { count: 500 })
    const campaign = await startCampaign(ledger)
    const claims = await Promise.all(Array.from({ length: 25 }, (_, n) => claim(campaign, 30, `owner${n}`)))
    const ids = claims.flat().map(({ id }) => id)
    expect(ids).toHaveLength(500)
    expect(new Set(ids).size).toBe(500)
  })

  it('gives what composing needs, in the order of the rows', async () => {
    await addReaders(opened.store, 'papers', { count: 3 })
    const campaign = await startCampaign(ledger)
    const claimed = await claim(campaign, 2)
    expect(claimed).toMatchObject([
      { attempt: 1, deferrals: 0, doubts: 0, variant: '', address: 'reader0@example.com', displayName: 'Reader 0' },
      { address: 'reader1@example.com' },
    ])
  })

  it('F35 gives nobody who unsubscribed, was suppressed or was erased since the freeze, and counts them', async () => {
    await addReaders(opened.store, 'papers', { count: 5 })
    const campaign = await startCampaign(ledger)
    const { db } = opened.store
    await db.updateTable('subscriptions').set({ status: 'unsubscribed' }).where('subscriber_id', 'like', '%0').execute()
    for (const [index, list] of [
      [1, ''],
      [2, 'papers'],
      [3, 'another'],
    ] as const) {
      const key = `reader${index}@example.com`
      await db
        .insertInto('suppressions')
        .values({ address_key: key, list_slug: list, reason: 'complaint', since: now, source: null, import_id: null })
        .execute()
    }
    await db.deleteFrom('subscriptions').where('subscriber_id', 'like', '%4').execute()
    await db.deleteFrom('subscribers').where('id', 'like', '%4').execute()
    // Ids of readers end in their number, so 0, and 10, 20 … would be meant; there are five.
    const claimed = await claim(campaign, 10)
    expect(claimed.map(({ address }) => address)).toEqual(['reader3@example.com'])
    expect(await ledger.count(campaign.id)).toMatchObject({ claimed: 1, suppressed: 4, queued: 0 })
  })

  it('gives nothing while the campaign is paused, and goes on when it is resumed', async () => {
    await addReaders(opened.store, 'papers', { count: 2 })
    const campaign = await startCampaign(ledger)
    await ledger.moveCampaign(campaign.id, 'pause', { now, reason: 'the editor said so' })
    expect(await claim(campaign, 10)).toEqual([])
    expect(await ledger.findCampaign(campaign.id)).toMatchObject({ status: 'paused', reason: 'the editor said so' })
    await ledger.moveCampaign(campaign.id, 'resume', { now })
    expect(await claim(campaign, 10)).toHaveLength(2)
  })

  it('gives a deferred delivery when it is due and not before', async () => {
    await addReaders(opened.store, 'papers', { count: 2 })
    const campaign = await startCampaign(ledger)
    const [first] = await claim(campaign, 1)
    await mark(first, 'defer', { dueAtMs: nowMs + 300_000, deferrals: 1, detail: '451 4.7.1 Later' })
    expect(await ledger.findNextDue(campaign.id)).toBe(nowMs + 300_000)
    expect((await claim(campaign, 10)).map(({ id }) => id)).not.toContain(first?.id)
    expect(await claim(campaign, 10, 'one', nowMs + 300_000)).toMatchObject([
      { id: first?.id, attempt: 2, deferrals: 1 },
    ])
  })

  it('makes every legal move and no other', async () => {
    const events = ['at_dot', 'accept', 'doubt', 'release', 'defer', 'fail'] as const
    const pairs = deliveryStatuses.flatMap((status) => events.map((event) => [status, event] as const))
    await addReaders(opened.store, 'papers', { count: pairs.length })
    const campaign = await startCampaign(ledger)
    const claimed = await claim(campaign, pairs.length)
    for (const [index, [status, event]] of pairs.entries()) {
      const delivery = claimed[index]
      await opened.store.db
        .updateTable('deliveries')
        .set({ status })
        .where('id', '=', delivery?.id ?? 0)
        .execute()
      const [counted] = await mark(delivery, event, { dueAtMs: nowMs })
      const row = await opened.store.db
        .selectFrom('deliveries')
        .select('status')
        .where('id', '=', delivery?.id ?? 0)
        .executeTakeFirstOrThrow()
      const next = deliveryMoves[status][event]
      // A mark written twice, after a commit in question, changes nothing and counts.
      const counts = next !== undefined || status === targets[event]
      expect([status, event, row.status, counted]).toEqual([status, event, next ?? status, counts])
    }
  })

  it('F29 ignores a mark for a claim that is not the last one', async () => {
    await addReaders(opened.store, 'papers', { count: 1 })
    const campaign = await startCampaign(ledger)
    const [stopped] = await claim(campaign, 1, 'stopped')
    await ledger.recover({ dead: [], stopped: ['stopped'] })
    const [taken] = await claim(campaign, 1, 'other')
    expect(await mark(stopped, 'at_dot')).toEqual([false])
    expect(await mark(taken, 'at_dot')).toEqual([true])
    expect(await mark(stopped, 'accept')).toEqual([false])
    expect(await mark(taken, 'accept', { detail: '250 2.0.0 Ok' })).toEqual([true])
  })

  it('F36 lets a mark be written again after a commit in question', async () => {
    await addReaders(opened.store, 'papers', { count: 1 })
    const campaign = await startCampaign(ledger)
    const [delivery] = await claim(campaign, 1)
    for (const event of ['at_dot', 'at_dot', 'accept', 'accept'] as const)
      expect(await mark(delivery, event)).toEqual([true])
    expect(await ledger.count(campaign.id)).toMatchObject({ accepted: 1 })
  })

  for (const inDoubt of ['resend', 'hold'] as const) {
    it(`F4 takes back what a dead sender held; with ${inDoubt}, what was at the dot is ${inDoubt === 'hold' ? 'held' : 'queued again'}`, async () => {
      await addReaders(opened.store, 'papers', { count: 3 })
      const campaign = await startCampaign(ledger, { inDoubt })
      await ledger.beat('dead', 4000)
      const [first] = await claim(campaign, 2, 'dead')
      await mark(first, 'at_dot')
      expect(await ledger.listOwners()).toEqual([{ owner: 'dead', expired: false }])
      expect(await ledger.recover({ dead: ['dead'], stopped: [] })).toEqual({ released: 1, inDoubt: 1 })
      expect(await ledger.listOwners()).toEqual([])
      const expected = inDoubt === 'hold' ? { queued: 2, in_doubt: 1 } : { queued: 3, in_doubt: 0 }
      expect(await ledger.count(campaign.id)).toMatchObject(expected)
      const [row] = await ledger.listDeliveries(campaign.id, { after: 0, limit: 1 })
      expect(row).toMatchObject({ doubts: 1, detail: expect.stringContaining('final dot') as string })
    })
  }

  it('leaves what a stopped sender has at its dot with it, and takes back the rest', async () => {
    await addReaders(opened.store, 'papers', { count: 2 })
    const campaign = await startCampaign(ledger)
    const [first] = await claim(campaign, 2, 'stopped')
    await mark(first, 'at_dot')
    expect(await ledger.recover({ dead: [], stopped: ['stopped'] })).toEqual({ released: 1, inDoubt: 0 })
    expect(await mark(first, 'accept')).toEqual([true])
  })

  it('says who is alive by the clock of the store', async () => {
    await ledger.beat('alive', 60_000)
    await ledger.beat('late', -1)
    const owners = await ledger.listOwners()
    expect(owners.toSorted((a, b) => (a.owner < b.owner ? -1 : 1))).toEqual([
      { owner: 'alive', expired: false },
      { owner: 'late', expired: true },
    ])
    await ledger.leave('alive')
    expect(await ledger.listOwners()).toHaveLength(1)
  })

  it('F27 keeps knowing a sender that left with rows, so that they are taken back', async () => {
    await addReaders(opened.store, 'papers', { count: 4 })
    const { id: campaignId } = await startCampaign(ledger)
    await ledger.beat('broken', 60_000)
    await ledger.claim({ campaignId, owner: 'broken', limit: 2, nowMs: 0 })
    await ledger.leave('broken')
    expect(await ledger.listOwners()).toHaveLength(1)
    expect(await ledger.recover({ dead: ['broken'], stopped: [] })).toEqual({ released: 2, inDoubt: 0 })
    expect([await ledger.listOwners(), (await ledger.count(campaignId)).queued]).toEqual([[], 4])
  })

  it('keeps the words of the server and adds up', async () => {
    await addReaders(opened.store, 'papers', { count: 4 })
    const campaign = await startCampaign(ledger)
    const [a, b, c] = await claim(campaign, 4)
    await Promise.all([mark(a, 'at_dot'), mark(b, 'fail', { detail: '550 5.1.1 ‘Gone’\0' }), mark(c, 'release')])
    await mark(a, 'accept', { detail: '250 2.0.0 queued as 4Xy' })
    const counts = await ledger.count(campaign.id)
    expect(Object.values(counts).reduce((sum, n) => sum + n, 0)).toBe(campaign.recipientCount)
    const rows = await ledger.listDeliveries(campaign.id, { after: 0, limit: 10, statuses: ['accepted', 'failed'] })
    expect(rows.map(({ status, detail }) => [status, detail?.replace('\0', '')])).toEqual([
      ['accepted', '250 2.0.0 queued as 4Xy'],
      ['failed', '550 5.1.1 ‘Gone’'],
    ])
  })

  it('queues failed ones again when an operator asks', async () => {
    await addReaders(opened.store, 'papers', { count: 2 })
    const campaign = await startCampaign(ledger)
    const [a, b] = await claim(campaign, 2)
    await mark(a, 'fail')
    await mark(b, 'at_dot')
    await mark(b, 'doubt')
    expect(await ledger.requeue(campaign.id, ['failed'])).toBe(1)
    expect(await ledger.count(campaign.id)).toMatchObject({ queued: 1, in_doubt: 1 })
    expect(await ledger.requeue(campaign.id, ['failed', 'in_doubt'])).toBe(1)
  })

  it('reserves slots one after another, never in the past, for all who ask', async () => {
    const ask = (count: number, atMs: number) => ledger.reserveSlots('all', { count, intervalMs: 100, nowMs: atMs })
    expect(await ask(10, 1000)).toBe(1000)
    expect(await ask(5, 1200)).toBe(2000)
    expect(await ask(1, 9000)).toBe(9000)
    expect(await ask(1, 9000)).toBe(9100)
  })

  it('names a campaign that is not there', async () => {
    await expect(ledger.moveCampaign(99, 'pause', { now })).rejects.toMatchObject({ code: 'not_found' })
    await expect(ledger.getContent(99)).rejects.toMatchObject({ code: 'not_found' })
    expect(await ledger.findCampaign(99)).toBeUndefined()
  })
}

const targets: Record<DeliveryMark['event'], DeliveryStatus> = {
  at_dot: 'at_dot',
  accept: 'accepted',
  doubt: 'in_doubt',
  release: 'queued',
  defer: 'deferred',
  fail: 'failed',
}
