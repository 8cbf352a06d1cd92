import { describe, expect, it } from 'vitest'
import { keys, openTestPages } from './support.ts'
import { createToken } from '../../src/subscribers/token.ts'

const oneClick = { 'List-Unsubscribe': 'One-Click' }

describe('the one-click request (RFC 8058)', () => {
  it('unsubscribes in both encodings, without cookie, Origin or Referer, and does not redirect', async () => {
    for (const encoding of ['application/x-www-form-urlencoded', 'multipart/form-data']) {
      const { pages, path, readers } = await openTestPages()
      const data = new FormData()
      data.set('List-Unsubscribe', 'One-Click')
      const body = encoding === 'multipart/form-data' ? data : new URLSearchParams(oneClick)
      const response = await pages.request(path('unsubscribe'), { method: 'POST', body })
      expect([response.status, response.headers.get('location'), response.headers.get('set-cookie')]).toEqual([
        200,
        null,
        null,
      ])
      expect(readers.readers.get('ada@example.com')?.status).toBe('unsubscribed')
    }
  })

  it('is understood from a mail program that leaves out the type, or names a foreign Origin', async () => {
    const { pages, path, readers } = await openTestPages()
    const untyped = new TextEncoder().encode('List-Unsubscribe=One-Click')
    expect((await pages.request(path('unsubscribe'), { method: 'POST', body: untyped })).status).toBe(200)
    const { post, path: another } = await openTestPages()
    expect((await post(another('unsubscribe'), oneClick, { origin: 'https://mail.example' })).status).toBe(200)
    expect(readers.calls.map(({ proof }) => proof.source)).toEqual(['one-click'])
  })

  it('is understood with what programs on the way put behind the link or the words', async () => {
    for (const tail of ['', '.', ')', '%3E', '/', '%20', '=', '&utm_source=x', '%E2%80%9D']) {
      const { pages, path, get, readers } = await openTestPages()
      const url = `${path('unsubscribe')}${tail}`
      expect([tail, (await get(url)).status]).toEqual([tail, 200])
      const body = new TextEncoder().encode('List-Unsubscribe=One-Click\r\n')
      expect([tail, (await pages.request(url, { method: 'POST', body })).status]).toEqual([tail, 200])
      expect(readers.readers.get('ada@example.com')?.status).toBe('unsubscribed')
    }
  })

  it('says the same when it comes again', async () => {
    const { post, path } = await openTestPages()
    const first = await post(path('unsubscribe'), oneClick, {})
    const second = await post(path('unsubscribe'), oneClick, {})
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()])
  })

  it('is refused without a token of ours, and with the token of another purpose, list or key', async () => {
    const { post, path, readers } = await openTestPages()
    const [, , token = ''] = path('preferences').split('/')
    const strange = createToken(
      [{ version: 2, secret: Buffer.from('a-key-of-somebody-else') }],
      {
        purpose: 'unsubscribe',
        list: 'papers.example.com',
        subscriberId: 'ada@example.com',
      },
      '2026-11-23T07:00:00Z' as never,
    )
    for (const forged of ['x', '%zz', token, strange, '..%2f..%2fetc']) {
      expect([forged, (await post(`/unsubscribe/${forged}`, oneClick, {})).status]).toEqual([forged, 403])
    }
    expect((await post(path('unsubscribe', { list: 'other.example.com' }), oneClick, {})).status).toBe(200)
    expect(readers.readers.get('ada@example.com')?.status).toBe('confirmed')
  })

  it('works with a link that an older key signed', async () => {
    const { post, readers } = await openTestPages()
    const [, old] = keys
    if (old === undefined) throw new Error('The key ring has two keys.')
    const claim = { purpose: 'unsubscribe', list: 'papers.example.com', subscriberId: 'ada@example.com' } as const
    const token = createToken([old], claim, '2020-01-01T00:00:00Z' as never)
    expect((await post(`/unsubscribe/${token}`, oneClick, {})).status).toBe(200)
    expect(readers.readers.get('ada@example.com')?.status).toBe('unsubscribed')
  })
})

describe('the unsubscribe page', () => {
  it('asks first, offers weekly instead, and changes nothing by being looked at', async () => {
    const { get, path, readers } = await openTestPages()
    const html = await (await get(path('unsubscribe'))).text()
    expect(html).toContain('Unsubscribe</button>')
    expect(html).toContain('Weekly instead</button>')
    expect(readers.calls).toEqual([])
  })

  it('unsubscribes by its button and offers to undo it for seven days', async () => {
    const { get, post, path, readers, clock } = await openTestPages()
    const gone = await (await post(path('unsubscribe'), { choice: 'unsubscribe' })).text()
    const undo = /action="(\/undo\/[\w-]+)"/.exec(gone)?.[1] ?? ''
    expect(gone).toContain('You are unsubscribed')
    expect(gone).toContain('Monday, 30 November 2026')
    expect(await (await get(undo)).text()).toContain('Undo the unsubscribe</button>')
    expect(await (await post(undo)).text()).toContain('Welcome back')
    expect(readers.readers.get('ada@example.com')?.status).toBe('confirmed')

    await post(path('unsubscribe'), { choice: 'unsubscribe' })
    clock.advance(6 * 86_400)
    const later = await (await get(path('unsubscribe'))).text()
    const lateUndo = /action="(\/undo\/[\w-]+)"/.exec(later)?.[1] ?? ''
    clock.advance(2 * 86_400)
    expect((await post(lateUndo)).status).toBe(409)
    expect(await (await get(path('unsubscribe'))).text()).not.toContain('/undo/')
    expect(readers.readers.get('ada@example.com')?.status).toBe('unsubscribed')
  })

  it('makes it weekly instead, and shows the preferences', async () => {
    const { post, path, readers } = await openTestPages()
    expect(await (await post(path('unsubscribe'), { choice: 'weekly' })).text()).toContain(
      'From now on one mail a week.',
    )
    expect(readers.readers.get('ada@example.com')).toMatchObject({
      status: 'confirmed',
      wishes: { frequency: 'weekly' },
    })
  })

  it('does not undo for somebody who never confirmed', async () => {
    const { post, path, readers } = await openTestPages()
    const ada = readers.readers.get('ada@example.com')
    if (!ada) throw new Error('Ada is there.')
    const { confirmedAt: _confirmedAt, ...never } = ada
    readers.readers.set('ada@example.com', { ...never, status: 'unconfirmed' })
    expect(await (await post(path('unsubscribe'), { choice: 'unsubscribe' })).text()).not.toContain('/undo/')
    expect((await post(path('undo'))).status).toBe(409)
  })

  it('says that somebody who was erased is gone, and keeps nothing', async () => {
    const { get, post, path } = await openTestPages()
    const claim = { subscriberId: 'erased@example.com' }
    expect(await (await get(path('unsubscribe', claim))).text()).toContain('You are unsubscribed')
    expect((await post(path('unsubscribe', claim), oneClick, {})).status).toBe(200)
  })
})
