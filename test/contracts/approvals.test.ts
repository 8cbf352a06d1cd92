import { beforeEach, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { ApprovalStore } from '../../src/delivery/approval.ts'
import { createApprovalStore } from '../../src/store/ledger/approvals.ts'
import { createLedgerStore } from '../../src/store/ledger/ledger-store.ts'
import { aDraft } from './ledger.ts'
import { describeStores } from './stores.ts'

const at = (time: string): Instant => `2026-11-24T${time}:00Z` as Instant
const asked = { hash: 'ab'.repeat(32), preview: { html: '<p>Two papers</p>', text: 'Two papers' }, now: at('06:00') }

await describeStores('approvals', (open) => {
  let store: ApprovalStore
  let id: number
  beforeEach(async () => {
    const { db, engine } = await open()
    store = createApprovalStore(db)
    id = (await createLedgerStore(db, engine).createCampaign(aDraft(), at('06:00'))).id
  })

  it('keeps the first question', async () => {
    expect(await store.find(id)).toBeUndefined()
    await store.ask(id, asked)
    await store.ask(id, { ...asked, hash: 'cd'.repeat(32), now: at('07:00') })
    expect(await store.find(id)).toEqual({ campaignId: id, hash: asked.hash, askedAt: at('06:00') })
    expect(await store.getPreview(id)).toEqual(asked.preview)
  })

  it('counts from the first mail that the owner got', async () => {
    await store.ask(id, asked)
    await store.recordTold(id, { now: at('06:01'), byItselfAt: at('08:01') })
    await store.recordTold(id, { now: at('06:30'), byItselfAt: at('08:30') })
    expect(await store.find(id)).toMatchObject({ toldAt: at('06:01'), byItselfAt: at('08:01') })
  })

  it('keeps the first of twenty words', async () => {
    await store.ask(id, asked)
    const words = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? ('approved' as const) : ('stopped' as const)))
    const stand = await Promise.all(
      words.map((decision, n) => store.decide(id, { decision, by: `${n}`, now: at('07:00') })),
    )
    expect(new Set(stand.map((approval) => approval?.decidedBy)).size).toBe(1)
    expect(await store.decide(id, { decision: 'stopped', by: 'late', now: at('09:00') })).toEqual(stand[0])
  })

  it('has no word where nothing was asked', async () => {
    expect(await store.decide(id, { decision: 'approved', by: 'page', now: at('07:00') })).toBeUndefined()
  })
})
