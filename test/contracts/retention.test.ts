import { expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { createLedgerStore } from '../../src/store/ledger/ledger-store.ts'
import { addReaders } from '../support/sending/crowd.ts'
import { startCampaign } from './ledger.ts'
import { describeStores } from './stores.ts'

const now = '2026-11-23T07:00:00Z' as Instant
const later = '2026-12-24T07:00:00Z' as Instant

await describeStores('retention', (open) => {
  async function openWithReaders(count: number) {
    const store = await open()
    await addReaders(store, 'papers', { count })
    const ledger = createLedgerStore(store.db, store.engine)
    const remember = () => store.db.updateTable('campaigns').set({ remembered_at: now }).execute()
    return { store, ledger, remember, campaign: await startCampaign(ledger) }
  }

  it('keeps the numbers of a campaign of long ago, and not who got it', async () => {
    const { store, ledger, campaign, remember } = await openWithReaders(3)
    const nowMs = Date.parse(now)
    const [first, second] = await ledger.claim({ campaignId: campaign.id, owner: 'one', limit: 3, nowMs })
    if (!first || !second) throw new Error('Three are there.')
    await ledger.record([{ id: first.id, attempt: 1, event: 'at_dot' }], nowMs)
    await ledger.record([{ id: first.id, attempt: 1, event: 'accept' }], nowMs)
    await ledger.record([{ id: second.id, attempt: 1, event: 'fail', detail: '550 5.1.1 gone' }], nowMs)
    await ledger.moveCampaign(campaign.id, 'cancel', { now })
    expect(await ledger.pruneDeliveries(later)).toBe(0)
    await remember()
    const before = await ledger.count(campaign.id)
    expect(await ledger.pruneDeliveries(now)).toBe(0)
    expect(await ledger.pruneDeliveries(later)).toBe(1)
    expect(await ledger.pruneDeliveries(later)).toBe(0)
    expect(await ledger.count(campaign.id)).toEqual(before)
    expect(before).toMatchObject({ accepted: 1, failed: 1, claimed: 1 })
    expect(await ledger.listDeliveries(campaign.id, { after: 0, limit: 9 })).toEqual([])
    expect(await store.db.selectFrom('renderings').selectAll().execute()).toEqual([])
  })

  it('does not try again who is not known any more', async () => {
    const { ledger, campaign, remember } = await openWithReaders(1)
    await ledger.moveCampaign(campaign.id, 'finish', { now })
    await remember()
    await ledger.pruneDeliveries(later)
    await expect(ledger.moveCampaign(campaign.id, 'retry', { now })).rejects.toThrow('are not kept any more')
  })
})
