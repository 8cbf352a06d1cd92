import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openFaultySending, type FaultySending } from '../../support/sending/faulty-sending.ts'

const limited = (limit: string): string[] => ['bash', '-c', `ulimit ${limit}; exec "$0" "$@"`]

function expectOnce(sending: FaultySending, readers: number, most = 1): void {
  const copies = [...sending.copies().values()]
  expect(copies).toHaveLength(readers)
  expect(Math.max(...copies)).toBeLessThanOrEqual(most)
}

describe('a sender in a process that is in trouble', () => {
  it('F37 loses nothing to a process that runs out of memory', async () => {
    await using sending = await openFaultySending(30)
    // From the sixth message on each keeps 20 MB for good: the process dies by itself, somewhere.
    const env = { NODE_OPTIONS: '--max-old-space-size=48' }
    const first = await sending.send({ connections: 2, env, leakBytes: 20_000_000 })
    expect([first.result, first.signal ?? first.code]).toEqual([undefined, expect.anything()])
    const sent = sending.copies().size
    expect([sent > 0, sent < 30]).toEqual([true, true])
    expect((await sending.send()).result).toMatchObject({ ended: 'finished' })
    expectOnce(sending, 30, 2)
    expect([...sending.copies().values()].filter((count) => count > 1).length).toBeLessThanOrEqual(2)
  })

  it('F37 sends nothing twice when the loop of one sender hangs for six seconds beside another', async () => {
    await using sending = await openFaultySending(40, { sink: { delayMs: 20 } })
    const hanging = sending.start({ blockMs: 6000 })
    while (sending.copies().size < 1) await sleep(10)
    const other = await sending.send()
    expect(other.result).toMatchObject({ ended: 'finished' })
    expect((await hanging.end).result).toMatchObject({ ended: 'finished' })
    expectOnce(sending, 40)
  })

  it('F31 sends nothing twice when a sender is stopped for longer than its lease, and wakes', async () => {
    await using sending = await openFaultySending(40, { sink: { delayMs: 20 } })
    const sleeper = sending.start()
    while (sending.copies().size < 3) await sleep(5)
    sleeper.child.kill('SIGSTOP')
    const other = sending.start()
    await sleep(6000)
    sleeper.child.kill('SIGCONT')
    await Promise.all([sleeper.end, other.end])
    expect(await sending.count()).toMatchObject({ accepted: 40, claimed: 0, at_dot: 0 })
    expectOnce(sending, 40)
  })

  it('F40 queues where the process may open 64 files only, and asks for 80 connections', async () => {
    await using sending = await openFaultySending(60)
    const { result } = await sending.send({ connections: 80, wrapper: limited('-n 64') })
    expect(result).toMatchObject({ ended: 'finished', counts: { accepted: 60 } })
    expectOnce(sending, 60)
  })
})
