import { describe, expect, it } from 'vitest'
import type { PagesOptions } from '../../src/web/site.ts'
import { openTestPages } from './support.ts'
import { address } from '../support/readers.ts'

const aPending = { subscriberId: 'bo@example.com' }

async function openWithPending(changes: Partial<PagesOptions> = {}) {
  const open = await openTestPages(changes)
  const ada = open.readers.readers.get('ada@example.com')
  if (!ada) throw new Error('Ada is there.')
  open.readers.readers.set('bo@example.com', { ...ada, address: address('bo@example.com'), status: 'unconfirmed' })
  return open
}

describe('the confirm page', () => {
  it('tells a new reader when the first issue comes, where a schedule tells', async () => {
    const { path, post } = await openWithPending({
      findFirstIssue: () => 'Friday 27 November at 07:00 (Europe/Berlin)',
    })
    const page = await (await post(path('confirm', aPending), { choice: 'confirm' })).text()
    expect(page).toContain('which comes on Friday 27 November at 07:00 (Europe/Berlin).')
  })

  it('confirms by its button only, twice as well as once', async () => {
    const { get, post, path, readers } = await openWithPending()
    await get(path('confirm', aPending))
    expect(readers.readers.get('bo@example.com')?.status).toBe('unconfirmed')
    for (const _ of [1, 2]) {
      const response = await post(path('confirm', aPending), { choice: 'confirm' })
      expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('bo@example.com gets')])
    }
    expect(readers.readers.get('bo@example.com')?.status).toBe('confirmed')
  })

  it('sends no form by itself: there is no script on the page, and none may run', async () => {
    const { get, path } = await openWithPending()
    const response = await get(path('confirm', aPending))
    expect(await response.text()).not.toMatch(/<script|\son\w+=|http-equiv/i)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('offers a new link after 48 hours, and sends it to the same address', async () => {
    const { pages, get, post, path, readers, clock } = await openWithPending()
    const old = path('confirm', aPending)
    clock.advance(48 * 3600 + 60)
    expect(await (await get(old)).text()).toContain('This link is too old')
    await post(old, { choice: 'confirm' })
    expect(readers.readers.get('bo@example.com')?.status).toBe('unconfirmed')
    expect(await (await post(old, { choice: 'again' })).text()).toContain('Check your inbox')
    await pages.drain()
    expect(readers.calls.map(({ action, who }) => [action, who])).toEqual([['again', 'bo@example.com']])
  })

  it('lets somebody who never asked say so, but takes no confirmed reader off by that', async () => {
    const { post, path, readers } = await openWithPending()
    await post(path('confirm', aPending), { choice: 'refuse' })
    await post(path('confirm'), { choice: 'refuse' })
    expect(readers.readers.get('bo@example.com')?.status).toBe('unsubscribed')
    expect(readers.readers.get('ada@example.com')?.status).toBe('confirmed')
  })

  it('refuses an answer that is none', async () => {
    const { post, path, readers } = await openWithPending()
    expect((await post(path('confirm', aPending))).status).toBe(400)
    expect(readers.calls).toEqual([])
  })
})
