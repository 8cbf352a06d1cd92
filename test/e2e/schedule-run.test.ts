/** Scheduled sending over a real database file and real SMTP, with a clock of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import type { AddrSpec } from '../../src/mail/address.ts'
import { createAudience } from '../../src/store/audience.ts'
import { openStore } from '../../src/store/open.ts'
import { getListSlug } from '../../src/subscribers/subscription.ts'
import { unsubscribe } from '../../src/subscribers/unsubscribe.ts'
import { everybody, outcomes, readers, withRig, writeDigest, writeReaders } from '../support/schedule-rig.ts'

describe('courant schedule run', () => {
  it('sends at the time, to everybody once, and not before or again', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients', 'Narrow Bridges'])
      expect(await look('2026-11-24T05:59:59Z')).toEqual([])
      expect(outcomes(await look('2026-11-24T06:00:00Z'))).toEqual(['sent'])
      expect(gotten()).toEqual(everybody)
      expect(await look('2026-11-24T06:05:00Z')).toEqual([])
      expect(gotten()).toHaveLength(12)
    })
  })

  it('F29 sends one issue when twenty daemons look at once', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients'])
      const all = await Promise.all(readers.concat(readers.slice(0, 8)).map(() => look('2026-11-24T06:00:00Z')))
      expect(all.flatMap(outcomes)).toEqual(['sent'])
      expect(gotten()).toEqual(everybody)
    })
  })

  it('goes on with the same issue after a stop, although the source has changed since', async () => {
    await withRig({}, async ({ folder, look, gotten, inbox }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients'])
      expect(outcomes(await look('2026-11-24T06:00:00Z', 3))).toEqual(['waiting'])
      const before = inbox.messages.length
      expect(before).toBeGreaterThanOrEqual(3)
      expect(before).toBeLessThan(12)
      writeDigest(folder, '2026-11-24', ['Another Lead', 'Slow Clocks', 'Quiet Gradients'])
      await look('2026-11-24T06:10:00Z')
      expect(gotten()).toEqual(everybody)
      expect(gotten('Another Lead')).toEqual([])
    })
  })

  it('never sends a paper twice, and knows an empty day by it', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients'])
      writeDigest(folder, '2026-11-25', ['Quiet Gradients', 'Slow Clocks'])
      writeDigest(folder, '2026-11-26', ['Slow Clocks', 'Salt Marsh Models'])
      await look('2026-11-24T06:00:00Z')
      expect(outcomes(await look('2026-11-25T06:00:00Z'))).toEqual(['skipped'])
      expect(outcomes(await look('2026-11-26T06:00:00Z'))).toEqual(['sent'])
      expect(gotten('Salt Marsh Models')).toEqual(everybody)
      expect(gotten()).toHaveLength(24)
    })
  })

  it('takes a file of the day that is not there for an empty day', async () => {
    await withRig({}, async ({ look }) => {
      expect(outcomes(await look('2026-11-24T06:00:00Z'))).toEqual(['skipped'])
    })
  })

  it('holds for papers, and sends when they are there', async () => {
    await withRig({ schedule: { emptyDay: 'hold' } }, async ({ folder, look, gotten }) => {
      expect(outcomes(await look('2026-11-24T06:00:00Z'))).toEqual(['waiting'])
      expect(await look('2026-11-24T06:10:00Z')).toEqual([])
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      expect(outcomes(await look('2026-11-24T06:15:00Z'))).toEqual(['sent'])
      expect(gotten()).toEqual(everybody)
    })
  })

  it('rolls papers over to the next issue, once', async () => {
    const schedule = { emptyDay: 'rollover', minPapers: 2 }
    await withRig({ schedule }, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      writeDigest(folder, '2026-11-25', ['Quiet Gradients'])
      writeDigest(folder, '2026-11-26', ['Narrow Bridges'])
      expect(outcomes(await look('2026-11-24T06:00:00Z'))).toEqual(['carried'])
      expect(outcomes(await look('2026-11-25T06:00:00Z'))).toEqual(['sent'])
      expect(gotten('Slow Clocks')).toEqual(everybody)
      expect(outcomes(await look('2026-11-26T06:00:00Z'))).toEqual(['carried'])
    })
  })

  it('sends the best of what was left out of earlier issues on an empty day', async () => {
    const given = { schedule: { emptyDay: 'best' }, settings: { selection: { limit: 2 } } }
    await withRig(given, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks', 'Quiet Gradients', 'Narrow Bridges'])
      expect(outcomes(await look('2026-11-24T06:00:00Z'))).toEqual(['sent'])
      expect(outcomes(await look('2026-11-25T06:00:00Z'))).toEqual(['sent'])
      expect(gotten('Narrow Bridges')).toEqual(everybody)
      expect(outcomes(await look('2026-11-26T06:00:00Z'))).toEqual(['skipped'])
    })
  })

  it('takes off whom the file no longer names until it names them again, and nobody for a broken line', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      writeDigest(folder, '2026-11-25', ['Quiet Gradients'])
      writeDigest(folder, '2026-11-26', ['Narrow Bridges'])
      await look('2026-11-24T06:00:00Z')
      const [, second = '', ...others] = readers
      writeReaders(folder, [`${second},a cell,too many,of them`, ...others])
      await look('2026-11-25T06:00:00Z')
      expect(gotten('Quiet Gradients')).toEqual(everybody.filter((one) => one !== readers[0]))
      writeReaders(folder, readers)
      await look('2026-11-26T06:00:00Z')
      expect(gotten('Narrow Bridges')).toEqual(everybody)
    })
  })

  it('does not bring back by its file who left by themselves', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      writeDigest(folder, '2026-11-25', ['Quiet Gradients'])
      writeDigest(folder, '2026-11-26', ['Narrow Bridges'])
      await look('2026-11-24T06:00:00Z')
      writeReaders(folder, readers.slice(1))
      await look('2026-11-25T06:00:00Z')
      await using store = await openStore({ kind: 'sqlite', path: join(folder, 'courant.sqlite') })
      const audience = createAudience(store.db, store.engine)
      const first = await audience.subscribers.findByAddress(readers[0] as AddrSpec)
      const now = '2026-11-25T12:00:00Z' as Instant
      const list = getListSlug('mornings')
      await unsubscribe(audience, { list, subscriberId: first!.id, now, source: 'page' })
      writeReaders(folder, readers)
      await look('2026-11-26T06:00:00Z')
      expect(gotten('Narrow Bridges')).toEqual(everybody.filter((one) => one !== readers[0]))
    })
  })

  it('says where the owner could not be told', async () => {
    const refuse = (address: string) => (address.startsWith('news@') ? { code: 550, text: '5.1.1 No' } : undefined)
    await withRig({ inbox: { refuse } }, async ({ look }) => {
      const events = await look('2026-11-26T06:00:00Z')
      await expect.poll(() => events.map(({ kind }) => kind)).toContain('alarm.failed')
    })
  })

  it('forgets who got an issue of long ago, also where a timer looks', async () => {
    await withRig({ settings: { delivery: { keepDays: 30 } } }, async ({ folder, look }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      const countRows = async () => {
        await using store = await openStore({ kind: 'sqlite', path: join(folder, 'courant.sqlite') })
        return (await store.db.selectFrom('deliveries').select('id').execute()).length
      }
      await look('2026-11-24T06:00:00Z')
      expect(await countRows()).toBe(12)
      await look('2027-01-24T06:00:00Z')
      expect(await countRows()).toBe(0)
    })
  })

  it('F31 tells the owner in one mail and one failed ping what was missed', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const settings = { alarm: { pingUrl: `http://127.0.0.1:${port}/ping` } }
    await withRig({ settings }, async ({ folder, look, inbox, gotten }) => {
      writeDigest(folder, '2026-11-26', ['Slow Clocks'])
      const events = await look('2026-11-26T06:00:00Z')
      expect(events.filter(({ kind }) => kind === 'run.missed')).toHaveLength(2)
      await expect.poll(() => inbox.messages.filter(({ rcptTo }) => rcptTo === 'news@news.example.com').length).toBe(1)
      await expect
        .poll(() => [...asked].sort((one, other) => one.localeCompare(other)))
        .toEqual(['/ping', '/ping/fail'])
      const mail = inbox.messages.find(({ rcptTo }) => rcptTo === 'news@news.example.com')
      expect(mail?.octets.toString()).toMatch(/2026-11-24 07:00[^]*2026-11-25 07:00/)
      expect(gotten()).toEqual(everybody)
    })
    await new Promise((resolve) => server.close(resolve))
  })

  it('follows the file of readers, but takes a broken one for broken', async () => {
    await withRig({}, async ({ folder, look, gotten }) => {
      writeDigest(folder, '2026-11-24', ['Slow Clocks'])
      writeDigest(folder, '2026-11-25', ['Quiet Gradients'])
      writeDigest(folder, '2026-11-26', ['Narrow Bridges'])
      await look('2026-11-24T06:00:00Z')
      writeReaders(folder, readers.slice(1))
      await look('2026-11-25T06:00:00Z')
      expect(gotten('Quiet Gradients')).toEqual(everybody.filter((address) => address !== 'reader0@example.com'))
      writeReaders(folder, readers.slice(0, 2))
      const events = await look('2026-11-26T06:00:00Z')
      expect(JSON.stringify(events)).toContain('looks like a broken file')
      expect(gotten('Narrow Bridges')).toEqual([])
    })
  })
})
