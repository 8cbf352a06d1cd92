import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { bin, fixturePath } from '../support/paths.ts'

it('courant inbox keeps the mails of an earlier rehearsal, and tells of each in JSON when asked', async () => {
  const cwd = aFolder()
  mkdirSync(join(cwd, 'inbox'))
  writeFileSync(join(cwd, 'inbox', '0007-ada@example.com.eml'), 'kept')
  // Port 0 is no port of a rehearsal, so one that is most likely free is tried; another process there ends the test.
  const port = 20_000 + (process.pid % 10_000)
  const inbox = spawn(process.execPath, [bin, 'inbox', '--json', '--port', String(port)], { cwd })
  const told = once(inbox.stdout, 'data')
  await once(inbox.stderr, 'data')
  const env = {
    COURANT_NEWSLETTER_FROM: 'papers@news.example.com',
    COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street',
    COURANT_SMTP_HOST: '127.0.0.1',
    COURANT_SMTP_PORT: String(port),
    COURANT_SMTP_SECURITY: 'none',
  }
  const digest = fixturePath('digests', 'invented-daily-papers.json')
  expect((await runCli(['send', digest, '--to', 'ada@example.com'], { cwd, env })).code).toBe(0)
  expect(JSON.parse(String((await told)[0]))).toMatchObject({
    file: join('inbox', '0008-ada@example.com.eml'),
    to: 'ada@example.com',
  })
  const ended = once(inbox, 'exit')
  inbox.kill('SIGINT')
  expect(await ended).toEqual([0, null])
  expect(readdirSync(join(cwd, 'inbox'))).toHaveLength(2)
})

it('courant simulate leaves nothing behind when it is stopped', async () => {
  const folder = aFolder()
  const args = [bin, 'simulate', '--subscribers', '20000', '--crash', '500']
  const simulation = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], TMPDIR: folder } })
  const ended = once(simulation, 'exit')
  await expect.poll(() => readdirSync(folder, { recursive: true }).length, { timeout: 20_000 }).toBeGreaterThan(2)
  simulation.kill('SIGINT')
  expect(await ended).toEqual([75, null])
  expect(readdirSync(folder)).toEqual([])
})
