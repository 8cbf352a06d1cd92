import { afterAll, describe, expect, it } from 'vitest'
import pg from 'pg'
import { createOwner } from '../../../src/delivery/sending/owner.ts'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/open.ts'
import { startPostgres } from '../../support/programs/postgres.ts'
import { openSending, sendWhileReadersLeave, type Sending, type SendingOptions } from '../../support/sending/sending.ts'

const server = await startPostgres()
afterAll(() => server?.[Symbol.asyncDispose]())

async function withSending(
  options: Omit<SendingOptions, 'store'>,
  use: (sending: Sending, url: string) => Promise<void>,
): Promise<void> {
  const url = (await server?.createDatabase()) ?? ''
  await using store: Store = await openStore(parseDatabaseUrl(url))
  await store.migrate()
  await using sending = await openSending({ ...options, store })
  await use(sending, url)
}

describe.runIf(server)('sendCampaign, over PostgreSQL', () => {
  it('F29 gives every reader one message from several senders at once', async () => {
    await withSending({ readers: 400 }, async ({ run, copies }) => {
      const owners = Array.from({ length: 6 }, (_, index) => `${createOwner()}:${index}`)
      const results = await Promise.all(owners.map((owner) => run({ owner, connections: 3 })))
      expect(new Set(results.map(({ ended }) => ended))).toEqual(new Set(['finished']))
      expect([copies().size, Math.max(...copies().values())]).toEqual([400, 1])
    })
  })

  it('F36 goes on when the server ends its connections, without a second copy', async () => {
    await withSending({ readers: 300, sink: { delayMs: 3 } }, async ({ run, copies }, url) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      let kills = 0
      const killer = setInterval(() => {
        kills += 1
        client
          .query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
          )
          .catch(() => undefined)
      }, 150)
      try {
        const { ended, counts } = await run({ connections: 4 })
        expect([ended, counts.accepted]).toEqual(['finished', 300])
      } finally {
        clearInterval(killer)
        await client.end()
      }
      expect(kills).toBeGreaterThan(0)
      expect([copies().size, Math.max(...copies().values())]).toEqual([300, 1])
    })
  })

  it.each(['resend', 'hold'] as const)('F4 puts what died at the dot in doubt, with %s', async (inDoubt) => {
    let dots = 0
    const sink = { answer: (stage: string) => (stage === 'dot' && (dots += 1) === 3 ? 'hang up' : undefined) }
    await withSending({ readers: 10, sink, inDoubt }, async ({ run }) => {
      const { counts } = await run({ connections: 1, giveUpAfterMs: 10_000 })
      expect([counts.in_doubt, counts.deferred]).toEqual(inDoubt === 'hold' ? [1, 0] : [0, 1])
    })
  })

  it('F29 does not wait for rows that a stopped sender has locked, and takes them when they are free', async () => {
    await withSending({ readers: 4 }, async ({ ledger, campaign }, url) => {
      const nowMs = Date.now()
      await ledger.beat('elsewhere:1:1', -1)
      await ledger.claim({ campaignId: campaign.id, owner: 'elsewhere:1:1', limit: 4, nowMs })
      const stopped = new pg.Client({ connectionString: url })
      await stopped.connect()
      await stopped.query('BEGIN')
      await stopped.query('SELECT id FROM deliveries ORDER BY id LIMIT 1 FOR UPDATE')
      const lost = { dead: ['elsewhere:1:1'], stopped: [] }
      expect(await ledger.recover(lost)).toEqual({ released: 3, inDoubt: 0 })
      expect((await ledger.listOwners()).map(({ owner }) => owner)).toEqual(['elsewhere:1:1'])
      await stopped.query('ROLLBACK')
      await stopped.end()
      expect(await ledger.recover(lost)).toEqual({ released: 1, inDoubt: 0 })
      expect(await ledger.listOwners()).toEqual([])
    })
  })

  it('F35 sends nothing more to who unsubscribes while it runs', async () => {
    await withSending({ readers: 300, sink: { delayMs: 3 } }, async (sending) => {
      const { counts } = await sendWhileReadersLeave(sending, 200)
      expect(counts).toMatchObject({ accepted: 200, suppressed: 100 })
      expect(sending.copies().size).toBe(200)
    })
  })
})
