import { describe, expect, it } from 'vitest'
import { errorCode } from '../../src/errors.ts'
import { probeLink } from '../../src/sources/probe-link.ts'
import { startServer } from '../support/programs/http-server.ts'

const timeoutMs = 5000

async function codeOf(url: string, options: Partial<Parameters<typeof probeLink>[1]> = {}): Promise<string> {
  return probeLink(url, { timeoutMs, ...options }).then(String, errorCode)
}

describe('probeLink', () => {
  it('tells the status of a link, asked with HEAD, behind its redirects', async () => {
    const methods: string[] = []
    await using server = await startServer((request, response) => {
      methods.push(request.method ?? '')
      if (request.url === '/moved') response.writeHead(301, { location: '/gone' }).end()
      else response.writeHead(request.url === '/gone' ? 410 : 200).end()
    })
    const allowedHosts = [server.host]
    expect(await codeOf(`${server.url}/there`, { allowedHosts })).toBe('200')
    expect(await codeOf(`${server.url}/moved`, { allowedHosts })).toBe('410')
    expect(methods).toEqual(['HEAD', 'HEAD', 'HEAD'])
  })

  it('takes a link that redirects on and on for one that answers', async () => {
    await using server = await startServer((_, response) => response.writeHead(302, { location: '/again' }).end())
    expect(await codeOf(server.url, { allowedHosts: [server.host] })).toBe('302')
    expect(server.requests).toHaveLength(4)
  })

  it('asks nothing inside, by address, by name or by redirect', async () => {
    const resolve = () => Promise.resolve([{ address: '10.0.0.1', family: 4 }])
    await using server = await startServer((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    )
    expect(await codeOf(server.url)).toBe('invalid')
    expect(await codeOf('https://papers.example.org/', { resolve })).toBe('invalid')
    expect(server.requests).toEqual([])
    expect(await codeOf(server.url, { allowedHosts: [server.host] })).toBe('invalid')
  })

  it('gives up on a name or a server that does not answer in time', async () => {
    await using server = await startServer(() => undefined)
    expect(await codeOf(server.url, { allowedHosts: [server.host], timeoutMs: 50 })).toBe('unavailable')
    const resolve = () => new Promise<never>(() => undefined)
    expect(await codeOf('https://papers.example.org/', { resolve, timeoutMs: 50 })).toBe('unavailable')
  })
})
