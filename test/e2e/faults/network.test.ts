import { describe, expect, it } from 'vitest'
import { openFaultySending } from '../../support/sending/faulty-sending.ts'
import { openTcpProxy, type Trouble } from '../../support/programs/tcp-proxy.ts'

// What a packet filter would do (loss, delay, black holes) is done by a proxy on loopback, which needs no rights.
describe('a sender behind a bad network', () => {
  it.each<[string, (connection: number) => Trouble]>([
    ['of 150 ms each way', () => ({ delayMs: 150 })],
    ['that swallows every second connection', (number) => (number % 2 === 1 ? { blackHole: true } : {})],
    ['that resets connections before they say anything', (number) => (number < 6 ? { resetAfter: 0 } : {})],
  ])('F20 sends once to all over a network %s', async (_, trouble) => {
    await using sending = await openFaultySending(20)
    await using network = await openTcpProxy(sending.sink.port, trouble)
    const { result } = await sending.send({ port: network.port, timeoutMs: 1500 })
    expect(result).toMatchObject({ ended: 'finished', counts: { accepted: 20 } })
    expect([...sending.copies().values()].filter((count) => count !== 1)).toEqual([])
    expect(sending.copies().size).toBe(20)
  })

  it('F20 skips nobody where answers are lost, and doubts no more than one message a connection', async () => {
    await using sending = await openFaultySending(40)
    await using network = await openTcpProxy(sending.sink.port, (number) => (number < 8 ? { resetAfter: 900 } : {}))
    const { result } = await sending.send({ port: network.port, timeoutMs: 1500 })
    // A message in doubt is tried again later, as a deferred one is.
    expect(['finished', 'waiting']).toContain(result?.ended)
    const doubted = result?.counts?.deferred ?? 0
    expect(doubted).toBeLessThanOrEqual(network.connections())
    expect(sending.copies().size + doubted).toBeGreaterThanOrEqual(40)
    expect(Math.max(...sending.copies().values())).toBeLessThanOrEqual(2)
  })
})
