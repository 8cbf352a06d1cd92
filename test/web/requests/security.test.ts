import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/errors.ts'
import { openPageServer, type PageServer } from '../../../src/web/server.ts'
import { openTestPages } from '../support.ts'

describe('every page', () => {
  it('forbids scripts, frames and foreign forms, and keeps its type', async () => {
    const { get, path } = await openTestPages()
    for (const url of ['/', '/archive', '/issues/42', '/feed.xml', '/nope', path('preferences')]) {
      const { headers } = await get(url)
      const policy = headers.get('content-security-policy') ?? ''
      expect([url, policy]).toEqual([url, expect.stringContaining("default-src 'none'; style-src 'self'")])
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('strict-transport-security')).toContain('max-age')
    }
  })

  it('has no style and no script of its own, so that the policy breaks nothing', async () => {
    const { get, path } = await openTestPages()
    for (const url of ['/', '/archive', '/issues/42', path('preferences'), path('unsubscribe')]) {
      expect(await (await get(url)).text()).not.toMatch(/<style|\sstyle=|<script|javascript:/i)
    }
  })

  it('of a reader is stored by nobody, indexed by nobody, and tells no other site its address', async () => {
    const { get, path } = await openTestPages()
    const forged = '/preferences/forged'
    for (const url of [
      ...(['confirm', 'preferences', 'unsubscribe', 'undo', 'browser'] as const).map((name) => path(name)),
      forged,
    ]) {
      const { headers } = await get(url)
      expect([url, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
        url,
        'no-store',
        'no-referrer',
      ])
      expect(headers.get('x-robots-tag')).toContain('noindex')
    }
    expect((await get('/archive')).headers.get('referrer-policy')).toBe('same-origin')
  })

  it('asks robots to stay out of everything that is a reader’s or the operator’s own', async () => {
    const { get } = await openTestPages()
    const robots = await (await get('/robots.txt')).text()
    const closed = ['confirm/', 'preferences/', 'unsubscribe/', 'undo/', 'browser/', 'r/', 'approve/', 'metrics']
    expect([...robots.matchAll(/^Disallow: \/(.*)$/gm)].map(([, path]) => path)).toEqual(closed)
  })

  it('works below a path, whether the proxy takes the path away or not', async () => {
    const { get } = await openTestPages({ publicUrl: 'https://example.org/papers' })
    expect(await (await get('/papers/archive')).text()).toContain('href="/papers/issues/42"')
    expect((await get('/archive')).status).toBe(200)
    expect((await get('/papersarchive')).status).toBe(404)
  })
})

describe('a form from another site', () => {
  it('is refused at every route that changes something, one-click excepted', async () => {
    const { post, path, readers } = await openTestPages()
    const feedback = `${path('feedback').replace('/feedback/', '/r/')}/more/2607.01038`
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site', origin: 'null' },
    ]
    for (const headers of foreign) {
      for (const url of ['/subscribe', path('confirm'), path('preferences'), path('undo'), feedback]) {
        expect([url, (await post(url, { choice: 'confirm' }, headers)).status]).toEqual([url, 403])
      }
    }
    expect(readers.calls).toEqual([])
  })

  it('is no obstacle to browsers that hide the origin of a page without referrer, nor to text browsers', async () => {
    const { post, path } = await openTestPages()
    expect((await post(path('preferences'), {}, { origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await post(path('preferences'), {}, {})).status).toBe(200)
  })

  it('finds no other route that takes a form: without a token of ours all answer 403 or 404', async () => {
    const { post } = await openTestPages()
    for (const url of ['/confirm/x', '/preferences/x', '/unsubscribe/x', '/undo/x', '/r/x/more/y']) {
      expect([url, (await post(url, { 'List-Unsubscribe': 'One-Click' })).status]).toEqual([url, 403])
    }
    for (const url of ['/', '/archive', '/issues/42', '/feed.xml', '/health', '/metrics', '/browser/x']) {
      expect([url, (await post(url)).status]).toEqual([url, 404])
    }
  })
})

describe('B29 a hostile request', () => {
  it('with a hundred megabytes is answered 413', async () => {
    const { pages, path } = await openTestPages()
    const body = new Uint8Array(1e8)
    const origin = 'https://papers.example.com'
    const headers = {
      origin,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    }
    for (const url of ['/subscribe', path('unsubscribe')]) {
      expect((await pages.request(url, { method: 'POST', headers, body })).status).toBe(413)
    }
  })

  it.each([
    ['two thousand parameters', Array.from({ length: 2000 }, (_, index) => `a${index}=`).join('&')],
    ['a parameter twice', 'address=a@example.com&address=b@example.com&stamp=x'],
    ['an array', 'address[]=a@example.com&address[]=b@example.com'],
    ['a prototype', 'address[__proto__]=x&__proto__[polluted]=1&constructor.prototype.polluted=1'],
  ])('with %s is answered 400 and changes nothing', async (_, body) => {
    const { pages, readers } = await openTestPages()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://papers.example.com' }
    expect((await pages.request('/subscribe', { method: 'POST', headers, body })).status).toBe(400)
    expect(readers.calls).toEqual([])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each(['application/json', 'text/xml', 'multipart/form-data', 'multipart/form-data; boundary=x', ''])(
    'of the type "%s" is answered 400',
    async (type) => {
      const { pages, path, readers } = await openTestPages()
      const headers = { 'content-type': type, origin: 'https://papers.example.com' }
      const response = await pages.request(path('preferences'), {
        method: 'POST',
        headers,
        body: '{"frequency":"weekly"}',
      })
      expect([type, response.status]).toEqual([type, 400])
      expect(readers.calls).toEqual([])
    },
  )

  it('never leads elsewhere: no page redirects, whatever its parameters', async () => {
    const { get, path } = await openTestPages()
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      for (const url of ['/', '/archive', path('confirm'), `/${next}`]) {
        const response = await get(`${url}?next=${encodeURIComponent(next)}&url=${next}`)
        expect([url, response.headers.get('location')]).toEqual([url, null])
        expect(await response.text()).not.toContain('evil.example"')
      }
    }
  })
})

describe('a failure on our side', () => {
  it('shows a number that is in the log, and no word of what happened', async () => {
    const seen: { id: string; route: string }[] = []
    const { get, path } = await openTestPages({
      readers: { ...(await openTestPages()).readers, find: () => Promise.reject(new Error('password is hunter2')) },
      onError: (_, request) => seen.push(request),
    })
    const response = await get(path('preferences'))
    const html = await response.text()
    expect(response.status).toBe(500)
    expect(html).not.toContain('hunter2')
    expect(html).toContain(seen[0]?.id)
    expect(seen[0]?.route).toBe('/preferences/:token')
  })

  it('that is foreseen shows its sentence', async () => {
    const away = new AppError('unavailable', 'The database is away for a minute.')
    const { get } = await openTestPages({
      archive: {
        listPage: () => Promise.reject(away),
        findByNumber: async () => undefined,
        findByDate: async () => undefined,
      },
    })
    const response = await get('/archive')
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('The database is away')])
  })
})

describe('over a socket', () => {
  it('a hostile request is answered at once: header too long, two lengths, absolute address, foreign host', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const long = `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(65_536)}\r\n\r\n`
    const smuggled =
      'POST /subscribe HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x'
    const absolute = 'GET http://evil.example/archive HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'
    expect(await exchange(server, long)).toMatch(/^HTTP\/1\.1 431 /)
    expect(await exchange(server, smuggled)).toMatch(/^HTTP\/1\.1 400 /)
    const page = await exchange(server, absolute)
    expect(page).toMatch(/^HTTP\/1\.1 200 /)
    expect(page).not.toContain('evil')
  })

  it('a body without a declared length is read to its end, and one without an end is cut off', async () => {
    const { pages, path, readers } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const chunked = (chunks: Iterable<string>): RequestInit & { duplex: 'half' } => ({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: ReadableStream.from(chunks).pipeThrough(new TextEncoderStream()),
      duplex: 'half',
    })
    const url = `${server.url}${path('unsubscribe')}`
    expect((await fetch(url, chunked(['List-Unsubscribe', '=One-Click']))).status).toBe(200)
    expect(readers.readers.get('ada@example.com')?.status).toBe('unsubscribed')
    const endless = Array.from({ length: 100 }, () => 'x'.repeat(1000))
    expect((await fetch(url, chunked(endless))).status).toBe(413)
    expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(404)
  })

  it('a program of HTTP/1.0 need not name a host', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    expect(await exchange(server, 'GET /health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /)
  })

  it('whoever hangs up amid a form is no fault of ours', async () => {
    const { pages, path, errors } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.write(`POST ${path('unsubscribe')} HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nList-Uns`)
    const isCounted = async (): Promise<boolean> =>
      (await (await fetch(`${server.url}/metrics`)).text()).includes('unsubscribe/:token",status="400"} 1')
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    await expect.poll(isCounted).toBe(true)
    expect(errors).toEqual([])
  })

  it('HEAD has the header fields of GET and no body', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const head = await fetch(`${server.url}/archive`, { method: 'HEAD' })
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', expect.stringMatching(/^W\//)])
  })

  it('a port that is taken is said in words', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const port = Number(new URL(server.url).port)
    await expect(openPageServer(pages, { host: '127.0.0.1', port })).rejects.toThrow('another program listens there')
  })
})

/** What a server answers to octets, until it closes the connection or falls silent. */
function exchange(server: PageServer, octets: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(octets))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(answer) : reject(error),
    )
    socket.on('close', () => resolve(answer))
  })
}
