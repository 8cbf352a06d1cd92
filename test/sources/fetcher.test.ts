import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createFileCache } from '../../src/sources/answer-cache.ts'
import { createFetcher, type FetcherOptions } from '../../src/sources/fetcher.ts'
import { startServer, type TestServer } from '../support/programs/http-server.ts'

const directory = mkdtempSync(join(tmpdir(), 'courant-cache-'))
afterAll(() => rmSync(directory, { recursive: true }))

function prepare(server: TestServer, more: Partial<FetcherOptions> = {}) {
  const pauses: number[] = []
  let now = 0
  const fetcher = createFetcher({
    timeoutMs: 5000,
    maxBytes: 1_000_000,
    allowedHosts: [server.host],
    intervalMs: 3000,
    nowMs: () => now,
    pause: (ms) => {
      pauses.push(ms)
      now += ms
      return Promise.resolve()
    },
    ...more,
  })
  return { fetcher, pauses }
}

function answerInTurn(...answers: ((response: ServerResponse) => void)[]) {
  let count = 0
  return (_: IncomingMessage, response: ServerResponse) => answers[Math.min(count++, answers.length - 1)]?.(response)
}

async function getText(fetcher: { get(url: string): Promise<Uint8Array> }, url: string): Promise<string> {
  return Buffer.from(await fetcher.get(url)).toString()
}

describe('createFetcher', () => {
  it('asks one at a time, three seconds apart', async () => {
    let open = 0
    let most = 0
    await using server = await startServer((_, response) => {
      most = Math.max(most, ++open)
      setImmediate(() => {
        open--
        response.end('x')
      })
    })
    const { fetcher, pauses } = prepare(server)
    await Promise.all([1, 2, 3].map((path) => fetcher.get(`${server.url}/${path}`)))
    expect([most, pauses]).toEqual([1, [3000, 3000]])
  })

  it('asks whether a kept answer still holds (RFC 9110 §13)', async () => {
    await using server = await startServer((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"1"', 'last-modified': 'Fri, 20 Nov 2026 06:00:00 GMT' }).end('kept')
    })
    const { fetcher } = prepare(server, { cache: createFileCache(directory) })
    expect([await getText(fetcher, server.url), await getText(fetcher, server.url)]).toEqual(['kept', 'kept'])
    expect(server.requests.map(({ headers }) => headers['if-modified-since'])).toEqual([
      undefined,
      'Fri, 20 Nov 2026 06:00:00 GMT',
    ])
  })

  it('tries again with growing pauses, and as long as the server asks', async () => {
    const busy = (response: ServerResponse) => response.writeHead(503).end()
    const later = (response: ServerResponse) => response.writeHead(429, { 'retry-after': '7' }).end()
    await using server = await startServer(answerInTurn(later, busy, (response) => response.end('at last')))
    const { fetcher, pauses } = prepare(server, { intervalMs: 0 })
    expect(await getText(fetcher, server.url)).toBe('at last')
    expect(pauses).toEqual([7000, 4000])
  })

  it('gives up after three tries, and at once where another is no use', async () => {
    await using server = await startServer((request, response) =>
      response.writeHead(request.url === '/busy' ? 500 : 404).end(),
    )
    const { fetcher } = prepare(server)
    await expect(fetcher.get(`${server.url}/busy`)).rejects.toThrow(/answers 500 .* Try again later/)
    expect(server.requests).toHaveLength(3)
    await expect(fetcher.get(`${server.url}/gone`)).rejects.toThrow(/is not there/)
    expect(server.requests).toHaveLength(4)
  })

  it('goes on after a failure', async () => {
    await using server = await startServer((request, response) =>
      response.writeHead(request.url === '/a' ? 404 : 200).end('b'),
    )
    const { fetcher } = prepare(server)
    const first = fetcher.get(`${server.url}/a`).catch(() => 'failed')
    expect([await first, await getText(fetcher, `${server.url}/b`)]).toEqual(['failed', 'b'])
  })
})
