import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { createDkimKey } from '../../src/delivery/dkim/dkim-key.ts'
import type { PlainDate } from '../../src/clock.ts'
import type { Finding } from '../../src/rendering/preflight/finding.ts'
import { openStore } from '../../src/store/open.ts'
import { plainProfile, plainWishes } from '../../src/subscribers/profile.ts'
import { changePreferences } from '../../src/subscribers/preferences.ts'
import { getListSlug } from '../../src/subscribers/subscription.ts'
import { aFolder, runCli } from '../support/cli.ts'
import { address, at, audienceOf, importText } from '../support/readers.ts'
import { fixturePath, root } from '../support/paths.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')
const env = {
  COURANT_NEWSLETTER_FROM: 'Papers <papers@example.com>',
  COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street',
}

describe('courant preview', () => {
  it('prints what preflight finds, with code and place', async () => {
    const { code, stdout, stderr } = await runCli(['preview', digest, '--json'])
    const { findings } = JSON.parse(stdout) as { findings: Finding[] }
    expect(code).toBe(0)
    expect(findings.map(({ code }) => code)).toContain('postal.missing')
    expect(stderr).toContain('blocks sending: There is no postal address')
    expect(JSON.parse((await runCli(['preview', digest, '--json'], { env })).stdout)).toMatchObject({ findings: [] })
  })

  it('shows with --as what that reader of the list would get', async () => {
    const cwd = aFolder()
    const papers = ['Tide Pools', 'Gliders'].map((title) => ({ title, abstract: `All about ${title}.` }))
    writeFileSync(join(cwd, 'digest.json'), JSON.stringify({ date: '2026-11-20', papers }))
    const store = await openStore({ kind: 'sqlite', path: join(cwd, 'courant.sqlite') })
    await importText(store, 'email\nann@example.com\nbob@example.com\n', { list: getListSlug('main') })
    const audience = audienceOf(store)
    const ann = await audience.subscribers.findByAddress(address('ann@example.com'))
    await changePreferences(audience, {
      list: getListSlug('main'),
      subscriberId: ann!.id,
      now: at('2026-11-19T00:00:00Z'),
      profile: { ...plainProfile, exclude: ['gliders'] },
      wishes: plainWishes,
    })
    await store[Symbol.asyncDispose]()
    const show = async (as: string) => {
      const { stderr } = await runCli(['preview', 'digest.json', '--as', as], { cwd, env })
      return { stderr, text: readFileSync(join(cwd, 'out', 'issue.txt'), 'utf8') }
    }
    const ofAnn = await show('ann@example.com')
    expect(ofAnn.stderr).toContain('As ann@example.com gets it on the list "main".')
    expect([ofAnn.text.includes('Tide Pools'), ofAnn.text.includes('Gliders')]).toEqual([true, false])
    expect((await show('bob@example.com')).text).toContain('Gliders')
    const ofNobody = await show('nobody@example.com')
    expect(ofNobody.text).toContain('Gliders')
    expect(ofNobody.stderr).toContain('nobody@example.com is nobody on the list "main". This is the issue as it is.')
    await runCli(['subscribers', 'remove', 'bob@example.com'], { cwd, env })
    expect((await show('bob@example.com')).stderr).toContain('bob@example.com would get nothing: unsubscribed.')
  })

  it('says with --as that the reader wants it at another time, and shows it all the same', async () => {
    const cwd = aFolder()
    const store = await openStore({ kind: 'sqlite', path: join(cwd, 'courant.sqlite') })
    await importText(store, 'email\nann@example.com\n', { list: getListSlug('main') })
    const audience = audienceOf(store)
    const ann = await audience.subscribers.findByAddress(address('ann@example.com'))
    const change = { list: getListSlug('main'), subscriberId: ann!.id, now: at('2026-11-19T00:00:00Z') }
    await changePreferences(audience, {
      ...change,
      profile: { ...plainProfile, maxPapers: 2 },
      wishes: { ...plainWishes, snoozedUntil: '2999-01-01' as PlainDate },
    })
    await store[Symbol.asyncDispose]()
    const { stdout, stderr } = await runCli(['preview', digest, '--as', 'ann@example.com', '--json'], { cwd, env })
    expect(stderr).toContain('ann@example.com would get nothing now: snoozed until 2999-01-01.')
    expect(JSON.parse(stdout)).toMatchObject({ papers: 2 })
  })

  it.skipIf(!existsSync('/proc'))('gives up (where there is a /proc) on a folder that can never be made', async () => {
    const { code, stderr } = await runCli(['preview', digest, '--out', '/proc/courant/deeper'], { env })
    expect([code, stderr.includes('fault')]).toEqual([66, false])
    expect(stderr).toContain('/proc/courant')
  })

  it('signs a copy with the keys of the settings, and says what is wrong with them', async () => {
    const codesWith = async (settings: Record<string, string>) => {
      const { stdout } = await runCli(['preview', digest, '--json'], { cwd: aFolder(), env: { ...env, ...settings } })
      return (JSON.parse(stdout) as { findings: Finding[] }).findings.map(({ code }) => code)
    }
    const key = createDkimKey('rsa-sha256')
    expect(await codesWith({ COURANT_DKIM_KEY: key })).toEqual([])
    expect(await codesWith({ COURANT_DKIM_KEY: key, COURANT_DKIM_DOMAIN: 'other.example.net' })).toEqual([
      'dkim.alignment',
    ])
    expect(await codesWith({ COURANT_DKIM_KEY: 'no key' })).toEqual(['dkim.key'])
  })

  it('asks links with --check-links by the rules that a digest is fetched by', async () => {
    const cwd = aFolder()
    // A name of the operator's own network may have any port; on the public internet only 80 and 443 are asked.
    const papers = [
      { title: 'A Link Inside', abstract: 'It asks what it should not.', url: 'http://db.example.com:9200/_all' },
    ]
    writeFileSync(join(cwd, 'digest.json'), JSON.stringify({ date: '2026-11-20', papers }))
    const { stdout } = await runCli(['preview', 'digest.json', '--check-links', '--json'], { cwd, env })
    const { findings } = JSON.parse(stdout) as { findings: Finding[] }
    expect(findings).toContainEqual(expect.objectContaining({ code: 'link.unasked', severity: 'warning' }))
  })

  it('renders the layout and the period that are asked for', async () => {
    const cwd = aFolder()
    await runCli(['preview', digest, '--layout', 'titles', '--period', 'week'], { cwd, env })
    const page = readFileSync(join(cwd, 'out', 'issue.html'), 'utf8')
    expect(page).toContain('The week of')
    expect(page.length).toBeLessThan(30_000)
    expect((await runCli(['preview', digest, '--layout', 'huge'], { env })).code).toBe(64)
  })

  it('uses a copy of the templates, and names file and line of a fault in it', async () => {
    const cwd = aFolder()
    expect((await runCli(['init', '--templates', 'mine'], { cwd })).code).toBe(0)
    expect((await runCli(['init', '--templates', 'mine'], { cwd })).code).toBe(75)
    const changed = { ...env, COURANT_RENDERING_TEMPLATES: 'mine' }
    appendFileSync(join(cwd, 'mine', 'partials', 'footer.hbs'), '<tr><td>Made by hand</td></tr>\n')
    await runCli(['preview', digest], { cwd, env: changed })
    expect(readFileSync(join(cwd, 'out', 'issue.html'), 'utf8')).toContain('Made by hand')
    appendFileSync(join(cwd, 'mine', 'partials', 'footer.hbs'), '{{oops}}\n')
    const { code, stderr } = await runCli(['preview', digest], { cwd, env: changed })
    expect(code).toBe(65)
    expect(stderr).toMatch(/footer\.hbs, line \d+: there is no field oops/)
  })
})

describe('courant issues diff', () => {
  it('tells what differs between two previews', async () => {
    const cwd = aFolder()
    await runCli(['preview', digest, '--out', 'one'], { cwd, env })
    await runCli(['preview', digest, '--out', 'two', '--limit', '12'], { cwd, env })
    const { code, stdout } = await runCli(['issues', 'diff', 'one/issue.json', 'two/issue.json'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^- \d+\. /m)
    writeFileSync(join(cwd, 'none.json'), '{}')
    const bad = await runCli(['issues', 'diff', 'one/issue.json', 'none.json'], { cwd })
    expect(bad.code).toBe(65)
    expect(bad.stderr).toContain('"none.json" holds no issue')
    expect((await runCli(['issues', 'diff', 'no.json', 'no.json'], { cwd })).code).toBe(66)
  })
})

describe('courant send', () => {
  it('is stopped by an error of preflight unless it is named', async () => {
    const noAddress = {
      ...env,
      COURANT_SMTP_HOST: '127.0.0.1',
      COURANT_SMTP_PORT: '1',
      COURANT_WEB_PUBLIC_URL: 'http://localhost:9',
    }
    const secret = { ...noAddress, COURANT_SECRET: 'a-secret-of-enough-letters' }
    const refused = await runCli(['send', digest, '--to', 'a@example.com'], { env: secret })
    expect(refused.code).toBe(65)
    expect(refused.stderr).toContain('send it all the same with')
    const codes = [...new Set([...refused.stderr.matchAll(/--force ([\w.]+)/g)].map(([, code = '']) => code))]
    const forced = codes.flatMap((code) => ['--force', code])
    const sent = await runCli(['send', digest, '--to', 'a@example.com', ...forced], { env: secret })
    expect(sent.stderr).not.toContain('is not sent')
    expect(sent.code).toBe(75)
  })
})

describe('courant preview --serve', () => {
  it('serves the issue behind a token, tells changes of the digest, and ends on a signal', async () => {
    const cwd = aFolder()
    copyFileSync(digest, join(cwd, 'digest.json'))
    const bin = join(root, 'src', 'cli', 'courant.js')
    const child = spawn(process.execPath, [bin, 'preview', 'digest.json', '--serve'], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    expect(await (await fetch(url)).text()).toContain('Courant studio')
    expect((await fetch(new URL('/', url))).status).toBe(404)
    const events = (await fetch(`${url}changes`)).body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await events?.read())?.value).toContain('ready')
    appendFileSync(join(cwd, 'digest.json'), '\n')
    expect((await events?.read())?.value).toContain('change')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })
})
