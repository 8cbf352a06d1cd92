import { describe, expect, it } from 'vitest'
import { insist } from '../../../src/delivery/sending/insist.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import { AppError } from '../../../src/errors.ts'
import { openSink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions } from '../../../src/rehearsal/sink-options.ts'
import { shareCommits } from '../../../src/store/ledger/share-commits.ts'
import { composeShort, openSending, type Sending, type SendingOptions } from '../../support/sending/sending.ts'

async function withSending(options: SendingOptions, use: (sending: Sending) => Promise<void>): Promise<void> {
  await using sending = await openSending(options)
  await use(sending)
}

describe('sendCampaign, when servers and store fail', () => {
  it.each(['mail', 'rcpt', 'data'] as const)('F10 F17 F18 sends once to all when connections die at %s', async (at) => {
    let deaths = 0
    const sink: SinkOptions = {
      answer: (stage) => (stage === at && (deaths += 1) % 7 === 3 && deaths < 60 ? 'hang up' : undefined),
    }
    await withSending({ readers: 60, sink }, async ({ run, copies }) => {
      expect(await run({ giveUpAfterMs: 30_000 })).toMatchObject({ ended: 'finished' })
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
      expect(copies().size).toBe(60)
    })
  })

  it('F10 defers a message whose dot was answered by 421', async () => {
    let dots = 0
    const sink: SinkOptions = {
      answer: (stage) => (stage === 'dot' && (dots += 1) === 3 ? '421 4.3.2 Bye' : undefined),
    }
    await withSending({ readers: 10, sink }, async ({ run, copies }) => {
      const { counts } = await run({ connections: 1 })
      expect(counts).toMatchObject({ accepted: 9, deferred: 1, in_doubt: 0 })
      expect(copies().size).toBe(9)
    })
  })

  it.each(['resend', 'hold'] as const)('F4 F17 puts what died at the dot in doubt, with %s', async (inDoubt) => {
    let dots = 0
    const sink: SinkOptions = { answer: (stage) => (stage === 'dot' && (dots += 1) === 3 ? 'hang up' : undefined) }
    await withSending({ readers: 10, sink, inDoubt }, async ({ run, ledger, campaign }) => {
      const { ended, counts } = await run({ connections: 1, giveUpAfterMs: 10_000 })
      const expected = { resend: ['waiting', 0, 1], hold: ['finished', 1, 0] }[inDoubt]
      expect([ended, counts.in_doubt, counts.deferred]).toEqual(expected)
      const rows = await ledger.listDeliveries(campaign.id, { after: 0, limit: 10 })
      expect(rows.filter(({ doubts }) => doubts === 1)).toHaveLength(1)
    })
  })

  it.each([1, 20])(
    'F15 pauses at the first refused log-in, without a second try, with %d connections',
    async (connections) => {
      await withSending({ readers: 50 }, async ({ run, ledger, campaign }) => {
        let logins = 0
        await using server = await openSink({
          answer: (stage) => void (stage === 'connect' && (logins += 1)),
          auth: '535 5.7.8 Authentication credentials invalid',
        })
        const route = openSmtpRoute({
          host: '127.0.0.1',
          port: server.port,
          security: 'none',
          connections: 1,
          timeoutMs: 5000,
          user: 'courant',
          password: 'a-secret-word',
        })
        const { ended, reason } = await run({ routes: [{ route, weight: 1 }], connections, giveUpAfterMs: 60_000 })
        expect([ended, logins]).toEqual(['paused', 1])
        expect(reason).toMatch(/refused the log-in/)
        expect(reason).not.toContain('a-secret-word')
        expect(await ledger.count(campaign.id)).toMatchObject({ queued: 50 })
      })
    },
  )

  it.each([
    ['552 5.3.4 Too large', 'dot'],
    ['550 5.7.26 Not authenticated', 'dot'],
    ['550 5.7.515 Not as we like it', 'rcpt'],
    ['554 5.7.1 Spam', 'dot'],
    ['550 5.7.1 Not from you', 'mail'],
  ] as const)('F14 pauses the campaign on "%s" at %s, because it is about everybody', async (answer, at) => {
    const sink: SinkOptions = { answer: (stage) => (stage === at ? answer : undefined) }
    await withSending({ readers: 50, sink }, async ({ run }) => {
      const { ended, reason, counts } = await run()
      expect([ended, reason, counts.accepted, counts.failed]).toEqual(['paused', answer, 0, 0])
      expect(counts.queued).toBe(50)
    })
  })

  it('F12 fails a reader whose server refuses again after somebody has resumed, and serves the others', async () => {
    const sink: SinkOptions = {
      answer: (stage, to) => (stage === 'dot' && to.startsWith('reader7@') ? '554 5.7.1 Spam, we think' : undefined),
    }
    await withSending({ readers: 20, sink }, async ({ run, ledger, campaign }) => {
      expect(await run()).toMatchObject({ ended: 'paused', reason: '554 5.7.1 Spam, we think' })
      await ledger.moveCampaign(campaign.id, 'resume', { now: campaign.createdAt })
      expect(await run()).toMatchObject({ ended: 'finished', counts: { accepted: 19, failed: 1 } })
      const [row] = await ledger.listDeliveries(campaign.id, { after: 0, limit: 1, statuses: ['failed'] })
      expect(row?.detail).toBe('refused again: 554 5.7.1 Spam, we think')
    })
  })

  it('F11 leaves a domain alone that says "too fast", and serves the others', async () => {
    const addresses = Array.from({ length: 60 }, (_, index) => `r${index}@${index % 2 ? 'slow' : 'fast'}.example.com`)
    const sink: SinkOptions = {
      answer: (stage, to) => (stage === 'rcpt' && to.includes('slow') ? '450 4.7.28 Too fast' : undefined),
    }
    await withSending({ readers: 60, addresses, sink }, async ({ run, ledger, campaign }) => {
      const { counts } = await run({ connections: 2 })
      expect(counts).toMatchObject({ accepted: 30, deferred: 30 })
      const rows = await ledger.listDeliveries(campaign.id, { after: 0, limit: 60, statuses: ['deferred'] })
      expect(rows.filter(({ detail }) => detail === '450 4.7.28 Too fast').length).toBeLessThan(10)
    })
  })

  it('F19 cuts a server that does not answer, and sends the rest over other connections', async () => {
    let hung = false
    const sink: SinkOptions = {
      answer: (stage) => {
        if (stage !== 'rcpt' || hung) return undefined
        hung = true
        return 'hang'
      },
    }
    await withSending({ readers: 20, sink }, async ({ run, copies, sink: { port } }) => {
      const route = openSmtpRoute({ host: '127.0.0.1', port, security: 'none', connections: 1, timeoutMs: 300 })
      await run({ routes: [{ route, weight: 1 }] })
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
      expect(copies().size).toBe(20)
    })
  })

  it('F23 fails an international address where the server takes none, and says why', async () => {
    const addresses = ['用户@example.com', 'plain@example.com']
    await withSending({ readers: 2, addresses, sink: { smtpUtf8: false } }, async ({ run, ledger, campaign }) => {
      expect(await run()).toMatchObject({ ended: 'finished', counts: { accepted: 1, failed: 1 } })
      const [row] = await ledger.listDeliveries(campaign.id, { after: 0, limit: 1 })
      expect(row?.detail).toMatch(/offers no SMTPUTF8/)
    })
  })

  it('F26 sends nothing whose dot cannot be recorded, and goes on when the store is back', async () => {
    await withSending({ readers: 30 }, async ({ run, ledger, copies }) => {
      let records = 0
      const record: typeof ledger.record = async (marks, nowMs) => {
        records += 1
        if (records > 4 && records < 8) throw new AppError('unavailable', 'The database has no room left on its disk.')
        return ledger.record(marks, nowMs)
      }
      const full = { ...ledger, record: shareCommits((marks, nowMs) => insist(() => record(marks, nowMs))) }
      expect(await run({ ledger: full })).toMatchObject({ ended: 'finished', counts: { accepted: 30 } })
      expect([...copies().values()].filter((count) => count !== 1)).toEqual([])
    })
  })

  it('F27 stops at once when the disk cannot be trusted any more', async () => {
    await withSending({ readers: 30 }, async ({ run, ledger, copies }) => {
      let records = 0
      const broken: typeof ledger = {
        ...ledger,
        async record(marks, nowMs) {
          records += 1
          if (records > 3) throw new AppError('internal', 'The database cannot be written by the disk.')
          return ledger.record(marks, nowMs)
        },
      }
      await expect(run({ ledger: broken })).rejects.toThrow(/cannot be written/)
      expect(copies().size).toBeLessThan(15)
    })
  })

  it('F33 fails only the reader whose message cannot be composed', async () => {
    await withSending({ readers: 20 }, async ({ run, ledger, campaign }) => {
      const result = await run({
        compose(delivery) {
          if (delivery.address.startsWith('reader7@')) throw new Error('no such helper')
          return composeShort(delivery)
        },
      })
      expect(result).toMatchObject({ ended: 'finished', counts: { accepted: 19, failed: 1 } })
      const [row] = await ledger.listDeliveries(campaign.id, { after: 0, limit: 1, statuses: ['failed'] })
      expect(row?.detail).toBe('the message cannot be composed: no such helper')
    })
  })
})
