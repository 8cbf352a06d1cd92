import { expect, it } from 'vitest'
import { createIssueArchive, type ArchivedIssueContent } from '../../src/store/issues/issues.ts'
import { createRateLimitStore } from '../../src/store/rate-limits.ts'
import { createSelectionStore } from '../../src/store/issues/selections.ts'
import type { PlainDate } from '../../src/clock.ts'
import { plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { groupSelections, type SelectionGroup } from '../../src/subscribers/selection.ts'
import { address, at, audienceOf, importText, papers, subscriptionOf } from '../support/readers.ts'
import { createLedgerStore } from '../../src/store/ledger/ledger-store.ts'
import type { LedgerStore } from '../../src/delivery/ledger.ts'
import { startCampaign } from './ledger.ts'
import { describeStores } from './stores.ts'

const day = (text: string) => text as PlainDate
const hand = new Set(['2411.00001', '2411.00002', '2411.00003'])

/** The server accepts for these readers, and refuses the others for now. */
async function accept(ledger: LedgerStore, campaignId: number, readers: readonly string[]): Promise<void> {
  const nowMs = Date.parse('2026-11-23T07:00:00Z')
  for (const claimed of await ledger.claim({ campaignId, owner: 'test', limit: 100, nowMs })) {
    const { id, attempt } = claimed
    const isTaken = readers.includes(claimed.subscriberId)
    await ledger.record([{ id, attempt, event: 'at_dot' }], nowMs)
    await ledger.record([isTaken ? { id, attempt, event: 'accept' } : { id, attempt, event: 'release' }], nowMs)
  }
}

await describeStores('personal selection', (open) => {
  async function openWithReaders(...names: string[]) {
    const store = await open()
    await importText(store, `email\n${names.map((name) => `${name}@example.com`).join('\n')}\n`)
    const selections = createSelectionStore(store.db, store.engine)
    const idOf = async (name: string) => (await subscriptionOf(store, `${name}@example.com`))!.subscriberId
    const groups = async () => groupSelections(selections, await selections.listCohorts(papers), hand)
    /** Sends an issue of these papers, which the server accepts for these readers. */
    const send = async (paperKeys: string[], accepting: string[], date = '2026-11-01') => {
      const list = paperKeys.map((key) => ({
        key: key.replace(/v\d+$/, ''),
        ...(/v(\d+)$/.test(key) ? { version: Number(/v(\d+)$/.exec(key)![1]) } : {}),
      }))
      const selectionId = await selections.insert({
        list: papers,
        issueNumber: 1,
        date: day(date),
        profileKey: '',
        papers: list,
      })
      const ledger = createLedgerStore(store.db, store.engine)
      const issueHash = `${paperKeys.join()} ${date}`
      const renderings = [{ variant: '', selectionId, body: new Uint8Array() }]
      const { id } = await startCampaign(ledger, { list: papers, issueHash, renderings })
      await accept(ledger, id, await Promise.all(accepting.map(idOf)))
      await selections.recordReceived(papers)
      return id
    }
    const historyOf = async (name: string) =>
      (await selections.findCohort(papers, await idOf(name)))?.historyKey ?? 'none'
    return { store, selections, idOf, groups, send, historyOf }
  }
  const brief = (groups: readonly SelectionGroup[]) =>
    groups.map(({ readerCount, memory }) => `${readerCount}: ${[...memory.keys()].sort().join()}`).sort()

  it('shares one selection among all who chose and had the same', async () => {
    const { store, groups, idOf } = await openWithReaders('ann', 'bob', 'cleo')
    expect(brief(await groups())).toEqual(['3: '])
    const wishes = { ...plainWishes, hour: 5 }
    for (const [name, topics] of [
      ['ann', { vision: 1, robotics: 1 }],
      ['bob', { robotics: 1, vision: 1 }],
    ] as const) {
      await changePreferences(audienceOf(store), {
        list: papers,
        subscriberId: await idOf(name),
        now: at('2026-11-02T00:00:00Z'),
        profile: { ...plainProfile, topics },
        wishes,
      })
    }
    const found = await groups()
    expect(
      found.map(({ readerCount, profile }) => [readerCount, profile.topics] as const).toSorted(([a], [b]) => a - b),
    ).toEqual([
      [1, {}],
      [2, { robotics: 1, vision: 1 }],
    ])
  })

  it('remembers what each reader had, with day and version, across issues', async () => {
    const { groups, send, selections, historyOf } = await openWithReaders('ann', 'bob')
    await send(['2411.00001v1', '2411.00002'], ['ann', 'bob'])
    await send(['2411.00001v2'], ['ann'], '2026-11-05')
    expect(brief(await groups())).toEqual(
      ['2: 2411.00001,2411.00002'].flatMap(() => ['1: 2411.00001,2411.00002', '1: 2411.00001,2411.00002']),
    )
    const memory = await selections.findMemory({ historyKey: await historyOf('ann') }, hand)
    expect(memory.get('2411.00001')).toEqual({ on: '2026-11-05', version: 2 })
    expect(memory.get('2411.00002')).toEqual({ on: '2026-11-01' })
    expect(memory.has('2411.00003')).toBe(false)
  })

  it('remembers later who was accepted later, and not again who had it already', async () => {
    const { store, send, selections, idOf, historyOf } = await openWithReaders('ann', 'bob')
    const id = await send(['2411.00001'], ['ann'])
    await send(['2411.00002'], ['ann'])
    const before = await historyOf('ann')
    await accept(createLedgerStore(store.db, store.engine), id, [await idOf('bob')])
    await selections.recordReceived(papers)
    expect(await historyOf('ann')).toBe(before)
    const ofBob = await selections.findMemory({ historyKey: await historyOf('bob') }, hand)
    expect([...ofBob.keys()]).toEqual(['2411.00001'])
  })

  it('says of each cohort when it had its last issue, and keeps other wishes apart', async () => {
    const { store, send, selections, idOf } = await openWithReaders('ann', 'bob')
    await send(['2411.00001'], ['ann'], '2026-11-05')
    await changePreferences(audienceOf(store), {
      list: papers,
      subscriberId: await idOf('bob'),
      now: at('2026-11-06T00:00:00Z'),
      profile: plainProfile,
      wishes: { frequency: 'weekly', weekday: 5 },
    })
    const cohorts = await selections.listCohorts(papers)
    expect(cohorts.map(({ wishes, lastIssueOn, readerCount }) => ({ wishes, lastIssueOn, readerCount }))).toEqual(
      expect.arrayContaining([
        { wishes: plainWishes, lastIssueOn: '2026-11-05', readerCount: 1 },
        { wishes: { frequency: 'weekly', weekday: 5 }, lastIssueOn: undefined, readerCount: 1 },
      ]),
    )
  })

  it('knows what a whole cohort waits for in a sending that runs, and tells nobody else so', async () => {
    const { store, selections, groups, send } = await openWithReaders('ann', 'bob')
    const campaign = await send(['2411.00001', '2411.00002v1'], ['bob'])
    const deferred = { status: 'deferred', due_at_ms: Date.parse('2026-11-23T18:00:00Z') }
    await store.db.updateTable('deliveries').set(deferred).where('status', '=', 'queued').execute()
    expect(brief(await groups())).toEqual(['2: 2411.00001,2411.00002'])
    const cohorts = await selections.listCohorts(papers)
    expect(cohorts.map(({ waitingFor, lastIssueOn }) => [waitingFor.length, lastIssueOn])).toEqual([
      [1, '2026-11-01'],
      [0, '2026-11-01'],
    ])
    await importText(store, 'email\nnew@example.com\n')
    expect(brief(await groups())).toEqual(['1: 2411.00001,2411.00002', '2: '])
    const newcomer = (await subscriptionOf(store, 'new@example.com'))!.subscriberId
    await store.db.deleteFrom('subscriptions').where('subscriber_id', '=', newcomer).execute()
    const now = at('2026-11-23T12:00:00Z')
    await createLedgerStore(store.db, store.engine).moveCampaign(campaign, 'cancel', { now })
    expect(brief(await groups())).toEqual(['1: ', '1: 2411.00001,2411.00002'])
  })

  it('lists the confirmed readers in pages, and says who is suppressed', async () => {
    const { store, selections } = await openWithReaders('ann', 'bob', 'cleo')
    const since = at('2026-11-01T00:00:00Z')
    await audienceOf(store).suppressions.insert({ key: 'bob@example.com', reason: 'manual', since })
    const first = await selections.listMembers(papers, { after: '', limit: 2 })
    const rest = await selections.listMembers(papers, { after: first.at(-1)!.subscriberId, limit: 2 })
    const seen = [...first, ...rest].map(({ mailbox, isSuppressed }) => `${mailbox.address} ${isSuppressed}`)
    expect(seen.sort()).toEqual(['ann@example.com false', 'bob@example.com true', 'cleo@example.com false'])
  })

  it('brings readers together again where what they had is not at hand', async () => {
    const { groups, send } = await openWithReaders('ann', 'bob')
    await send(['2410.99999'], ['ann'])
    expect(brief(await groups())).toEqual(['2: '])
  })

  it('stores a selection once, however many had it, and records it once', async () => {
    const { store, send, selections, historyOf } = await openWithReaders('ann', 'bob', 'cleo')
    await send(['2411.00001'], ['ann', 'bob', 'cleo'])
    await selections.recordReceived(papers)
    expect(await store.db.selectFrom('histories').selectAll().execute()).toHaveLength(1)
    expect(new Set(await Promise.all(['ann', 'bob', 'cleo'].map(historyOf))).size).toBe(1)
  })
})

await describeStores('the archive of issues', (open) => {
  const content = (number: number, hash: string) =>
    ({
      list: papers,
      number,
      date: day('2026-11-01'),
      subject: `Issue ${number}`,
      hash,
      createdAt: at('2026-11-01T00:00:00Z'),
      issue: { hash } as never,
      html: '<p>',
      text: 't',
    }) satisfies ArchivedIssueContent

  it('counts, pages backwards and gives back what was kept', async () => {
    const archive = createIssueArchive((await open()).db)
    expect(await archive.nextNumber(papers)).toBe(1)
    for (let number = 1; number <= 5; number += 1) await archive.save(content(number, `h${number}`))
    expect(await archive.nextNumber(papers)).toBe(6)
    expect((await archive.listPage(papers, { limit: 2 })).map(({ number }) => number)).toEqual([5, 4])
    expect((await archive.listPage(papers, { before: 4, limit: 2 })).map(({ number }) => number)).toEqual([3, 2])
    expect(await archive.find(papers, 3)).toEqual(content(3, 'h3'))
    expect(await archive.find(papers, 9)).toBeUndefined()
  })

  it('lets an issue change until it is frozen', async () => {
    const archive = createIssueArchive((await open()).db)
    await archive.save(content(1, 'first'))
    await archive.save(content(1, 'second'))
    await archive.freeze(papers, 1, at('2026-11-02T00:00:00Z'))
    await archive.save(content(1, 'second'))
    await expect(archive.save(content(1, 'third'))).rejects.toThrow(
      'Issue 1 of "papers" is being sent or was sent already',
    )
    expect((await archive.find(papers, 1))?.hash).toBe('second')
  })
})

await describeStores('rate limits and suppressions', (open) => {
  it('counts uses in windows, at once and one after another', async () => {
    const limits = createRateLimitStore((await open()).db)
    const rule = (now: string) => ({ limit: 3, windowSeconds: 60, now: at(now) })
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => limits.take('192.0.2.7', rule('2026-11-01T00:00:10Z'))),
    )
    expect(taken.filter(Boolean)).toHaveLength(3)
    expect(await limits.take('192.0.2.8', rule('2026-11-01T00:00:10Z'))).toBe(true)
    expect(await limits.take('192.0.2.7', rule('2026-11-01T00:01:00Z'))).toBe(true)
    await limits.prune(at('2026-11-01T00:02:00Z'))
    expect(await limits.take('192.0.2.7', rule('2026-11-01T00:00:10Z'))).toBe(true)
  })

  it('keeps the hardest reason, finds it in any spelling, and pages by key', async () => {
    const { suppressions } = audienceOf(await open())
    const since = at('2026-11-01T00:00:00Z')
    expect(await suppressions.insert({ key: 'ann@example.com', list: papers, reason: 'unsubscribe', since })).toBe(true)
    expect(await suppressions.insert({ key: 'ann@example.com', list: papers, reason: 'complaint', since })).toBe(false)
    expect(await suppressions.insert({ key: 'ann@example.com', list: papers, reason: 'hard_bounce', since })).toBe(
      false,
    )
    expect((await suppressions.find(address('ANN@Example.com'), papers))?.reason).toBe('complaint')
    expect(await suppressions.find(address('ann@example.com'))).toBeUndefined()
    for (const name of ['bob', 'cleo', 'dan'])
      await suppressions.insert({ key: `${name}@example.com`, reason: 'manual', since })
    const first = await suppressions.listPage({ limit: 2 })
    expect(first.map(({ key }) => key)).toEqual(['ann@example.com', 'bob@example.com'])
    expect((await suppressions.listPage({ after: first.at(-1)!.key, limit: 5 })).map(({ key }) => key)).toEqual([
      'cleo@example.com',
      'dan@example.com',
    ])
    expect(await suppressions.delete(address('bob@example.com'), { reason: 'complaint' })).toBe(0)
    expect(await suppressions.delete(address('bob@example.com'))).toBe(1)
  })
})
