import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { openTemplates, type Templates } from '../../src/rendering/templates/templates.ts'
import { createStudio } from '../../src/web/studio/app.ts'
import { openStudio } from '../../src/web/studio/open-studio.ts'
import { views } from '../../src/web/studio/studio.ts'
import { anIssue } from '../support/issues.ts'
import { goldenIssues, payloads } from '../support/golden-issues.ts'
import { aStudioSource } from '../support/pages/studio.ts'

const token = 'a-token-that-nobody-guesses'
const base = `http://127.0.0.1/${token}`
let templates: Templates
beforeAll(async () => {
  templates = await openTemplates()
  // Loading MJML takes seconds on a machine that is busy.
}, 60_000)

const open = (issue = anIssue()) => {
  const probe = aStudioSource(templates, issue)
  return { probe, studio: createStudio(probe.source, token) }
}

describe('the studio', () => {
  it.each(views)('shows %s', async (view) => {
    const response = await open().studio.request(`${base}/?view=${view}`)
    const page = await response.text()
    expect(response.status).toBe(200)
    expect(page).toContain('Slow clocks, honest maps and nineteen more papers')
    expect(page).toContain('of 95,000 octets')
  })

  it('frames the very octets that are sent, unless a look is asked for', async () => {
    const { studio, probe } = open()
    const { html } = await probe.source.load({ as: '', layout: 'full', period: 'day', words: '', topics: '' })
    expect(await (await studio.request(`${base}/mail`)).text()).toBe(html)
    const dark = await (await studio.request(`${base}/mail?scheme=dark`)).text()
    expect(dark).toContain('@media all')
    expect(await (await studio.request(`${base}/mail?scheme=light`)).text()).toContain('@media not all')
    expect(await (await studio.request(`${base}/mail?style=off`)).text()).not.toContain('<style')
  })

  it('blocks scripts in the frame always and images when they are off', async () => {
    const { studio } = open()
    const policy = async (query: string) =>
      (await studio.request(`${base}/mail${query}`)).headers.get('content-security-policy')
    expect(await policy('')).toMatch(/default-src 'none'.*sandbox allow-same-origin$/)
    expect(await policy('')).not.toContain('script')
    expect(await policy('?images=off')).toContain("img-src 'none'")
  })

  it('shows any subscriber’s copy, layout and period', async () => {
    const { studio } = open()
    const page = await (await studio.request(`${base}/mail?as=ada@example.net&layout=titles&period=week`)).text()
    expect(page).toContain('ada@example.net')
    expect(page).toContain('The week of')
  })

  it('answers nobody without the token, and no host but this machine', async () => {
    const { studio } = open()
    expect((await studio.request('http://127.0.0.1/')).status).toBe(404)
    expect((await studio.request('http://127.0.0.1/wrong/')).status).toBe(404)
    expect((await studio.request(`http://rebind.example.com/${token}/`)).status).toBe(403)
    expect((await studio.request(`http://localhost/${token}/`)).status).toBe(200)
  })

  it('sends a test on POST from its own page only, and shows the answer as text', async () => {
    const { studio, probe } = open()
    const post = (site: string) =>
      studio.request(`${base}/?as=ada@example.net`, { method: 'POST', headers: { 'sec-fetch-site': site } })
    expect((await post('cross-site')).status).toBe(403)
    expect(probe.sent).toEqual([])
    expect((await post('same-origin')).status).toBe(303)
    expect(probe.sent).toEqual(['ada@example.net'])
    expect(await (await studio.request(`${base}/`)).text()).toContain('250 accepted &lt;b&gt;')
  })

  it('says what keeps it from showing an issue, and why a test was not sent', async () => {
    const { studio, probe } = open()
    probe.fail = new AppError('invalid', 'full.mjml, line 3: there is no field <titel>.')
    const response = await studio.request(`${base}/`)
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('line 3: there is no field &lt;titel&gt;')
  })

  it.each(views)('shows a hostile issue as text in %s', async (view) => {
    const { hostile } = goldenIssues
    const page = await (await open(hostile).studio.request(`${base}/?view=${view}`)).text()
    for (const payload of payloads.filter((text) => /[<]/.test(text))) expect(page).not.toContain(payload)
    expect(page.match(/<script/g)).toHaveLength(1)
  })

  it('tells its page when something changed, and stops watching when the page goes', async () => {
    const { probe } = open()
    const opened = await openStudio(probe.source)
    const answer = await fetch(`${opened.url}changes`)
    const events = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await events?.read())?.value).toContain('event: ready')
    for (const notify of probe.watchers) notify()
    expect((await events?.read())?.value).toContain('event: change')
    await events?.cancel()
    await opened.close()
    await expect.poll(() => probe.watchers.size).toBe(0)
  })

  it('listens on loopback with a token of its own each time', async () => {
    const { probe } = open()
    const [one, two] = [await openStudio(probe.source), await openStudio(probe.source)]
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{24}\/$/)
    expect(new URL(one.url).pathname).not.toBe(new URL(two.url).pathname)
    expect((await fetch(one.url)).status).toBe(200)
    await one.close()
    await two.close()
  })
})
