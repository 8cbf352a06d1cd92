import { describe, expect, it } from 'vitest'
import { createOwner } from '../../../src/delivery/sending/owner.ts'
import { createPace } from '../../../src/delivery/sending/pace.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions } from '../../../src/rehearsal/sink-options.ts'
import { openSending, sendWhileReadersLeave, type Sending, type SendingOptions } from '../../support/sending/sending.ts'

async function withSending(options: SendingOptions, use: (sending: Sending) => Promise<void>): Promise<void> {
  await using sending = await openSending(options)
  await use(sending)
}

/** Answers by the name of the reader, at RCPT. */
function refuse(rules: Readonly<Record<string, string>>): SinkOptions {
  return {
    answer: (stage, to) =>
      stage === 'rcpt' ? Object.entries(rules).find(([name]) => to.startsWith(`${name}@`))?.[1] : undefined,
  }
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@example.com`)

describe('sendCampaign', () => {
  it('gives every reader one message and finishes with a ledger that adds up', async () => {
    await withSending({ readers: 500 }, async ({ run, copies, ledger, campaign }) => {
      const { ended, counts } = await run({ connections: 10 })
      expect([ended, counts.accepted]).toEqual(['finished', 500])
      expect([...copies()].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(
        numbered(500)
          .toSorted()
          .map((address) => [address, 1]),
      )
      expect(await ledger.findCampaign(campaign.id)).toMatchObject({ status: 'finished' })
    })
  })

  it('F29 gives every reader one message when twenty senders start at once', async () => {
    await withSending({ readers: 400 }, async ({ run, copies }) => {
      const owners = Array.from({ length: 20 }, (_, index) => `${createOwner()}:${index}`)
      const results = await Promise.all(owners.map((owner) => run({ owner, connections: 2 })))
      expect(new Set(results.map(({ ended }) => ended))).toEqual(new Set(['finished']))
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
      expect(copies().size).toBe(400)
    })
  })

  it('F8 F12 defers on 450, fails on 550 and says which addresses should not be mailed again', async () => {
    const rules = {
      reader1: '450 4.7.1 Greylisted',
      reader2: '550 5.1.1 No such reader',
      reader3: '550 5.7.1 Not from you',
      reader4: '552 5.2.2 Full',
    }
    await withSending({ readers: 10, sink: refuse(rules) }, async ({ run, ledger, campaign }) => {
      const suppressed: string[] = []
      const before = Date.now()
      const {
        ended,
        counts,
        nextDueMs = 0,
      } = await run({
        onSettled: ({ address }, { suppress }) => void (suppress && suppressed.push(address)),
      })
      expect(ended).toBe('waiting')
      expect(counts).toMatchObject({ accepted: 6, deferred: 2, failed: 2 })
      expect(nextDueMs - before).toBeGreaterThanOrEqual(300_000)
      expect(suppressed).toEqual(['reader2@example.com'])
      const rows = await ledger.listDeliveries(campaign.id, { after: 0, limit: 100, statuses: ['failed', 'deferred'] })
      expect(rows.map(({ detail }) => detail)).toEqual(Object.values(rules))
    })
  })

  it('F8 tries again when it is due, with longer waits, and gives up in the end', async () => {
    let nowMs = Date.now()
    await withSending(
      { readers: 2, sink: refuse({ reader1: '450 4.7.1 Greylisted' }) },
      async ({ run, ledger, campaign }) => {
        const waits: number[] = []
        for (let round = 0; round < 60; round += 1) {
          const { ended, nextDueMs = nowMs } = await run({ now: () => nowMs })
          if (ended === 'finished') break
          waits.push((nextDueMs - nowMs) / 60_000)
          nowMs = nextDueMs
        }
        for (const [index, minutes] of [5, 10, 20, 40, 80, 160, 240, 240].entries()) {
          expect(waits[index]).toBeGreaterThanOrEqual(minutes)
          expect(waits[index]).toBeLessThanOrEqual(minutes * 1.11)
        }
        expect(Math.max(...waits)).toBeLessThanOrEqual(264)
        const [row] = await ledger.listDeliveries(campaign.id, { after: 0, limit: 9, statuses: ['failed'] })
        expect(row?.detail).toBe('given up: 450 4.7.1 Greylisted')
      },
    )
  })

  it('F9 leaves the readers alone when the server refuses connections, and says why it stopped', async () => {
    await withSending({ readers: 5 }, async ({ run, sink, ledger, campaign }) => {
      await sink.close()
      const { ended, reason, counts } = await run({ giveUpAfterMs: 0 })
      expect([ended, counts.queued]).toEqual(['paused', 5])
      expect(reason).toMatch(/did not serve us .*Check smtp\.host/)
      expect(await ledger.findCampaign(campaign.id)).toMatchObject({ status: 'paused', reason })
    })
  })

  it('F9 waits for a server that greets with 421 for a while, with one connection at a time', async () => {
    let greetings = 0
    const sink: SinkOptions = {
      answer: (stage) => (stage === 'connect' && (greetings += 1) <= 3 ? '421 4.3.2 Not now' : undefined),
    }
    await withSending({ readers: 20, sink }, async ({ run, copies }) => {
      expect(await run({ giveUpAfterMs: 20_000 })).toMatchObject({ ended: 'finished' })
      expect(copies().size).toBe(20)
    })
  })

  it('F7 finishes what is under way when it is told to stop, and leaves nothing claimed or in doubt', async () => {
    const stop = new AbortController()
    let seen = 0
    const sink: SinkOptions = {
      delayMs: 2,
      answer: (stage) => void (stage === 'dot' && (seen += 1) === 15 && stop.abort()),
    }
    await withSending({ readers: 200, sink }, async ({ run, copies }) => {
      const { ended, counts } = await run({ signal: stop.signal })
      expect(ended).toBe('stopped')
      expect(counts).toMatchObject({ claimed: 0, at_dot: 0, in_doubt: 0, accepted: copies().size })
      expect(counts.queued).toBe(200 - copies().size)
      expect(await run()).toMatchObject({ ended: 'finished' })
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
    })
  })

  it.each(['pause', 'cancel'] as const)(
    'stops within the claim under way when somebody else says %s',
    async (event) => {
      let seen = 0
      let move: Promise<unknown> = Promise.resolve()
      const options: SendingOptions = { readers: 300, sink: { delayMs: 1 } }
      await withSending(options, async ({ run, ledger, campaign }) => {
        const now = '2026-11-23T07:00:00Z' as never
        const { ended, counts } = await run({
          connections: 2,
          onSettled: () => {
            seen += 1
            if (seen === 10) move = ledger.moveCampaign(campaign.id, event, { now, reason: 'said so' })
          },
        })
        await move
        expect(ended).toBe(event === 'pause' ? 'paused' : 'cancelled')
        expect(counts.queued).toBeGreaterThan(100)
      })
    },
  )

  it('pauses when too many mailboxes do not exist', async () => {
    const sink: SinkOptions = {
      answer: (stage, to) => (stage === 'rcpt' && /[05]@/.test(to) ? '550 5.1.1 No' : undefined),
    }
    await withSending({ readers: 300, sink }, async ({ run }) => {
      const { ended, reason, counts } = await run({
        breaker: { bounceRate: 0.1, leastAnswers: 50, policyRefusals: 10 },
      })
      expect(ended).toBe('paused')
      expect(reason).toMatch(/mailboxes do not exist/)
      expect(counts.queued).toBeGreaterThan(200)
    })
  })

  it('F29 sends nothing of what others have taken while it stood still', async () => {
    await withSending({ readers: 40 }, async ({ run, ledger, copies }) => {
      let records = 0
      const owner = createOwner()
      const stolen: typeof ledger = {
        ...ledger,
        async record(marks, nowMs) {
          records += 1
          if (records === 2) await ledger.recover({ dead: [], stopped: [owner] })
          return ledger.record(marks, nowMs)
        },
      }
      await run({ ledger: stolen, owner })
      await run()
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
      expect(copies().size).toBe(40)
    })
  })

  it('F35 sends nothing more to who unsubscribes while it runs', async () => {
    await withSending({ readers: 400, sink: { delayMs: 3 } }, async (sending) => {
      const { counts } = await sendWhileReadersLeave(sending, 300)
      expect(counts).toMatchObject({ accepted: 300, suppressed: 100 })
      expect(sending.copies().size).toBe(300)
    })
  })

  it('takes the next server when one fails, and shares by weight while both serve', async () => {
    await withSending({ readers: 200 }, async ({ run, sink, copies }) => {
      await using second = await openSink({})
      const open = (port: number) =>
        openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs: 5000 })
      const dead = await openSink({})
      await dead.close()
      const routes = [
        { route: open(dead.port), weight: 5 },
        { route: open(sink.port), weight: 3 },
        { route: open(second.port), weight: 1 },
      ]
      expect(await run({ routes, connections: 8 })).toMatchObject({ ended: 'finished', counts: { accepted: 200 } })
      expect(second.count).toBeGreaterThan(0)
      expect(copies().size + second.count).toBe(200)
    })
  })

  it('keeps to a rate that all senders share', async () => {
    await withSending({ readers: 30 }, async ({ run, ledger }) => {
      const waited: number[] = []
      let nowMs = 1_000_000
      const pace = () =>
        createPace(
          { count: 600, perMs: 60_000 },
          {
            ledger,
            key: 'all',
            now: () => nowMs,
            sleep: async (ms) => {
              waited.push(ms)
              nowMs += ms
            },
          },
        )
      await Promise.all([run({ pace: pace() }), run({ pace: pace(), owner: `${createOwner()}:2` })])
      expect(nowMs - 1_000_000).toBeGreaterThanOrEqual(29 * 100)
    })
  })
})
