import { execFileSync } from 'node:child_process'
import { parseFeed } from 'feedsmith'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { anArchive, anArchivedIssue, openTestPages } from './support.ts'
import { aNewsletter } from '../support/issues.ts'
import { aWholePaper } from '../support/papers.ts'
import { aRankedPaper } from '../support/ranked-papers.ts'

const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>{{7*7}}]]>&lt;b&gt;\u0001\uFFFE'

function aHostileIssue(number: number) {
  const paper = aWholePaper({
    key: hostile,
    title: hostile,
    abstract: hostile,
    authors: [{ name: hostile }],
    primaryCategory: hostile,
  })
  const ranked = aRankedPaper({ paper, summary: [hostile], reasons: [{ signal: 'x', points: 9, sentence: hostile }] })
  return anArchivedIssue(number, { subject: hostile, preheader: hostile, lead: ranked })
}

describe('the archive', () => {
  it('lists issues newest first, thirty on a page, each issue once', async () => {
    const issues = Array.from({ length: 70 }, (_, index) => anArchivedIssue(index + 1))
    const { get } = await openTestPages({ archive: anArchive(issues) })
    const seen: number[] = []
    for (let url: string | undefined = '/archive'; url !== undefined;) {
      const html: string = await (await get(url)).text()
      seen.push(...[...html.matchAll(/href="\/issues\/(\d+)"/g)].map((match) => Number(match[1])))
      url = /href="(\/archive\?before=\d+)" rel="next"/.exec(html.replaceAll('&#x3D;', '='))?.[1]
    }
    expect(seen).toEqual(Array.from({ length: 70 }, (_, index) => 70 - index))
  })

  it('says that there is nothing yet', async () => {
    const { get } = await openTestPages({ archive: anArchive([]) })
    expect(await (await get('/archive')).text()).toContain('No issue was sent yet')
    expect((await get('/feed.xml')).status).toBe(200)
  })

  it.each(['/archive?before=-1', '/archive?before=1e9', '/archive?before=x%00'])('refuses %s', async (url) => {
    const { get } = await openTestPages()
    expect((await get(url)).status).toBe(400)
  })
})

describe('an issue', () => {
  it('is found by number and by day, and holds every paper and no link of a reader', async () => {
    const { get } = await openTestPages()
    const byNumber = await (await get('/issues/42')).text()
    expect(await (await get('/issues/2026-07-29')).text()).toBe(byNumber)
    expect(byNumber.match(/<article/g)).toHaveLength(20)
    expect(byNumber).not.toMatch(/\/(?:r|unsubscribe|preferences|browser)\//)
    expect(byNumber).not.toMatch(/[\uFDD0-\uFDEF]/)
  })

  it('of one paper has no list of sections, and counts one', async () => {
    const { get } = await openTestPages({
      archive: anArchive([anArchivedIssue(42, { sections: [], paperCount: 1, droppedCount: 0 })]),
    })
    const page = await (await get('/issues/42')).text()
    expect(page).toContain('No. 42 · 1 paper<')
    expect(page).not.toContain('In this issue')
  })

  it.each([
    '/issues/43',
    '/issues/2026-07-30',
    '/issues/2026-13-45',
    '/issues/0',
    '/issues/42.exe',
    '/issues/..%2f..%2fetc',
    '/issues/%00',
    '/issues/__proto__',
  ])('is not found as %s', async (url) => {
    const { get } = await openTestPages()
    expect((await get(url)).status).toBe(404)
  })

  it('has the formats of programs, each with its type', async () => {
    const { get } = await openTestPages()
    const types = { json: 'application/json', bib: 'application/x-bibtex', ris: 'application/x-research-info-systems' }
    for (const [ending, type] of Object.entries({ ...types, 'csl.json': 'application/vnd.citationstyles.csl+json' })) {
      const response = await get(`/issues/42.${ending}`)
      expect([ending, response.status, response.headers.get('content-type')]).toEqual([
        ending,
        200,
        `${type}; charset=utf-8`,
      ])
    }
    expect((await (await get('/issues/42.bib')).text()).match(/^@misc\{/gm)).toHaveLength(20)
    expect(await (await get('/issues/42.json')).json()).toMatchObject({ number: 42, paperCount: 20 })
  })

  it('shows hostile text as text', async () => {
    const { get } = await openTestPages({ archive: anArchive([aHostileIssue(1)]) })
    for (const url of ['/issues/1', '/archive', '/subscribe']) {
      const html = await (await get(url)).text()
      expect(html).not.toMatch(/<script|<img|onerror=a/)
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    }
  })

  it("is the reader's own copy behind the link of a mail, the latest unless the link names another", async () => {
    const issues = [
      anArchivedIssue(41, { subject: 'An older one' }),
      anArchivedIssue(42, { subject: 'The latest one' }),
    ]
    const { get, path } = await openTestPages({ archive: anArchive(issues) })
    const latest = await get(path('browser'))
    expect(await latest.text()).toContain('The latest one')
    expect(latest.headers.get('cache-control')).toBe('no-store')
    expect(await (await get(path('browser', { detail: '41' }))).text()).toContain('An older one')
  })
})

describe('the feeds', () => {
  it.each([
    ['/feed.xml', 'rss', 'application/rss+xml'],
    ['/atom.xml', 'atom', 'application/atom+xml'],
    ['/feed.json', 'json', 'application/feed+json'],
  ])('%s is %s, with links of the public address whatever the Host', async (url, format, type) => {
    const { pages } = await openTestPages({ archive: anArchive([anArchivedIssue(1), aHostileIssue(2)]) })
    const response = await pages.request(`http://evil.example${url}`, { headers: { host: 'evil.example' } })
    const text = await response.text()
    expect(response.headers.get('content-type')).toContain(type)
    expect(text).not.toContain('evil')
    const parsed = parseFeed(text)
    expect(parsed.format).toBe(format)
    expect(text).toContain('https://papers.example.com/issues/1')
    expect(JSON.stringify(parsed)).toContain('{{7*7}}')
  })

  it('are well-formed XML whatever the papers hold', async () => {
    const { get } = await openTestPages({ archive: anArchive([aHostileIssue(2)]) })
    const check = 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)'
    for (const url of ['/feed.xml', '/atom.xml']) {
      const input = await (await get(url)).text()
      try {
        execFileSync('python3', ['-c', check], { input, stdio: ['pipe', 'pipe', 'pipe'] })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        process.stderr.write('Skipped: XML by Python, because there is no python3.\n')
      }
      expect(input).not.toMatch(/[\u0000-\u0008\uFFFE\uFFFF]/)
    }
  })
})

describe('pages for everybody', () => {
  it('are sent again from memory, until a minute has passed', async () => {
    const issues = [anArchivedIssue(1)]
    const archive = anArchive(issues)
    let asked = 0
    const counting = { ...archive, listPage: (page: { limit: number }) => ((asked += 1), archive.listPage(page)) }
    const { get, clock } = await openTestPages({ archive: counting })
    await Promise.all([get('/archive'), get('/archive'), get('/archive')])
    expect(asked).toBe(1)
    clock.advance(61)
    await get('/archive')
    expect(asked).toBe(2)
  })

  it('are not sent to whoever has them, and zipped to whoever reads that', async () => {
    const { get } = await openTestPages()
    const first = await get('/issues/42')
    const etag = first.headers.get('etag') ?? ''
    expect((await get('/issues/42', { 'if-none-match': `"x", ${etag}` })).status).toBe(304)
    const zipped = await get('/issues/42', { 'accept-encoding': 'br, gzip' })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect((await get('/issues/42', { 'accept-encoding': 'gzip;q=0' })).headers.get('content-encoding')).toBeNull()
    const plain = await new Response(zipped.body?.pipeThrough(new DecompressionStream('gzip'))).text()
    expect(plain).toBe(await first.text())
  })

  it('do not keep a failure', async () => {
    const archive = anArchive()
    let broken = true
    const flaky = {
      ...archive,
      listPage: (page: { limit: number }) => (broken ? Promise.reject(new Error('away')) : archive.listPage(page)),
    }
    const { get, errors } = await openTestPages({ archive: flaky })
    expect((await get('/archive')).status).toBe(500)
    broken = false
    expect((await get('/archive')).status).toBe(200)
    expect(errors).toHaveLength(1)
  })

  it('write the day in the language of the newsletter', async () => {
    const newsletter = aNewsletter({ language: 'de' })
    const archive = anArchive([anArchivedIssue(1, { newsletter, date: '2026-07-29' as PlainDate })])
    const { get } = await openTestPages({ newsletter, archive })
    const html = await (await get('/issues/1')).text()
    expect(html).toContain('<html lang="de"')
    expect(html).toContain('29. Juli 2026')
  })
})
