import { describe, expect, it } from 'vitest'
import { openPageServer } from '../../../src/web/server.ts'
import { nginxPath, openCachingProxy } from '../../support/programs/nginx.ts'
import { openTestPages } from '../../web/support.ts'
import { readWholeFolder } from '../../support/whole-folder.ts'

describe.runIf(nginxPath)('behind a proxy that caches whatever it may', () => {
  it('pages for everybody are kept, and nothing of one reader ever is', async () => {
    const { pages, path } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    await using proxy = await openCachingProxy(server.url)
    const ask = async (url: string, init: RequestInit = {}) => {
      const response = await fetch(`${proxy.url}${url}`, init)
      await response.arrayBuffer()
      return response.headers.get('x-cache')
    }
    expect([await ask('/archive'), await ask('/archive')]).toEqual(['MISS', 'HIT'])
    const personal = (['confirm', 'preferences', 'unsubscribe', 'undo', 'browser'] as const).map((name) => path(name))
    for (const url of [...personal, '/preferences/forged', '/', '/subscribe', '/health']) {
      expect([url, await ask(url), await ask(url)]).toEqual([url, 'MISS', 'MISS'])
    }
    const form = { method: 'POST', body: new URLSearchParams({ frequency: 'weekly' }) }
    expect([await ask(path('preferences'), form), await ask(path('preferences'), form)]).toEqual(['MISS', 'MISS'])
    expect(readWholeFolder(proxy.folder)).not.toContain('ada@example.com')
    for (const url of personal) expect(readWholeFolder(proxy.folder)).not.toContain(url.split('/')[2])
  })

  it('a request that lies about its host poisons nothing', async () => {
    const { pages } = await openTestPages()
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    await using proxy = await openCachingProxy(server.url)
    const lies = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-original-url': '/evil',
      forwarded: 'host=evil.example',
    }
    for (const url of ['/archive', '/issues/42', '/feed.xml', '/atom.xml', '/feed.json']) {
      await fetch(`${proxy.url}${url}`, { headers: lies })
      const kept = await fetch(`${proxy.url}${url}`)
      expect([url, kept.headers.get('x-cache')]).toEqual([url, 'HIT'])
      expect(await kept.text()).not.toContain('evil')
    }
  })
})
