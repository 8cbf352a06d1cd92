import { describe, expect, it } from 'vitest'
import { openFaultySending, straceReason, tracer, type FaultySending } from '../../support/sending/faulty-sending.ts'

if (straceReason !== undefined) process.stderr.write(`skipped: ${straceReason}\n`)

const connections = 2

/** What must hold after a crash anywhere, and after the next sender: nobody skipped, at most one twice per connection. */
async function expectWhole(sending: FaultySending, readers: number): Promise<void> {
  const after = await sending.count()
  // Whoever has the message is known to the ledger as one who may have it.
  expect(after.accepted + after.at_dot).toBeGreaterThanOrEqual(sending.copies().size)
  expect((await sending.send({ connections })).result).toMatchObject({ ended: 'finished' })
  const copies = [...sending.copies().values()]
  expect(copies).toHaveLength(readers)
  expect(Math.max(...copies)).toBeLessThanOrEqual(2)
  expect(copies.filter((count) => count > 1).length).toBeLessThanOrEqual(connections)
}

describe.skipIf(straceReason !== undefined)('a sender that dies at a system call of its own', () => {
  it.each([155, 180])('F3 is whole after a kill before write %i, of small messages', async (when) => {
    await using sending = await openFaultySending(20)
    const { signal } = await sending.send({ connections, wrapper: tracer('write', 'signal=SIGKILL', String(when)) })
    expect([null, 'SIGKILL']).toContain(signal)
    await expectWhole(sending, 20)
  })

  it.each([130, 145])('F3 is whole after a kill before write %i, in the middle of large bodies', async (when) => {
    await using sending = await openFaultySending(6)
    const order = { connections, bodyBytes: 4_000_000, wrapper: tracer('write', 'signal=SIGKILL', String(when)) }
    await sending.send(order)
    await expectWhole(sending, 6)
  })

  it.each([4, 9, 16])('F5 is whole after a kill before the fsync %i of a commit', async (when) => {
    await using sending = await openFaultySending(20)
    const { signal } = await sending.send({ connections, wrapper: tracer('fsync', 'signal=SIGKILL', String(when)) })
    expect(signal).toBe('SIGKILL')
    await expectWhole(sending, 20)
  })
})

describe.skipIf(straceReason !== undefined)('a disk that fails under a sender', () => {
  it.each([5, 11])(
    'F27 stops the sender at the first EIO of fsync (from %i on), and sends nothing more',
    async (when) => {
      await using sending = await openFaultySending(40)
      const started = performance.now()
      const { code, result } = await sending.send({ connections, wrapper: tracer('fsync', 'error=EIO', `${when}+`) })
      expect([code, result?.reason]).toEqual([75, expect.stringMatching(/cannot be read or written by the disk/)])
      expect(performance.now() - started).toBeLessThan(30_000)
      const sent = sending.copies().size
      expect(sent).toBeLessThan(40)
      await expectWhole(sending, 40)
    },
  )

  it('F26 sends nothing that cannot be recorded while the disk is full, and goes on when there is room', async () => {
    await using sending = await openFaultySending(40)
    const { result } = await sending.send({ connections, wrapper: tracer('pwrite64', 'error=ENOSPC', '40..60') })
    expect(result).toMatchObject({ ended: 'finished', counts: { accepted: 40 } })
    expect([...sending.copies().values()].filter((count) => count !== 1)).toEqual([])
    expect(sending.copies().size).toBe(40)
  })
})
