import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fillHtml } from '../../src/rendering/fill.ts'
import { renderIssue } from '../../src/rendering/render.ts'
import { renderNotice } from '../../src/rendering/render-notice.ts'
import { openTemplates } from '../../src/rendering/templates/templates.ts'
import { listViolations } from '../support/programs/axe.ts'
import { someSlotValues } from '../support/issues.ts'
import { chromiumPath, openChromium } from '../support/programs/chromium.ts'
import { goldenDirectory, renderGolden } from '../support/golden.ts'
import { buildNamedPayloadIssue, buildPayloadIssue, inventedPayloads, readPayloads } from '../support/payloads.ts'
import { hasSharedData } from '../support/shared-data.ts'

const templates = await openTemplates()
const pages = [...renderGolden(templates)].filter(([name]) => name.endsWith('.html'))

let browser: Browser
beforeAll(async () => {
  if (chromiumPath !== undefined) browser = await openChromium()
})
afterAll(async () => browser?.close())

/** A page that fails the test when it asks for anything over the network or a script in it speaks up. */
async function open(html: string, options: { width?: number; colorScheme?: 'light' | 'dark' } = {}): Promise<Guarded> {
  const { width = 640, colorScheme = 'light' } = options
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
  const alarms: string[] = []
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => alarms.push(`request: ${request.url().slice(0, 200)}`))
  page.on('pageerror', (error) => alarms.push(`script: ${error.message}`))
  await page.setContent(html, { waitUntil: 'load' })
  return { page, alarms }
}

interface Guarded {
  readonly page: Page
  readonly alarms: readonly string[]
}

describe.runIf(chromiumPath !== undefined)('a mail in Chromium', () => {
  it.each(pages)('%s has no axe violation in light and dark', async (_, html) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(html, { colorScheme })
      expect(await listViolations(page)).toEqual([])
      await page.close()
    }
  })

  it.each(pages)('%s is never wider than the window, at 360, 640 and 1200 px', async (_, html) => {
    for (const width of [360, 640, 1200]) {
      const { page } = await open(html, { width })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.close()
    }
  })

  it.each(pages)('%s runs nothing and fetches nothing', async (_, html) => {
    const { page, alarms } = await open(html)
    await page.hover('a >> nth=0')
    expect(alarms).toEqual([])
    await page.close()
  })

  it('is one column of 640 px', async () => {
    const { page } = await open(readFileSync(join(goldenDirectory, 'rich.html'), 'utf8'), { width: 1200 })
    expect(await page.evaluate('document.querySelector(".page").getBoundingClientRect().width')).toBe(640)
    await page.close()
  })

  it('turns right-to-left titles round and leaves the others', async () => {
    const { page } = await open(readFileSync(join(goldenDirectory, 'right-to-left.html'), 'utf8'))
    const directions = await page.evaluate(
      '[...document.querySelectorAll("h3")].map((h) => getComputedStyle(h).direction)',
    )
    expect(directions).toEqual(['rtl', 'rtl', 'rtl', 'ltr'])
    await page.close()
  })

  it('reads in order without its styles', async () => {
    const html = readFileSync(join(goldenDirectory, 'rich.html'), 'utf8').replace(/<style[\s\S]*?<\/style>/g, '')
    const { page } = await open(html)
    const headings = await page.evaluate<string[]>('[...document.querySelectorAll("h1,h2")].map((h) => h.innerText)')
    expect(headings.map((text) => text.replace(/\s+/g, ' ').toLowerCase()).slice(0, 4)).toEqual([
      'the daily preprint',
      'in this issue',
      'lead story',
      'language models 5 papers',
    ])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(640)
    await page.close()
  })
})

/** Goes over every element and focuses it, as a reader with a mouse and keys would. */
const touchAll = `for (const element of document.querySelectorAll('*')) {
  element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  element.focus?.()
}`
const countActive = 'document.querySelectorAll("script, img, form, iframe, object, link, base, svg, input").length'

/** What pages of hostile words may be: words. */
async function expectHarmless(pages: readonly string[]): Promise<void> {
  const { page, alarms } = await open('')
  for (const html of pages) {
    await page.setContent(html, { waitUntil: 'load' })
    await page.evaluate(touchAll)
    expect(alarms).toEqual([])
    expect(await page.evaluate(countActive)).toBe(0)
    expect(await page.evaluate(unsafeLinks)).toEqual([])
  }
  await page.close()
}

describe.runIf(chromiumPath !== undefined)('invented payloads in Chromium', () => {
  it('run nothing and fetch nothing as words of papers', async () => {
    const { html } = renderIssue(buildPayloadIssue(inventedPayloads), templates, { budgetBytes: 10_000_000 })
    await expectHarmless([fillHtml(html, someSlotValues())])
  })

  it('run nothing and fetch nothing as names of newsletter, topic and reader', async () => {
    const pages = inventedPayloads.map((payload) =>
      fillHtml(renderIssue(buildNamedPayloadIssue(payload), templates).html, someSlotValues({ address: payload })),
    )
    await expectHarmless(pages)
  })

  it('run nothing and fetch nothing in notices', async () => {
    const pages = inventedPayloads.flatMap((payload) => {
      const base = { newsletter: buildNamedPayloadIssue(payload).newsletter, address: payload }
      const links = { preferencesUrl: payload, unsubscribeUrl: payload }
      return [
        renderNotice('preferences_changed', { ...base, ...links, changes: [payload] }, templates).html,
        renderNotice('confirm', { ...base, confirmUrl: payload }, templates).html,
      ]
    })
    await expectHarmless(pages)
  })
})

describe.runIf(chromiumPath !== undefined && hasSharedData)('real payloads in Chromium', () => {
  it('run no script and fetch nothing as title, abstract, author, category, reason, key and link', async () => {
    const payloads = readPayloads()
    expect(payloads.length).toBeGreaterThan(150)
    for (let start = 0; start < payloads.length; start += 60) {
      const issue = buildPayloadIssue(payloads.slice(start, start + 60))
      const { html } = renderIssue(issue, templates, { budgetBytes: 10_000_000 })
      await expectHarmless([fillHtml(html, someSlotValues())])
    }
  })
})

const unsafeLinks = `[...document.querySelectorAll('a:not([href=""])')].map((a) => a.protocol).filter((p) => p !== 'https:' && p !== 'http:')`
