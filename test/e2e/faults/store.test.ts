import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import { openFaultySending, type FaultySending } from '../../support/sending/faulty-sending.ts'

/** Resolves when so many readers have their message. */
async function untilSent({ copies }: FaultySending, count: number): Promise<void> {
  while (copies().size < count) await sleep(10)
}

const eachOnce = (sending: FaultySending, readers: number): void => {
  expect([...sending.copies().values()].filter((count) => count !== 1)).toEqual([])
  expect(sending.copies().size).toBe(readers)
}

describe('a sender whose database others use too', () => {
  it('F28 sends nothing while another process holds the lock, and goes on afterwards', async () => {
    await using sending = await openFaultySending(60, { sink: { delayMs: 10 } })
    const { end } = sending.start()
    await untilSent(sending, 5)
    const other = new DatabaseSync(sending.database, { timeout: 5000 })
    other.exec('BEGIN IMMEDIATE')
    await sleep(500)
    const during = sending.copies().size
    await sleep(2000)
    expect(sending.copies().size).toBe(during)
    other.exec('ROLLBACK')
    other.close()
    expect((await end).result).toMatchObject({ ended: 'finished' })
    eachOnce(sending, 60)
  })

  it('F28 is held up neither by a long reader nor by a backup, and the backup is whole', async () => {
    await using sending = await openFaultySending(200)
    const reader = new DatabaseSync(sending.database, { readOnly: true })
    reader.exec('BEGIN')
    const before = reader.prepare("SELECT count(*) AS n FROM deliveries WHERE status = 'accepted'").get()?.['n']
    const { end } = sending.start()
    await untilSent(sending, 20)
    const copy = `${sending.folder}/copy.sqlite`
    await using store = await openStore({ kind: 'sqlite', path: sending.database })
    await store.backup(copy)
    expect((await end).result).toMatchObject({ ended: 'finished' })
    eachOnce(sending, 200)
    expect(reader.prepare("SELECT count(*) AS n FROM deliveries WHERE status = 'accepted'").get()?.['n']).toBe(before)
    reader.close()
    using whole = new DatabaseSync(copy, { readOnly: true })
    expect([existsSync(copy), whole.prepare('PRAGMA integrity_check').get()]).toEqual([true, { integrity_check: 'ok' }])
    expect(whole.prepare('SELECT count(*) AS n FROM deliveries').get()).toEqual({ n: 200 })
  })
})
