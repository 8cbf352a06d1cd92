import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listViolations } from '../support/axe.ts'
import { chromiumPath, openChromium } from '../support/chromium.ts'
import { findLink, openRunningPages, type RunningPages } from '../support/pages.ts'

const phone = { width: 360, height: 740 }

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
      await using context = await browser.newContext({ viewport: phone, colorScheme, javaScriptEnabled: false })
      const page = await context.newPage()
      const address = `${colorScheme}@example.com`

      await page.goto(`${running.url}/subscribe`)
      await expectGoodPage(browser, page)
      await page.getByLabel('Your email address').fill(address)
      running.advance(5)
      await page.getByRole('button', { name: 'Subscribe' }).click()
      await expectHeading(page, 'Check your inbox')
      await expectGoodPage(browser, page)

      await page.goto(await findLink(await waitForMail(running, address, 0), 'confirm'))
      await expectHeading(page, 'One click, and the next issue is yours')
      await expectGoodPage(browser, page)
      await page.getByRole('button', { name: 'Confirm my subscription' }).click()
      await expectHeading(page, 'Welcome')
      await expectGoodPage(browser, page)

      await page.getByRole('link', { name: 'Choose what you get' }).click()
      await expectGoodPage(browser, page)
      await page.getByLabel('Once a week, the best of seven days').check()
      await page.getByRole('radiogroup', { name: 'Video' }).getByLabel('More').check()
      await page.getByLabel('Words to watch for').fill('tide pools')
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByRole('status').textContent()).resolves.toContain('Saved')
      await expect(page.getByRole('radiogroup', { name: 'Video +1' }).getByLabel('More').isChecked()).resolves.toBe(
        true,
      )
      await expectGoodPage(browser, page)

      await page.goto(await findLink(await waitForMail(running, address, 1), 'unsubscribe'))
      await expectGoodPage(browser, page)
      await page.getByRole('button', { name: 'Unsubscribe' }).click()
      await expectHeading(page, 'You are unsubscribed')
      await expectGoodPage(browser, page)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expectHeading(page, 'Welcome back')
      await expectGoodPage(browser, page)
    },
  )

  it.each(['/archive', '/issues/1', '/subscribe/embed', '/no-such-page', '/preferences/forged'])(
    'reads %s, light and dark, on a phone and on a desk',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const viewport of [phone, { width: 1280, height: 900 }]) {
          await using context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled: false })
          const page = await context.newPage()
          await page.goto(`${running.url}${path}`)
          await expectGoodPage(browser, page)
        }
      }
    },
  )

  it('finds every page by keyboard: the first stop skips to the content', async () => {
    await using context = await browser.newContext({ viewport: phone, javaScriptEnabled: false })
    const page = await context.newPage()
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

/** Nothing that axe-core knows to be wrong, nothing wider than the screen, and nothing the policy refused. */
async function expectGoodPage(browser: Browser, page: Page): Promise<void> {
  const refused: string[] = []
  page.on('console', (message) => refused.push(message.text()))
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  // axe-core needs a page that runs scripts: the same octets, styles and all, in a context that does.
  const { colorScheme } = await page.evaluate<{ colorScheme: 'light' | 'dark' }>(
    "({ colorScheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light' })",
  )
  await using context: BrowserContext = await browser.newContext({
    viewport: page.viewportSize(),
    colorScheme,
    bypassCSP: true,
  })
  const twin = await context.newPage()
  const [html, url] = [await page.content(), page.url()]
  await twin.route(url, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }))
  await twin.goto(url)
  expect(await listViolations(twin)).toEqual([])
  expect(refused).toEqual([])
}

/** The mail to an address, in the order of arrival; mails leave after the page has been answered. */
async function waitForMail({ inbox }: RunningPages, address: string, index: number): Promise<Buffer> {
  return expect
    .poll(() => inbox.messages.filter(({ rcptTo }) => rcptTo === address)[index], { timeout: 20_000 })
    .toBeDefined()
    .then(() => inbox.messages.filter(({ rcptTo }) => rcptTo === address)[index]?.octets ?? Buffer.alloc(0))
}
