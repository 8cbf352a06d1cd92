import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { openStudio, type OpenStudio } from '../../src/web/studio/open-studio.ts'
import { views } from '../../src/web/studio/studio.ts'
import { listViolations } from '../support/programs/axe.ts'
import { chromiumPath, openChromium } from '../support/programs/chromium.ts'
import { goldenIssues } from '../support/golden-issues.ts'
import { buildPayloadIssue, inventedPayloads, readPayloads } from '../support/payloads.ts'
import { hasSharedData } from '../support/shared-data.ts'
import { aStudioSource, type StudioProbe } from '../support/pages/studio.ts'

let browser: Browser
let studio: OpenStudio
let probe: StudioProbe

/** A studio of its own, closed at the end of its block. */
async function openTestStudio({ source }: StudioProbe): Promise<OpenStudio & AsyncDisposable> {
  const opened = await openStudio(source)
  return { ...opened, [Symbol.asyncDispose]: () => opened.close() }
}

describe.runIf(chromiumPath !== undefined)('the studio in Chromium', () => {
  beforeAll(async () => {
    const { hostile } = goldenIssues
    if (!hostile) throw new Error('There is no hostile issue among the golden ones.')
    probe = aStudioSource(await openTemplates(), hostile)
    studio = await openStudio(probe.source)
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await studio?.close()
  })

  async function open(
    query: string,
    colorScheme: 'light' | 'dark' = 'light',
    { url }: Pick<OpenStudio, 'url'> = studio,
  ): Promise<{ page: Page; alarms: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme })
    const alarms: string[] = []
    page.on('dialog', (dialog) => {
      alarms.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('pageerror', (error) => alarms.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) alarms.push(request.url())
    })
    await page.goto(url + query)
    return { page, alarms }
  }

  it.each(views)('%s has no axe violation, light and dark, and runs nothing of a hostile issue', async (view) => {
    for (const scheme of ['light', 'dark'] as const) {
      const { page, alarms } = await open(`?view=${view}`, scheme)
      expect(await listViolations(page)).toEqual([])
      expect(alarms).toEqual([])
      await page.close()
    }
  })

  it('runs no invented payload and fetches nothing, in any view, as any reader and in any trouble', async () => {
    const invented = aStudioSource(await openTemplates(), buildPayloadIssue(inventedPayloads))
    await using opened = await openTestStudio(invented)
    for (const view of views) {
      const { page, alarms } = await open(
        `?view=${view}&as=${encodeURIComponent(inventedPayloads.join(' ').toWellFormed())}`,
        'light',
        opened,
      )
      expect(alarms).toEqual([])
      expect(await page.evaluate('document.scripts.length')).toBe(1)
      await page.close()
    }
    invented.fail = new Error(inventedPayloads.join('\n'))
    const { page, alarms } = await open('', 'light', opened)
    expect(await page.getByRole('alert').innerText()).toContain('<details open ontoggle=alert(1)>')
    // The page of a fault is a 500, which a browser reports for itself.
    expect(alarms).toEqual([])
    await page.close()
  })

  it.runIf(hasSharedData)('runs no real payload and fetches nothing in any view', async () => {
    const real = aStudioSource(await openTemplates(), buildPayloadIssue(readPayloads().slice(0, 200)))
    await using opened = await openTestStudio(real)
    for (const view of views) {
      const { page, alarms } = await open(`?view=${view}`, 'light', opened)
      expect(alarms).toEqual([])
      expect(await page.evaluate('document.scripts.length')).toBe(1)
      await page.close()
    }
  })

  it('is used by keyboard: from the tabs to the choices to the test', async () => {
    const { page } = await open('?view=text')
    const seen: string[] = []
    for (let at = 0; at < 30; at += 1) {
      await page.keyboard.press('Tab')
      seen.push(await page.evaluate<string>('document.activeElement.id || document.activeElement.textContent.trim()'))
    }
    expect(seen.slice(0, 3)).toEqual(['Mail', 'Text', 'Headers'])
    expect(seen).toContain('width')
    expect(seen).toContain('as')
    expect(seen.some((text) => text.startsWith('Send a test'))).toBe(true)
    await page.close()
  })

  it('jumps from a finding to its place in the mail', async () => {
    const { page } = await open('')
    await page.frameLocator('#frame').locator('h1').waitFor()
    await page.locator('a[data-quote]').first().click()
    expect(new URL(page.url()).search).toBe('')
    const marked = page.frameLocator('#frame').locator('[style*="outline"]')
    expect(await marked.innerText()).toContain('{{title}}')
    await page.close()
  })

  it('reloads when something changes', async () => {
    const { page } = await open('')
    await expect.poll(() => probe.watchers.size).toBeGreaterThan(0)
    const reloaded = page.waitForEvent('load')
    for (const notify of probe.watchers) notify()
    await reloaded
    await page.close()
  })

  it('keeps links of the mail from leading away', async () => {
    const { page } = await open('?view=mail')
    const frame = page.frameLocator('#frame')
    await frame.locator('h1').waitFor()
    await frame.getByText('Unsubscribe').click()
    expect(await frame.locator('h1').count()).toBe(1)
    await page.close()
  })

  it('shows the mail dark when asked to, whatever the machine says', async () => {
    const { page } = await open('?scheme=dark')
    await page.frameLocator('#frame').locator('h1').waitFor()
    const background = 'getComputedStyle(document.querySelector("#frame").contentDocument.body).backgroundColor'
    expect(await page.evaluate(background)).toBe('rgb(17, 16, 15)')
    await page.close()
  })
})
