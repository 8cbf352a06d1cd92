import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPageServer } from '../../src/web/server.ts'
import { aWholePaper, authors } from '../support/papers.ts'
import { aRankedPaper } from '../support/ranked-papers.ts'
import { anArchive, anArchivedIssue, openTestPages } from '../web/support.ts'
import { listViolations } from '../support/programs/axe.ts'
import { chromiumPath, openChromium } from '../support/programs/chromium.ts'
import { findLink, openRunningPages, type RunningPages } from '../support/pages/pages.ts'

const phone = { width: 360, height: 740 }
const statuses: Readonly<Record<string, number>> = { '/no-such-page': 404, '/preferences/forged': 403 }

describe.runIf(chromiumPath)('a reader with a phone and without JavaScript', () => {
  let browser: Browser
  let running: RunningPages
  beforeAll(async () => {
    browser = await openChromium()
    running = await openRunningPages()
  })
  afterAll(async () => {
    await browser.close()
    await running[Symbol.asyncDispose]()
  })

  it.each(['light', 'dark'] as const)(
    'subscribes, confirms, chooses, unsubscribes and comes back (%s)',
    async (colorScheme) => {
      await using open = await openPage(browser, { colorScheme })
      const { page } = open
      const address = `${colorScheme}@example.com`

      await page.goto(`${running.url}/subscribe`)
      await expectGoodPage(page)
      await page.getByLabel('Your email address').fill(address)
      running.advance(5)
      await page.getByRole('button', { name: 'Subscribe' }).click()
      await expectHeading(page, 'Check your inbox')
      await expectGoodPage(page)

      await page.goto(await findLink(await waitForMail(running, address, 0), 'confirm'))
      await expectHeading(page, 'One click, and the next issue is yours')
      await expectGoodPage(page)
      await page.getByRole('button', { name: 'Confirm my subscription' }).click()
      await expectHeading(page, 'Welcome')
      await expectGoodPage(page)

      await page.getByRole('link', { name: 'Choose what you get' }).click()
      await expectGoodPage(page)
      await page.getByLabel('Once a week, the best of seven days').check()
      await page.getByRole('radiogroup', { name: 'Video' }).getByLabel('More').check()
      await page.getByLabel('Words to watch for').fill('tide pools')
      await page.getByLabel('Hour').selectOption('07:00')
      await page.getByLabel('Time zone').selectOption('Kolkata')
      await page.getByLabel('At most so many papers').fill('5')
      await page.getByLabel('Pause until').fill('2099-01-31')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('status').textContent()).resolves.toContain('Saved')
      await expect(page.getByLabel('Time zone').inputValue()).resolves.toBe('Asia/Kolkata')
      await expect(page.getByLabel('Pause until').inputValue()).resolves.toBe('2099-01-31')
      await expect(page.getByRole('radiogroup', { name: 'Video +1' }).getByLabel('More').isChecked()).resolves.toBe(
        true,
      )
      await expectGoodPage(page)

      await page.goto(await findLink(await waitForMail(running, address, 1), 'unsubscribe'))
      await expectGoodPage(page)
      await page.getByRole('button', { name: 'Unsubscribe' }).click()
      await expectHeading(page, 'You are unsubscribed')
      await expectGoodPage(page)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expectHeading(page, 'Welcome back')
      await expectGoodPage(page)
    },
  )

  it.each(['/archive', '/issues/1', '/subscribe/embed', '/no-such-page', '/preferences/forged'])(
    'reads %s, light and dark, at any width from 320 px',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await using open = await openPage(browser, { colorScheme })
        const { page } = open
        const response = await page.goto(`${running.url}${path}`)
        expect([path, response?.status()]).toEqual([path, statuses[path] ?? 200])
        await expectGoodPage(page)
        for (const width of [320, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          await expectFits(page)
        }
      }
    },
  )

  it('runs nothing of a hostile issue, even where scripts may run', async () => {
    const text = '"><script>window.xss=1</script><img src=x onerror="window.xss=1"><svg/onload=window.xss=1>'
    const paper = aWholePaper({ title: text, authors: authors(text), url: 'javascript:window.xss=1', links: [] })
    const lead = aRankedPaper({ paper, summary: [text], reasons: [{ signal: 'x', points: 1, sentence: text }] })
    const issue = anArchivedIssue(1, { subject: text, preheader: text, lead })
    const { pages } = await openTestPages({ archive: anArchive([issue]) })
    await using server = await openPageServer(pages, { host: '127.0.0.1', port: 0 })
    await using open = await openPage(browser, { javaScriptEnabled: true, bypassCSP: true })
    for (const path of ['/issues/1', '/archive', '/subscribe']) {
      await open.page.goto(`${server.url}${path}`, { waitUntil: 'load' })
      expect([path, await open.page.evaluate('window.xss')]).toEqual([path, undefined])
      expect(await open.page.locator('main a[href^="javascript"], main img, main script').count()).toBe(0)
    }
  })

  it('finds every page by keyboard: the first stop skips to the content', async () => {
    await using open = await openPage(browser)
    const { page } = open
    await page.goto(`${running.url}/subscribe`)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('name')).toBe('address')
  })
})

async function expectHeading(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

interface OpenPage extends AsyncDisposable {
  readonly page: Page
}

/** A page in a browser that runs no script; what its console says, such as a refusal by the policy, fails the test. */
async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: false, ...options })
  const page = await context.newPage()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  return {
    page,
    async [Symbol.asyncDispose]() {
      await context.close()
      // Chromium reports the status of a page that is an error by itself.
      expect(said.filter((text) => !/the server responded with a status of 40[34]/.test(text))).toEqual([])
    },
  }
}

/** Nothing wider than the screen, and nothing that axe-core knows to be wrong. */
async function expectGoodPage(page: Page): Promise<void> {
  await expectFits(page)
  // axe-core runs only where scripts do: the same octets, with our styles, in a page that lets it.
  const colorScheme = await page.evaluate<'light' | 'dark'>(
    "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'",
  )
  const browser = page.context().browser()
  if (browser === null) throw new Error('The page belongs to a browser.')
  const twin = await browser.newPage({ viewport: page.viewportSize(), colorScheme, bypassCSP: true })
  const [body, url] = [await page.content(), page.url()]
  await twin.route(url, (route) => route.fulfill({ body, contentType: 'text/html; charset=utf-8' }))
  await twin.goto(url)
  expect(await listViolations(twin)).toEqual([])
  await twin.close()
}

async function expectFits(page: Page): Promise<void> {
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

/** The mail to an address, in the order of arrival; mails leave after the page has been answered. */
async function waitForMail({ inbox }: RunningPages, address: string, index: number): Promise<Buffer> {
  return expect
    .poll(() => inbox.messages.filter(({ rcptTo }) => rcptTo === address)[index], { timeout: 20_000 })
    .toBeDefined()
    .then(() => inbox.messages.filter(({ rcptTo }) => rcptTo === address)[index]?.octets ?? Buffer.alloc(0))
}
