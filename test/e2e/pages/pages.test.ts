import { spawn } from 'node:child_process'
import { once } from 'node:events'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFolder, runCli } from '../../support/cli.ts'
import { chromiumPath, openChromium } from '../../support/programs/chromium.ts'
import { findLink, hashDatabase, listLinks, openRunningPages, type RunningPages } from '../../support/pages/pages.ts'
import { bin } from '../../support/paths.ts'

let running: RunningPages
beforeAll(async () => {
  running = await openRunningPages()
})
afterAll(() => running[Symbol.asyncDispose]())

async function readStamp(): Promise<string> {
  const html = await (await fetch(`${running.url}/subscribe`)).text()
  running.advance(5)
  return /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

function postForm(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: running.url },
    redirect: 'manual',
  })
}

function mailsTo(address: string): Buffer[] {
  return running.inbox.messages.filter(({ rcptTo }) => rcptTo === address).map(({ octets }) => octets)
}

/** Signs up and confirms; answers both mails. */
async function confirmReader(address: string): Promise<Buffer[]> {
  await postForm(`${running.url}/subscribe`, { address, stamp: await readStamp() })
  await expect.poll(() => mailsTo(address).length, { timeout: 20_000 }).toBe(1)
  await postForm(await findLink(mailsTo(address)[0], 'confirm'), { choice: 'confirm' })
  await expect.poll(() => mailsTo(address).length, { timeout: 20_000 }).toBe(2)
  return mailsTo(address)
}

/** Confirms, changes a preference and leaves by the button; answers all four mails. */
async function leaveByPage(address: string): Promise<Buffer[]> {
  const [, welcome] = await confirmReader(address)
  await postForm(await findLink(welcome, 'preferences'), { frequency: 'daily', length: 'titles' })
  await expect.poll(() => mailsTo(address).length, { timeout: 20_000 }).toBe(3)
  await postForm(await findLink(welcome, 'unsubscribe'), { choice: 'unsubscribe' })
  await expect.poll(() => mailsTo(address).length, { timeout: 20_000 }).toBe(4)
  return mailsTo(address)
}

describe('the pages over a store and an SMTP server', () => {
  it('send a mail that names the reader by address only, with the links of RFC 8058', async () => {
    const [confirm = Buffer.alloc(0), welcome = Buffer.alloc(0)] = await confirmReader('ada@example.com')
    const [first, second] = [await PostalMime.parse(confirm), await PostalMime.parse(welcome)]
    expect(first.to).toEqual([{ address: 'ada@example.com', name: '' }])
    expect(first.subject).toContain('Please confirm')
    expect(second.headers.find(({ key }) => key === 'list-unsubscribe-post')?.value).toBe('List-Unsubscribe=One-Click')
    expect(await findLink(welcome, 'preferences')).toContain(`${running.url}/preferences/`)
  })

  it('tell by mail what was changed and that somebody left, with a button that takes it back', async () => {
    const [, , changed, goodbye] = await leaveByPage('el@example.com')
    const { subject = '', text = '' } = await PostalMime.parse(changed ?? '')
    expect([subject, text.includes('- Titles only')]).toEqual([
      'Your settings for The Invented Reader have changed',
      true,
    ])
    expect(await (await postForm(await findLink(goodbye, 'undo'), {})).text()).toContain('Welcome back')
  })

  it('change no row by GET and HEAD of any link of any mail, nor by a browser that runs scripts', async () => {
    const mails = await leaveByPage('bo@example.com')
    const links = (await Promise.all(mails.map(listLinks))).flat()
    const ours = [...new Set(links)].filter((link) => link.startsWith(running.url))
    const pages = ['confirm', 'preferences', 'unsubscribe', 'undo', 'archive']
    expect(pages.filter((page) => !ours.some((link) => link.includes(`/${page}`)))).toEqual([])
    const token = (await findLink(mails[1], 'unsubscribe')).split('/').at(-1)
    const before = hashDatabase(running.database)
    for (const link of [...ours, `${running.url}/r/${token}/more/x`, `${running.url}/browser/${token}`]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) await fetch(link, { method })
    }
    if (chromiumPath !== undefined) {
      await using browser = await openChromium()
      const page = await browser.newPage()
      for (const link of ours) await page.goto(link, { waitUntil: 'networkidle' })
    }
    expect(hashDatabase(running.database)).toBe(before)
  })

  it('unsubscribe by one click in both encodings, without cookie, Origin or Referer, and without a redirect', async () => {
    for (const [address, encoding] of [
      ['cy@example.com', 'form'],
      ['di@example.com', 'multipart'],
    ] as const) {
      const [, welcome] = await confirmReader(address)
      const data = new FormData()
      data.set('List-Unsubscribe', 'One-Click')
      const body = encoding === 'form' ? new URLSearchParams('List-Unsubscribe=One-Click') : data
      const link = await findLink(welcome, 'unsubscribe')
      const before = hashDatabase(running.database)
      const response = await fetch(link, { method: 'POST', body, redirect: 'manual' })
      expect([response.status, response.redirected, response.headers.get('set-cookie')]).toEqual([200, false, null])
      expect(hashDatabase(running.database)).not.toBe(before)
      expect(await (await fetch(link)).text()).toContain('You are unsubscribed')
    }
  })

  it('answer known and unknown addresses byte for byte alike', async () => {
    await confirmReader('known@example.com')
    const stamp = await readStamp()
    const octetsFor = async (address: string): Promise<string> => {
      const response = await postForm(`${running.url}/subscribe`, { address, stamp })
      const headers = [...response.headers].filter(([name]) => name !== 'date')
      return JSON.stringify([response.status, headers, await response.text()])
    }
    const known = await octetsFor('known@example.com')
    expect(await octetsFor('unknown@example.com')).toBe(known)
  })

  it('send one mail at most for 10,000 sign-ups of one victim', async () => {
    const stamp = await readStamp()
    const statuses = new Set<number>()
    for (let count = 0; count < 10_000; count += 100) {
      // Ten minutes later the network may ask again, and the victim still gets no second mail within the day.
      if (count % 2000 === 0) running.advance(601)
      const responses = await Promise.all(
        Array.from({ length: 100 }, () =>
          postForm(`${running.url}/subscribe`, { address: 'victim@example.com', stamp }),
        ),
      )
      for (const response of responses) statuses.add(response.status)
    }
    running.advance(601)
    await confirmReader('after-the-flood@example.com')
    expect([...statuses].toSorted((a, b) => a - b)).toEqual([200, 429])
    expect(mailsTo('victim@example.com')).toHaveLength(1)
  })
})

describe('courant serve', () => {
  const settings = {
    COURANT_NEWSLETTER_FROM: 'Papers <papers@example.com>',
    COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street, Exampleton',
    COURANT_WEB_PUBLIC_URL: 'https://papers.example.com',
    COURANT_WEB_PORT: '0',
    COURANT_SECRET: 'not-a-secret-but-a-test',
  }

  it('listens, answers, and ends with 0 on SIGTERM', async () => {
    const child = spawn(process.execPath, [bin, 'serve', '--json'], {
      cwd: aFolder(),
      env: { PATH: process.env['PATH'], ...settings },
    })
    const [printed] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(printed.toString()) as { url: string }
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${url}/archive`)).text()).toContain('No issue was sent yet')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it('says which settings it needs', async () => {
    const { COURANT_WEB_PUBLIC_URL: _publicUrl, ...without } = settings
    const { code, stderr } = await runCli(['serve'], { env: without })
    expect([code, stderr]).toEqual([78, expect.stringContaining('COURANT_WEB_PUBLIC_URL')])
  })
})
