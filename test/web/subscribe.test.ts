import { describe, expect, it } from 'vitest'
import { aClock, someReaders, openTestPages } from './support.ts'

describe('POST /subscribe', () => {
  it('asks the readers for a confirmation mail, with the words that were agreed to', async () => {
    const { pages, post, stamp, readers } = await openTestPages()
    const response = await post('/subscribe', { address: ' Bo@Example.com ', stamp: await stamp() })
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Check your inbox')
    await pages.drain()
    expect(readers.calls).toEqual([
      {
        action: 'subscribe',
        who: 'bo@example.com',
        proof: {
          ip: '192.0.2.7',
          source: '/subscribe',
          wording: expect.stringContaining('Send me The Daily Preprint'),
        },
      },
    ])
  })

  it('answers a known and an unknown address with the same octets and header fields', async () => {
    const { post, stamp } = await openTestPages()
    const fields = { stamp: await stamp() }
    const known = await post('/subscribe', { ...fields, address: 'ada@example.com' })
    const unknown = await post('/subscribe', { ...fields, address: 'nobody@example.com' })
    expect([...known.headers]).toEqual([...unknown.headers])
    expect(await known.text()).toBe(await unknown.text())
  })

  it('answers before it looks the address up, so that the time says nothing either', async () => {
    const never = { ...someReaders(aClock()), subscribe: () => new Promise<void>(() => undefined) }
    const { post, stamp } = await openTestPages({ readers: never })
    expect((await post('/subscribe', { address: 'ada@example.com', stamp: await stamp() })).status).toBe(200)
  })

  it('shows the form again, with what was typed, when it is no address', async () => {
    const { post, stamp, readers } = await openTestPages()
    const response = await post('/subscribe', { address: '<b>x@y', stamp: await stamp() })
    const html = await response.text()
    expect(response.status).toBe(400)
    expect(html).toContain('“&lt;b&gt;x@y” is no email address')
    expect(html).toContain('value="&lt;b&gt;x@y"')
    expect(readers.calls).toEqual([])
  })

  it('asks once about an address that looks like a slip of the keys, changes nothing in it, and takes it then', async () => {
    const { pages, post, stamp, readers } = await openTestPages()
    const fields = { address: 'bo@gmial.com', stamp: await stamp() }
    const asked = await post('/subscribe', fields)
    expect([asked.status, await asked.text()]).toEqual([400, expect.stringContaining('Did you mean bo@gmail.com?')])
    await pages.drain()
    expect(readers.calls).toEqual([])
    expect((await post('/subscribe', { ...fields, kept: 'bo@gmial.com' })).status).toBe(200)
    await pages.drain()
    expect(readers.calls.map(({ who }) => who)).toEqual(['bo@gmial.com'])
  })

  it('takes what fills in the field that nobody sees for a program, and tells it nothing', async () => {
    const { pages, post, stamp, readers } = await openTestPages()
    const stampText = await stamp()
    const trapped = await post('/subscribe', {
      address: 'bo@example.com',
      website: 'https://x.example',
      stamp: stampText,
    })
    const person = await post('/subscribe', { address: 'cy@example.com', website: '', stamp: stampText })
    expect(await trapped.text()).toBe(await person.text())
    await pages.drain()
    expect(readers.calls.map(({ who }) => who)).toEqual(['cy@example.com'])
  })

  it('refuses a form without a stamp, with a forged or an old one, and lets a quick one come again', async () => {
    const { get, post, stamp, clock, readers } = await openTestPages()
    const quick = /name="stamp" value="([^"]+)"/.exec(await (await get('/')).text())?.[1] ?? ''
    const early = await post('/subscribe', { address: 'bo@example.com', stamp: quick })
    expect([early.status, await early.text()]).toEqual([400, expect.stringContaining(`value="${quick}"`)])
    for (const forged of ['', 'x', quick.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))]) {
      expect((await post('/subscribe', { address: 'bo@example.com', stamp: forged })).status).toBe(400)
    }
    clock.advance(3)
    expect((await post('/subscribe', { address: 'bo@example.com', stamp: quick })).status).toBe(200)
    const old = await stamp()
    clock.advance(13 * 3600)
    expect((await post('/subscribe', { address: 'bo@example.com', stamp: old })).status).toBe(400)
    expect(readers.calls.length).toBeLessThanOrEqual(1)
  })

  it('lets 20 sign-ups through from one network in ten minutes, whichever addresses they name', async () => {
    const { pages, post, stamp, clock, readers } = await openTestPages()
    const stampText = await stamp()
    const statuses: number[] = []
    for (let index = 0; index < 200; index += 1) {
      statuses.push((await post('/subscribe', { address: `victim${index}@example.com`, stamp: stampText })).status)
    }
    await pages.drain()
    expect(statuses.filter((status) => status === 200).length).toBe(20)
    expect(statuses.at(-1)).toBe(429)
    expect(readers.calls.length).toBe(20)
    clock.advance(601)
    expect((await post('/subscribe', { address: 'later@example.com', stamp: stampText })).status).toBe(200)
  })

  it('turns away a form that another site sends, by Origin and by its absence', async () => {
    const { post, stamp, readers } = await openTestPages()
    const fields = { address: 'bo@example.com', stamp: await stamp() }
    expect((await post('/subscribe', fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('/subscribe', fields, {})).status).toBe(403)
    expect(readers.calls).toEqual([])
  })
})

describe('the form for other sites', () => {
  it('is plain HTML without a script, under the public address', async () => {
    const { get } = await openTestPages({ publicUrl: 'https://example.org/papers' })
    const html = await (await get('/papers/subscribe/embed')).text()
    expect(html).toContain(
      '&lt;form action&#x3D;&quot;https://example.org/papers/subscribe/embedded&quot; method&#x3D;&quot;post&quot;&gt;',
    )
    expect(html).not.toContain('script')
  })

  it('leads to our own form, filled in, and signs nobody up', async () => {
    const { post, readers } = await openTestPages()
    const response = await post(
      '/subscribe/embedded',
      { address: 'bo@example.com' },
      { origin: 'https://blog.example' },
    )
    const html = await response.text()
    expect(response.status).toBe(200)
    expect(html).toContain('One more click')
    expect(html).toContain('value="bo@example.com"')
    expect(readers.calls).toEqual([])
  })
})
