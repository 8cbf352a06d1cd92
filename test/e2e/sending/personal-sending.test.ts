import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import { prepareIssue } from '../../../src/app/prepare.ts'
import { beginCampaign } from '../../../src/app/sending/freeze.ts'
import { planSending } from '../../../src/app/sending/plan.ts'
import { runSender } from '../../../src/app/sending/sender.ts'
import type { LedgerStore } from '../../../src/delivery/ledger.ts'
import { AppError } from '../../../src/errors.ts'
import { createLedgerStore } from '../../../src/store/ledger/ledger-store.ts'
import type { Instant, PlainDate } from '../../../src/clock.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import type { SunkMessage } from '../../../src/rehearsal/sink-options.ts'
import { createIssueArchive } from '../../../src/store/issues/issues.ts'
import type { Store } from '../../../src/store/open.ts'
import { plainProfile, plainWishes, type DeliveryWishes, type Profile } from '../../../src/subscribers/profile.ts'
import { changePreferences } from '../../../src/subscribers/preferences.ts'
import { describeStores } from '../../contracts/stores.ts'
import { address, audienceOf, importText, papers } from '../../support/readers.ts'
import { officeVariables } from '../../support/sending/office.ts'

const topics = ['tide pools', 'gliders', 'bread', 'lanterns', 'kites', 'moss']

/** Invented papers on everyday things, numbered from `first`. */
function writeDigest(folder: string, date: string, [first, count]: readonly [number, number]): string {
  const path = join(folder, `${date}.json`)
  const list = Array.from({ length: count }, (_, index) => {
    const number = first + index
    const topic = topics[number % topics.length] ?? ''
    return {
      title: `Paper ${number}: What We Know of ${topic}`,
      authors: [`Ada Marlowe ${number}`],
      abstract: `We study ${topic} in ${number} ways. We propose a method that halves the error of earlier ones.`,
      url: `https://papers.example.com/${number}`,
      upvotes: 100 - number,
    }
  })
  writeFileSync(path, JSON.stringify({ date, papers: list }))
  return path
}

await describeStores('personal sending', (open) => {
  /** A list of readers, a server, and a way to send a digest at a time. */
  async function withList(names: readonly string[], use: (list: SendingList) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'courant-personal-'))
    const store = await open()
    const ledger = createLedgerStore(store.db, store.engine)
    const messages: SunkMessage[] = []
    await using sink = await openSink({ keep: true, onMessage: (message) => messages.push(message) })
    const openAt = (now: string): App => openApp(undefined, officeVariables(sink.port), { now: () => now as Instant })
    let absences = 0
    const findRendering: LedgerStore['findRendering'] = async (id, variant) => {
      if (absences-- > 0) throw new AppError('unavailable', 'The store is away.')
      return ledger.findRendering(id, variant)
    }
    const opened = { store, ledger: { ...ledger, findRendering }, [Symbol.asyncDispose]: async () => {} }
    await importText(store, `email\n${names.map((name) => `${name}@example.com`).join('\n')}\n`)
    const list: SendingList = {
      store,
      messages,
      leaveStore: (times) => (absences = times),
      write: (date, numbers) => writeDigest(folder, date, numbers),
      choose: (name, choices) => choose(store, name, choices),
      async plan(digest, now) {
        const app = openAt(now)
        return (await planSending(app, store, await prepareIssue(app, [digest], {}), { list: papers, zone: 'UTC' }))
          .plan
      },
      async send(digest, now) {
        messages.length = 0
        const app = openAt(now)
        const prepared = await prepareIssue(app, [digest], {})
        const { campaign } = await beginCampaign(app, opened, prepared, { list: papers, zone: 'UTC' })
        const result = await runSender(app, opened, campaign, { signal: new AbortController().signal })
        return { campaign, result, got: listGot(messages) }
      },
    }
    try {
      await use(list)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  it('gives readers who chose nothing the issue as it is, in one selection, and archives it', async () => {
    await withList(['ann', 'bob'], async ({ write, send, plan, store }) => {
      const digest = write('2026-11-02', [0, 6])
      expect(await plan(digest, '2026-11-02T07:00:00Z')).toMatchObject({
        recipientCount: 2,
        selectionCount: 1,
        number: 1,
        waves: [{ at: '2026-11-02T07:00:00Z', readerCount: 2 }],
      })
      const { got, result } = await send(digest, '2026-11-02T07:00:00Z')
      expect(result.counts.accepted).toBe(2)
      expect(got).toEqual({ ann: [0, 1, 2, 3, 4, 5], bob: [0, 1, 2, 3, 4, 5] })
      const archived = await createIssueArchive(store.db).find(papers, 1)
      expect(archived).toMatchObject({ date: '2026-11-02', number: 1, frozenAt: '2026-11-02T07:00:00Z' })
    })
  })

  it('plans with the subject that most readers find, and names the others', async () => {
    await withList(['ann', 'bob', 'cleo'], async ({ write, plan, send, choose: chooseFor, messages }) => {
      const profile = { ...plainProfile, exclude: ['tide pools'] }
      for (const name of ['bob', 'cleo']) await chooseFor(name, { profile })
      const digest = write('2026-11-02', [0, 6])
      const { subject, subjects } = await plan(digest, '2026-11-02T07:00:00Z')
      expect(subjects.map(({ readerCount }) => readerCount)).toEqual([2, 1])
      await send(digest, '2026-11-02T07:00:00Z')
      const found = (name: string) => readSubject(messages.find(({ rcptTo }) => rcptTo === `${name}@example.com`))
      expect([found('bob'), found('cleo'), found('ann')]).toEqual([subject, subject, subjects[1]?.subject])
    })
  })

  it('gives each reader what they asked for: excluded words, length, at most so many', async () => {
    await withList(['ann', 'bob', 'cleo'], async ({ write, send, choose: chooseFor, messages }) => {
      await chooseFor('bob', { profile: { ...plainProfile, exclude: ['gliders'] } })
      await chooseFor('cleo', { profile: { ...plainProfile, length: 'titles', maxPapers: 2 } })
      const { got } = await send(write('2026-11-02', [0, 6]), '2026-11-02T07:00:00Z')
      expect(got['ann']).toEqual([0, 1, 2, 3, 4, 5])
      expect(got['bob']).toEqual([0, 2, 3, 4, 5])
      expect(got['cleo']).toHaveLength(2)
      const ofCleo = messages.find(({ rcptTo }) => rcptTo === 'cleo@example.com')
      expect(ofCleo?.octets.toString()).not.toContain('halves the error')
    })
  })

  it('never brings a paper again that a reader had, and brings it to who had it not', async () => {
    await withList(['ann', 'bob'], async ({ write, send, choose: chooseFor }) => {
      await chooseFor('bob', { wishes: { ...plainWishes, snoozedUntil: '2026-11-03' as PlainDate } })
      expect((await send(write('2026-11-02', [0, 6]), '2026-11-02T07:00:00Z')).got).toEqual({ ann: [0, 1, 2, 3, 4, 5] })
      const second = await send(write('2026-11-03', [4, 6]), '2026-11-03T07:00:00Z')
      expect(second.got).toEqual({ ann: [6, 7, 8, 9], bob: [4, 5, 6, 7, 8, 9] })
    })
  })

  it('sends nothing, and says why, when everybody had everything', async () => {
    await withList(['ann'], async ({ write, send, store }) => {
      await send(write('2026-11-02', [0, 6]), '2026-11-02T07:00:00Z')
      await expect(send(write('2026-11-03', [0, 6]), '2026-11-03T07:00:00Z')).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is nothing to send to "papers" now: 1 had all 6 papers.',
      })
      expect(await createIssueArchive(store.db).nextNumber(papers)).toBe(2)
    })
  })

  it('waits for the hour of a reader in their zone, and sends then', async () => {
    await withList(['ann', 'bob'], async ({ write, send, plan, choose: chooseFor, store }) => {
      await chooseFor('bob', { wishes: { ...plainWishes, hour: 9, zone: 'Asia/Tokyo' } })
      const digest = write('2036-11-02', [0, 6])
      expect((await plan(digest, '2036-11-02T07:00:00Z')).waves).toEqual([
        { at: '2036-11-02T07:00:00Z', readerCount: 1 },
        { at: '2036-11-03T00:00:00Z', readerCount: 1 },
      ])
      const { got, result, campaign } = await send(digest, '2036-11-02T07:00:00Z')
      expect(Object.keys(got)).toEqual(['ann'])
      expect(result).toMatchObject({ ended: 'waiting', nextDueMs: Date.parse('2036-11-03T00:00:00Z') })
      const [row] = await createLedgerStore(store.db, store.engine).listDeliveries(campaign.id, {
        after: 0,
        limit: 9,
        statuses: ['deferred'],
      })
      expect(row?.detail).toBe('waits for its hour, at 09:00 Asia/Tokyo')
      const second = write('2036-11-03', [4, 6])
      // What bob waits for counts as what he had, so both get the same four papers.
      expect(await plan(second, '2036-11-02T12:00:00Z')).toMatchObject({ recipientCount: 2, selectionCount: 1 })
      expect((await send(second, '2036-11-02T12:00:00Z')).got).toEqual({ ann: [6, 7, 8, 9] })
    })
  })

  it('gives a weekly reader the best of the week on their day, and nothing on the others', async () => {
    await withList(['ann', 'bob'], async ({ write, send, plan, choose: chooseFor }) => {
      await chooseFor('bob', { wishes: { frequency: 'weekly', weekday: 3 } })
      const monday = await send(write('2026-11-02', [0, 3]), '2026-11-02T07:00:00Z')
      expect(Object.keys(monday.got)).toEqual(['ann'])
      const wednesday = write('2026-11-04', [3, 3])
      expect((await plan(write('2026-11-03', [3, 3]), '2026-11-03T07:00:00Z')).leftOut).toEqual([
        { reason: 'weekly, on Wednesday', readerCount: 1 },
      ])
      const { got } = await send(wednesday, '2026-11-04T07:00:00Z')
      expect(got).toEqual({ ann: [3, 4, 5], bob: [0, 1, 2, 3, 4, 5] })
      const thursday = await send(write('2026-11-05', [6, 3]), '2026-11-05T07:00:00Z')
      expect(Object.keys(thursday.got)).toEqual(['ann'])
    })
  })

  it('sends to a reader above a score only what reaches it', async () => {
    await withList(['ann', 'bob'], async ({ write, send, choose: chooseFor }) => {
      await chooseFor('bob', { profile: { ...plainProfile, minScore: 1000 }, wishes: { frequency: 'above_score' } })
      const { got } = await send(write('2026-11-02', [0, 6]), '2026-11-02T07:00:00Z')
      expect(Object.keys(got)).toEqual(['ann'])
    })
  })

  it('F36 waits for a store that is away while a rendering is looked up, and fails nobody', async () => {
    await withList(['ann', 'bob'], async ({ write, send, leaveStore }) => {
      leaveStore(2)
      const { result } = await send(write('2026-11-02', [0, 6]), '2026-11-02T07:00:00Z')
      expect(result).toMatchObject({ ended: 'finished', counts: { accepted: 2, failed: 0 } })
    })
  })

  it('is one campaign when the same issue is begun again, with the same recipients', async () => {
    await withList(['ann'], async ({ write, send, choose: chooseFor, store }) => {
      const digest = write('2026-11-02', [0, 6])
      const first = await send(digest, '2026-11-02T07:00:00Z')
      await chooseFor('ann', { profile: { ...plainProfile, exclude: ['gliders'] } })
      await expect(send(digest, '2026-11-02T08:00:00Z')).rejects.toThrow(`Campaign ${first.campaign.id} of this issue`)
      expect(await createIssueArchive(store.db).nextNumber(papers)).toBe(2)
    })
  })
})

interface SendingList {
  readonly store: Store
  readonly messages: readonly SunkMessage[]
  /** Lets the store be away so many times when a rendering is looked up. */
  readonly leaveStore: (times: number) => void
  readonly write: (date: string, numbers: readonly [first: number, count: number]) => string
  readonly choose: (name: string, choices: Choices) => Promise<void>
  readonly plan: (digest: string, now: string) => Promise<Awaited<ReturnType<typeof planSending>>['plan']>
  readonly send: (
    digest: string,
    now: string,
  ) => Promise<{
    campaign: Awaited<ReturnType<typeof beginCampaign>>['campaign']
    result: Awaited<ReturnType<typeof runSender>>
    got: Record<string, number[]>
  }>
}

interface Choices {
  readonly profile?: Profile
  readonly wishes?: DeliveryWishes
}

async function choose(store: Store, name: string, { profile = plainProfile, wishes = plainWishes }: Choices) {
  const audience = audienceOf(store)
  const subscriber = await audience.subscribers.findByAddress(address(`${name}@example.com`))
  if (!subscriber) throw new Error(`${name} is no subscriber`)
  const now = '2026-11-01T00:00:00Z' as Instant
  await changePreferences(audience, { list: papers, subscriberId: subscriber.id, now, profile, wishes })
}

/** Which papers each reader got, by their numbers. */
function listGot(messages: readonly SunkMessage[]): Record<string, number[]> {
  const entries = messages.map(({ rcptTo, octets }) => {
    const text = octets.toString().replaceAll('=\r\n', '')
    const numbers = [...text.matchAll(/papers\.example\.com\/(\d+)/g)].map(([, number]) => Number(number))
    return [rcptTo.split('@')[0] ?? '', [...new Set(numbers)].sort((a, b) => a - b)] as const
  })
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The subject without its folds (RFC 5322 §2.2.3). */
function readSubject(message: SunkMessage | undefined): string | undefined {
  const header = message?.octets.toString().replaceAll(/\r\n[ \t]/g, ' ')
  return /^Subject: (.*)\r$/m.exec(header ?? '')?.[1]
}
