/**
 * What somebody does who has read the README only: settings, readers, a preview, a test mail, an issue that goes out by
 * itself at the next minute, the link of a received mail, and the report. Every step is the command of the README.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { findFreePort } from '../support/programs/free-port.ts'
import { bin, fixturePath, root } from '../support/paths.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** A command that runs until it is told to end. */
function start(cwd: string, ...args: string[]): AsyncDisposable & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function until<T>(seconds: number, find: () => T | undefined): Promise<T> {
  for (const endsAt = performance.now() + seconds * 1000; performance.now() < endsAt; await sleep(100)) {
    const found = find()
    if (found !== undefined) return found
  }
  throw new Error(`it did not happen within ${seconds} seconds`)
}

it('goes from nothing to an issue by itself with the commands of the README', { timeout: 240_000 }, async () => {
  const cwd = aFolder()
  const courant = async (...args: string[]): Promise<string> => {
    const command = args.slice(0, 2).filter((word) => /^[a-z]+$/.test(word))
    expect(readme).toContain(`courant ${command.join(' ')}`)
    const { code, stdout, stderr } = await runCli(args, { cwd })
    expect([code, stderr.match(/fault/)]).toEqual([0, null])
    return stdout
  }
  await courant('init', '--from', 'Papers <papers@news.example.com>', '--postal-address', '1 Example Street')
  copyFileSync(fixturePath('digests', 'daily-papers-page.txt'), join(cwd, 'page.txt'))
  writeFileSync(join(cwd, 'readers.csv'), 'email,name\nada@example.com,Ada\nben@example.com,Ben\n')
  const [smtpPort, webPort] = [await findFreePort(), await findFreePort()]
  const settings = readFileSync(join(cwd, 'courant.yaml'), 'utf8')
    .replace('host: "localhost"', `host: 127.0.0.1\n  port: ${smtpPort}`)
    .replace('security: starttls', 'security: none')
    .replace(/# publicUrl: (.*)/, `publicUrl: $1\n  port: ${webPort}`)
    .replace(/cron: .*/, 'cron: "* * * * *"')
    .replace('"digests/{date}.txt"', 'page.txt')
    .replace('calendar: arxiv', 'calendar: none')
  writeFileSync(join(cwd, 'courant.yaml'), settings)

  expect(await courant('subscribers', 'import', 'readers.csv')).toContain('2 added')
  await courant('preview', 'page.txt')
  expect(existsSync(join(cwd, 'out', 'issue.html'))).toBe(true)
  await using inbox = start(cwd, 'inbox', '--port', String(smtpPort))
  expect(inbox.child.pid).toBeGreaterThan(0)
  const mailTo = (address: string): string | undefined => {
    const folder = join(cwd, 'inbox')
    const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith(`${address}.eml`)) : undefined
    return name === undefined ? undefined : readFileSync(join(folder, name), 'latin1')
  }
  await until(20, () => (existsSync(join(cwd, 'inbox')) ? true : undefined))
  await sleep(500)
  await courant('send', 'page.txt', '--to', 'me@example.com')
  expect(mailTo('me@example.com')).toContain('List-Unsubscribe')
  expect(await courant('schedule', 'next')).toContain('as scheduled')

  await using service = start(cwd, 'serve')
  expect(service.child.pid).toBeGreaterThan(0)
  const octets = await until(100, () =>
    mailTo('ben@example.com') === undefined ? undefined : mailTo('ada@example.com'),
  )
  const { headers } = await PostalMime.parse(Buffer.from(octets, 'latin1'))
  const field = headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
  const path = /<https:\/\/news\.example\.com(\/unsubscribe\/[^>]+)>/.exec(field)?.[1] ?? ''
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  expect((await fetch(`http://127.0.0.1:${webPort}${path}`, { method: 'POST', body })).status).toBe(200)

  const report = await courant('campaigns', 'report', '1')
  expect(report).toMatch(/ada@example\.com.*\n.*ben@example\.com/)
  expect(report).toContain('1 reader of the list left since it began')
  expect(report.match(/accepted/g)?.length).toBeGreaterThanOrEqual(2)
  expect(await courant('subscribers', 'list', '--status', 'unsubscribed')).toContain('ada@example.com')
  expect(await courant('subscribers', 'list', '--status', 'confirmed')).not.toContain('ada@example.com')
})
