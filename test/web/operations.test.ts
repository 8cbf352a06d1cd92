import { describe, expect, it } from 'vitest'
import { openPageServer } from '../../src/web/server.ts'
import { openTestPages } from './support.ts'

describe('what the operator’s programs ask for', () => {
  it('shows its numbers to this machine only, and to whoever has the token', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    const direct = await fetch(`${server.url}/metrics`)
    expect(await direct.text()).toContain('courant_subscriptions{status="confirmed"} 2')
    expect((await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(404)

    const { get } = await openTestPages({ metricsToken: 'a-long-secret-token' })
    expect((await get('/metrics')).status).toBe(404)
    expect((await get('/metrics', { authorization: 'Bearer a-long-secret-tokex' })).status).toBe(404)
    expect((await get('/metrics', { authorization: 'Bearer a-long-secret-token' })).status).toBe(200)
  })

  it('counts requests by route, with no token in the numbers', async () => {
    const { get, path } = await openTestPages({ metricsToken: 'a-long-secret-token' })
    await get(path('preferences'))
    await get('/nope')
    const text = await (await get('/metrics', { authorization: 'Bearer a-long-secret-token' })).text()
    expect(text).toContain('courant_http_requests_total{method="GET",route="/preferences/:token",status="200"} 1')
    expect(text).not.toContain(path('preferences').split('/')[2])
  })

  it('counts readers at most once in fifteen seconds, and says when', async () => {
    let counted = 0
    const { get, clock } = await openTestPages({
      metricsToken: 'a-long-secret-token',
      async countSubscriptions() {
        counted += 1
        if (counted === 2) throw new Error('gone')
        return { unconfirmed: 0, confirmed: counted, unsubscribed: 0 }
      },
    })
    const ask = async () => (await get('/metrics', { authorization: 'Bearer a-long-secret-token' })).text()
    const [one, two] = await Promise.all([ask(), ask()])
    clock.advance(14)
    for (const text of [one, two, await ask()]) {
      expect(text).toContain('courant_subscriptions{status="confirmed"} 1')
      expect(text).toContain(
        `courant_subscriptions_counted_timestamp_seconds ${Date.parse('2026-11-23T07:00:00Z') / 1000}`,
      )
    }
    clock.advance(1)
    expect(await ask()).not.toContain('courant_subscriptions{')
    expect(await ask()).toContain('courant_subscriptions{status="confirmed"} 3')
  })

  it('says whether it is well', async () => {
    const { get } = await openTestPages()
    expect(await (await get('/health')).json()).toEqual({ status: 'ok' })
    const away = await openTestPages({ isReady: () => Promise.reject(new Error('gone')) })
    expect((await away.get('/health')).status).toBe(503)
  })
})
