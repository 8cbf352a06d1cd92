import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createToken, type TokenPurpose } from '../../../src/subscribers/token.ts'
import { openPageServer } from '../../../src/web/server.ts'
import { signUpLimits } from '../../../src/web/requests/sign-up-limits.ts'
import { keys, openTestPages } from '../../web/support.ts'

const purposes = ['confirm', 'preferences', 'unsubscribe', 'undo', 'browser', 'feedback'] as const

describe('every route that is no GET', () => {
  it('refuses a request without a token or an origin of ours, what is signed otherwise excepted', async () => {
    const { pages, post, readers } = await openTestPages()
    const routes = [
      ...new Set(
        pages.routes
          .filter(({ method }) => method !== 'GET' && method !== 'ALL')
          .map(({ method, path }) => `${method} ${path}`),
      ),
    ]
    // A new route has to be looked at, and then added here.
    const known = [
      'POST /approve/:token',
      'POST /confirm/:token',
      'POST /preferences/:token',
      'POST /r/:token/:direction{more|less}/:key',
      'POST /subscribe',
      'POST /subscribe/embedded',
      'POST /undo/:token',
      'POST /unsubscribe/:token',
      'POST /webhooks/:provider',
    ]
    expect(routes.filter((route) => !route.includes('*')).toSorted()).toEqual(known)
    for (const route of known.filter((name) => !/embedded|webhooks/.test(name))) {
      const path = (route.split(' ')[1] ?? '')
        .replace(':token', 'forged')
        .replace(':direction{more|less}', 'more')
        .replace(':key', 'x')
      const status = async (headers: Record<string, string>) =>
        (await post(path, { choice: 'unsubscribe', address: 'a@example.com' }, headers)).status
      expect([route, await status({ origin: 'https://evil.example' })]).toEqual([route, 403])
      expect([route, [400, 403].includes(await status({}))]).toEqual([route, true])
    }
    expect(
      (await post('/subscribe/embedded', { address: 'a@example.com' }, { origin: 'https://evil.example' })).status,
    ).toBe(200)
    // A report is proven by its signature: without settings for the service there is nothing at its path.
    expect((await post('/webhooks/postmark', {}, {})).status).toBe(404)
    await pages.drain()
    expect(readers.calls).toEqual([])
  })

  it('opens to no token that was made for another purpose or another reader', async () => {
    const { post, clock, readers } = await openTestPages()
    const tokenOf = (purpose: TokenPurpose) =>
      createToken(keys, { purpose, list: 'papers.example.com', subscriberId: 'ada@example.com' }, clock.now())
    for (const made of purposes) {
      for (const used of purposes.filter((purpose) => purpose !== made && purpose !== 'browser')) {
        const path = used === 'feedback' ? `/r/${tokenOf(made)}/more/2607.01038` : `/${used}/${tokenOf(made)}`
        const response = await post(path, { choice: 'confirm', 'List-Unsubscribe': 'One-Click', frequency: 'weekly' })
        expect([made, used, response.status]).toEqual([made, used, 403])
      }
    }
    expect(readers.calls).toEqual([])
  })
})

const destinations = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(evil)',
  'data:text/html,evil',
  'https:evil.example',
  '///evil.example',
  'https://papers.example.com@evil.example',
  'https://papers.example.com.evil.example',
  '%2f%2fevil.example',
  '\thttps://evil.example',
  'http://[::1]/evil',
  '/%09/evil.example',
  '.evil.example',
  '@evil.example',
  'https://evil.example%00.papers.example.com',
  '//evil%E3%80%82example',
  'HtTpS://evil.example',
  '/redirect/https://evil.example',
]

describe('no parameter leads anywhere', () => {
  it('whatever of 10,000 values it has: no answer has a Location, none puts the value into a link', async () => {
    const { get, path } = await openTestPages()
    const pages = [
      '/',
      '/subscribe',
      '/archive',
      '/issues/42',
      path('confirm'),
      path('preferences'),
      path('unsubscribe'),
    ]
    const names = ['next', 'url', 'u', 'return', 'redirect', 'redirect_uri', 'continue', 'to', 'dest', 'r']
    for (let index = 0; index < 10_000; index += 1) {
      const value = destinations[index % destinations.length]?.replace('evil', `evil${index}`) ?? ''
      const at = index % 3 === 0 ? value.replace(/^\/*/, '//') : pages[index % pages.length]
      const query = `${names[index % names.length]}=${index % 2 === 0 ? encodeURIComponent(value) : value.replaceAll('#', '')}`
      const response = await get(index % 3 === 0 ? `/${encodeURI(at ?? '')}` : `${at}?${query}`).catch(() => undefined)
      if (response === undefined) continue
      expect([
        value,
        response.status < 300 || response.status >= 400,
        response.headers.get('location'),
        response.headers.get('refresh'),
      ]).toEqual([value, true, null, null])
      const body = index % 50 === 0 ? await response.text() : ''
      expect(body).not.toMatch(new RegExp(`(?:href|action|src)="[^"]*evil${index}`))
    }
  })
})

describe('what a request says of its host', () => {
  it('is in no page, no feed, no mail and no snippet', async () => {
    const { get } = await openTestPages()
    const lies = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-host': 'evil.example',
      forwarded: 'host=evil.example;proto=http',
    }
    for (const url of [
      '/',
      '/archive',
      '/issues/42',
      '/feed.xml',
      '/atom.xml',
      '/feed.json',
      '/subscribe/embed',
      '/nope',
    ]) {
      const response = await get(url, lies)
      expect([
        url,
        (await response.text()).includes('evil'),
        JSON.stringify([...response.headers]).includes('evil'),
      ]).toEqual([url, false, false])
    }
  })
})

describe('a flood of sign-ups', () => {
  const signUp = (
    open: Awaited<ReturnType<typeof openTestPages>>,
    fields: { ip: string; address: string; stamp: string },
  ) =>
    open.pages.request(
      '/subscribe',
      {
        method: 'POST',
        headers: { origin: 'https://papers.example.com' },
        body: new URLSearchParams({ address: fields.address, stamp: fields.stamp }),
      },
      { incoming: { socket: { remoteAddress: fields.ip } } },
    )

  it.each([
    ['one IPv4 address', () => '192.0.2.7'],
    ['one /24', (index: number) => `192.0.2.${index % 256}`],
    [
      'one /64',
      (index: number) => `2001:db8:0:1:${(index % 65_536).toString(16)}::${((index * 7) % 65_536).toString(16)}`,
    ],
  ])('of thousands of victims from %s reaches only as many as one network may write to', async (_, ipOf) => {
    const open = await openTestPages()
    const stamp = await open.stamp()
    for (let index = 0; index < 3000; index += 1)
      await signUp(open, { ip: ipOf(index), address: `victim${index}@example.com`, stamp })
    await open.pages.drain()
    expect(open.readers.calls.length).toBe(signUpLimits.network.limit)
  })

  it('from everywhere stops at what all together may do in a minute', async () => {
    const open = await openTestPages()
    const stamp = await open.stamp()
    const statuses: number[] = []
    for (let index = 0; index < 1000; index += 1) {
      const ip = `10.${index % 250}.${Math.floor(index / 250)}.1`
      statuses.push((await signUp(open, { ip, address: `victim${index}@example.com`, stamp })).status)
    }
    await open.pages.drain()
    expect(statuses.filter((status) => status === 200)).toHaveLength(signUpLimits.everybody.limit)
    expect(open.readers.calls.length).toBe(signUpLimits.everybody.limit)
  })
})

describe('a client that keeps a socket for nothing', () => {
  it('is hung up on, header or body, while others are answered at once', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, {
      host: '127.0.0.1',
      port: 0,
      patience: { requestMs: 400, headerMs: 200, checkEveryMs: 50 },
    })
    const slow = [
      'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ',
      'POST /subscribe HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\naddress=',
    ].flatMap((octets) => Array.from({ length: 50 }, () => drip(Number(new URL(server.url).port), octets)))
    const answered = await fetch(`${server.url}/archive`)
    expect(answered.status).toBe(200)
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['closed']))
  })

  it('with a body above 16 KB is answered 413, with a longer form for preferences only', async () => {
    const { post, path } = await openTestPages()
    const long = { words: 'x'.repeat(17_000), frequency: 'daily' }
    for (const url of ['/subscribe', '/subscribe/embedded', path('unsubscribe'), path('confirm')]) {
      expect([url, (await post(url, long)).status]).toEqual([url, 413])
    }
    expect((await post(path('preferences'), long)).status).toBe(200)
    expect((await post(path('preferences'), { words: 'x'.repeat(140_000) })).status).toBe(413)
  })
})

/** Sends the beginning of a request and an octet now and then, until the server closes the connection. */
function drip(port: number, octets: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(octets))
    const timer = setInterval(() => socket.write('x'), 30)
    socket.on('error', () => undefined)
    socket.on('data', () => undefined)
    socket.on('close', () => {
      clearInterval(timer)
      resolve('closed')
    })
  })
}
