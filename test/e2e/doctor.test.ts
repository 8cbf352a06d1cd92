import { chmodSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openInbox } from '../../src/rehearsal/inbox.ts'
import { aFolder, runCli } from '../support/cli.ts'

const sender = {
  COURANT_NEWSLETTER_FROM: 'News <news@news.example.com>',
  COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street, Exampleton',
}

describe('courant doctor', () => {
  it('logs in to the real SMTP server, and ends with 0 when all is well', async () => {
    await using inbox = await openInbox({ login: { user: 'news', password: 'right' } })
    const env = {
      ...sender,
      COURANT_SMTP_HOST: '127.0.0.1',
      COURANT_SMTP_PORT: String(inbox.port),
      COURANT_SMTP_SECURITY: 'none',
      COURANT_SMTP_USER: 'news',
    }
    const good = await runCli(['doctor', '--only', 'config', 'smtp'], {
      env: { ...env, COURANT_SMTP_PASSWORD: 'right' },
    })
    expect(good.stdout).toContain('0 errors, 0 warnings, 0 unknown, 2 ok.')
    expect(good.code).toBe(0)
    const bad = await runCli(['doctor', '--only', 'smtp', '--json'], {
      env: { ...env, COURANT_SMTP_PASSWORD: 'wrong' },
    })
    expect(JSON.parse(bad.stdout)).toMatchObject({
      findings: [{ check: 'smtp', level: 'error', message: expect.stringContaining('refused the log-in') as string }],
    })
    expect(bad.code).toBe(78)
    const others = JSON.stringify([{ host: '127.0.0.1', port: 1, security: 'none', weight: 1 }])
    const both = await runCli(['doctor', '--only', 'smtp'], {
      env: { ...env, COURANT_SMTP_PASSWORD: 'right', COURANT_SMTP_OTHERS: others },
    })
    expect(both.stdout).toMatch(/^ok +smtp .*\nERROR +smtp .*127\.0\.0\.1:1 /)
    expect(inbox.messages).toEqual([])
  })

  it('names every problem of the settings at once', async () => {
    const { stdout, code } = await runCli(['doctor', '--only', 'config'], {
      env: {
        COURANT_WEB_PUBLIC_URL: 'https://news.example.com',
        COURANT_SCHEDULES: '[{name: a, cron: x, source: y, list: z}]',
      },
    })
    expect(code).toBe(78)
    for (const word of ['newsletter.from', 'newsletter.postalAddress', 'schedules.0', 'COURANT_SECRET']) {
      expect(stdout).toContain(word)
    }
  })

  it('B27 warns of files with secrets that others can read', async () => {
    const cwd = aFolder()
    const files = [join(cwd, '.env'), join(cwd, 'password')]
    for (const file of files) writeFileSync(file, '# example', { mode: 0o644 })
    const run = () =>
      runCli(['doctor', '--only', 'config'], { cwd, env: { ...sender, COURANT_SMTP_PASSWORD_FILE: files[1] ?? '' } })
    const open = await run()
    expect(open.stdout).toMatch(/^warning +config +\.env holds secrets/m)
    expect(open.stdout).toContain(`chmod 600 ${files[1]}`)
    for (const file of files) chmodSync(file, 0o600)
    expect((await run()).stdout).toContain('0 errors, 0 warnings, 0 unknown, 1 ok.')
  })

  it('takes a secret that cannot sign for a problem of the settings, and goes on', async () => {
    const env = { ...sender, COURANT_SECRET: '1:too-short-a-key', COURANT_WEB_PUBLIC_URL: 'https://news.example.com' }
    const { stdout, code } = await runCli(['doctor', '--only', 'config', 'unsubscribe'], { env })
    expect(stdout).toMatch(/^ERROR +config +Token key 1 cannot be used/m)
    expect(stdout).toMatch(/^unknown +unsubscribe/m)
    expect(code).toBe(78)
  })

  it('posts to the unsubscribe page as a mail program does', async () => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', (text: string) => (body += text))
      request.on('end', () => {
        asked.push(`${request.method} ${body}`)
        response.writeHead(asked.length === 1 ? 200 : 403).end()
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const env = {
      ...sender,
      COURANT_WEB_PUBLIC_URL: `http://127.0.0.1:${port}`,
      COURANT_SECRET: 'not-a-secret-of-anybody',
    }
    const { stdout } = await runCli(['doctor', '--only', 'unsubscribe'], { env })
    await new Promise((resolve) => server.close(resolve))
    expect(asked).toEqual(['POST List-Unsubscribe=One-Click', 'POST List-Unsubscribe=One-Click'])
    expect(stdout).toContain('takes a signed link and refuses a forged one')
  })
})
