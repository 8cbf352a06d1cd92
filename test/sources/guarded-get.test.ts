import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { errorCode } from '../../src/errors.ts'
import { getGuarded, type GetOptions } from '../../src/sources/guarded-get.ts'
import { startServer } from '../support/programs/http-server.ts'

const limits = { timeoutMs: 5000, maxBytes: 1_000_000 }

async function refusal(url: string, options: Partial<GetOptions> = {}): Promise<string> {
  const error: unknown = await getGuarded(url, { ...limits, ...options }).then(
    () => 'answered',
    (reason: unknown) => reason,
  )
  return error instanceof Error ? `${errorCode(error)}: ${error.message}` : String(error)
}

describe('getGuarded', () => {
  it('fetches from a server that the operator allows', async () => {
    await using server = await startServer((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync('text')),
    )
    const { body, status } = await getGuarded(`${server.url}/a?b=c`, { ...limits, allowedHosts: [server.host] })
    expect([status, Buffer.from(body).toString(), server.requests[0]?.path]).toEqual([200, 'text', '/a?b=c'])
  })

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://172.16.0.1/',
    'http://100.64.0.1/',
    'http://[fc00::1]/',
    'http://[fe80::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://224.0.0.1/',
    'http://127。0。0。1/',
    'http://①②⑦.0.0.1/',
  ])('refuses %s', async (url) => {
    expect(await refusal(url, { resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]) })).toMatch(
      /^invalid: .* is not on the public internet/,
    )
  })

  it.each([
    'file:///etc/passwd',
    'gopher://example.org/',
    'ftp://example.org/',
    'javascript:alert(1)',
    '//example.org/',
    'data:text/plain,x',
  ])('refuses %s', async (url) => {
    expect(await refusal(url)).toMatch(/^invalid: .* is not an http or https address/)
  })

  it('refuses users, passwords and other ports', async () => {
    expect(await refusal('https://user:secret@example.org/')).toMatch(
      /^invalid: example\.org: an address with a user name/,
    )
    expect(await refusal('http://example.org:5432/')).toMatch(/^invalid: .*only the ports 80 and 443/)
  })

  it('refuses a name of which any address is private', async () => {
    const resolve = () =>
      Promise.resolve([
        { address: '93.184.216.34', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])
    expect(await refusal('http://example.org/', { resolve })).toMatch(/not on the public internet/)
  })

  it('resolves a name once and connects to the address that it checked', async () => {
    await using server = await startServer((_, response) => response.end('x'))
    let asked = 0
    const resolve = () => Promise.resolve([{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
    const port = server.host.split(':')[1]
    const { body } = await getGuarded(`http://rebinding.example.org:${port}/`, {
      ...limits,
      resolve,
      allowedHosts: [`rebinding.example.org:${port}`],
    })
    expect([Buffer.from(body).toString(), asked]).toEqual(['x', 1])
  })

  it('checks every redirect again', async () => {
    await using server = await startServer((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    )
    expect(await refusal(server.url, { allowedHosts: [server.host] })).toMatch(
      /^invalid: 169\.254\.169\.254 is not on the public internet/,
    )
    await using other = await startServer((_, response) =>
      response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
    )
    expect(await refusal(other.url, { allowedHosts: [other.host] })).toMatch(/^invalid: "file:.* is not an http/)
  })

  it('follows three redirects and no more', async () => {
    await using server = await startServer((request, response) => {
      const count = Number((request.url ?? '').slice(1))
      if (count === 3) response.end('there')
      else response.writeHead(307, { location: `/${count + 1}` }).end()
    })
    const options = { ...limits, allowedHosts: [server.host] }
    expect(Buffer.from((await getGuarded(`${server.url}/0`, options)).body).toString()).toBe('there')
    expect(await refusal(`${server.url}/-1`, options)).toMatch(/redirects more than three times/)
  })

  it('B2 stops at the limit of size, unpacked as well', async () => {
    await using endless = await startServer((_, response) => {
      const write = () => {
        while (response.write(Buffer.alloc(65_536)));
      }
      response.on('drain', write)
      write()
    })
    expect(await refusal(endless.url, { allowedHosts: [endless.host] })).toMatch(/^invalid: .* answers with more than/)
    await using bomb = await startServer((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000))),
    )
    expect(await refusal(bomb.url, { allowedHosts: [bomb.host] })).toMatch(/^invalid: .* answers with more than/)
  })

  it('stops waiting for an answer that does not come, or does not end', async () => {
    await using silent = await startServer(() => undefined)
    expect(await refusal(silent.url, { allowedHosts: [silent.host], timeoutMs: 100 })).toMatch(
      /^unavailable: .* did not answer in time/,
    )
    await using slow = await startServer((_, response) => response.write('x'))
    expect(await refusal(slow.url, { allowedHosts: [slow.host], timeoutMs: 100 })).toMatch(
      /^unavailable: .* took too long/,
    )
  })

  it('says that nobody answers', async () => {
    const server = await startServer(() => undefined)
    await server[Symbol.asyncDispose]()
    expect(await refusal(server.url, { allowedHosts: [server.host] })).toMatch(
      /^unavailable: .* cannot be reached \(ECONNREFUSED\)/,
    )
    const resolve = () => Promise.reject(new Error('ENOTFOUND'))
    expect(await refusal('https://nowhere.example/', { resolve })).toMatch(
      /^unavailable: The name nowhere\.example cannot be resolved/,
    )
  })
})
