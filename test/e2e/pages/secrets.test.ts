import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { aFolder, runCli } from '../../support/cli.ts'
import { readWholeFolder } from '../../support/whole-folder.ts'
import { bin, fixturePath } from '../../support/paths.ts'

const canary = 'canary-4711-never-shown'
const secrets = {
  COURANT_SECRET: `${canary}-secret`,
  COURANT_SMTP_PASSWORD: `${canary}-smtp`,
  COURANT_METRICS_TOKEN: `${canary}-metrics`,
  COURANT_LLM_KEY: `${canary}-llm`,
}
const settings = {
  ...secrets,
  COURANT_NEWSLETTER_FROM: 'Papers <papers@example.com>',
  COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street, Exampleton',
  COURANT_WEB_PUBLIC_URL: 'https://papers.example.com',
  COURANT_WEB_PORT: '0',
  // Nobody listens there, so that every attempt to send fails.
  COURANT_SMTP_HOST: '127.0.0.1',
  COURANT_SMTP_PORT: '1',
  COURANT_SMTP_USER: 'papers',
  COURANT_SMTP_SECURITY: 'none',
}
const digest = fixturePath('digests', 'invented-daily-papers.json')

describe('a secret', () => {
  it('is in no output, no error, no file and no database of a command', async () => {
    const cwd = aFolder()
    const commands = [
      ['config', 'print'],
      ['config', 'print', '--json'],
      ['subscribers', 'add', 'ann@example.com', '--consent', 'at the desk'],
      ['send', digest, '--list', 'main'],
      ['send', digest, '--to', 'ann@example.com'],
      ['doctor'],
      ['campaigns', 'list'],
      ['preview', digest],
    ]
    for (const command of commands) {
      const { stdout, stderr } = await runCli(command, { env: settings, cwd })
      expect([command.join(' '), (stdout + stderr).includes(canary)]).toEqual([command.join(' '), false])
    }
    const url = { ...settings, COURANT_DATABASE_URL: `postgres://courant:${canary}@127.0.0.1:1/courant` }
    const failed = await runCli(['subscribers', 'list'], { env: url, cwd })
    expect([failed.code, (failed.stdout + failed.stderr).includes(canary)]).toEqual([75, false])
    expect(readWholeFolder(cwd)).not.toContain(canary)
  })

  it('is not in the log of a server whose mails fail, nor is the address or the token of a reader', async () => {
    const cwd = aFolder()
    const child = spawn(process.execPath, [bin, 'serve', '--pages-only', '--json'], {
      cwd,
      env: { PATH: process.env['PATH'], ...settings },
    })
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
    const [printed] = (await once(child.stdout, 'data')) as [Buffer]
    const { url } = JSON.parse(printed.toString()) as { url: string }
    const html = await (await fetch(`${url}/subscribe`)).text()
    const stamp = /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? ''
    await fetch(`${url}/unsubscribe/${canary}-token`)
    // A person needs three seconds to fill in the form.
    await expect.poll(() => signUp(url, stamp), { timeout: 20_000, interval: 500 }).toBe(200)
    await expect.poll(() => log, { timeout: 60_000 }).toContain('web.failed')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    expect(log).not.toContain(canary)
    expect(log).not.toContain('reader-in-no-log@example.com')
  })
})

async function signUp(url: string, stamp: string): Promise<number> {
  const body = new URLSearchParams({ address: 'reader-in-no-log@example.com', stamp })
  const headers = { origin: 'https://papers.example.com' }
  return (await fetch(`${url}/subscribe`, { method: 'POST', body, headers })).status
}
