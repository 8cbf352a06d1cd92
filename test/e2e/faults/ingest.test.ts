import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { formatReturnPath } from '../../../src/delivery/return-path.ts'
import { getMailbox, type AddrSpec } from '../../../src/mail/address.ts'
import { openStore } from '../../../src/store/open.ts'
import { aFolder, runCli } from '../../support/cli.ts'
import { bin, fixturePath } from '../../support/paths.ts'

const fixtures = fixturePath('bounces')
const secret = 'a-secret-of-the-fault-tests'
const address = (text: string): AddrSpec => getMailbox(text, 'test').address
const template = readFileSync(join(fixtures, '5.1.1-unknown-user-postfix.eml'), 'utf8')

/** An mbox with a hard bounce for each reader. */
function writeMbox(file: string, readers: readonly string[]): void {
  const mails = readers.map((reader) => {
    const path = formatReturnPath(address('bounces@news.example.com'), address(reader), 'cd'.repeat(32), secret)
    return template.replaceAll('bounces@news.example.com', path).replaceAll('ada@example.org', reader)
  })
  writeFileSync(file, mails.map((mail) => `From MAILER-DAEMON Wed Jul 29 07:12:45 2026\n${mail}\n`).join('\n'))
}

/** Rows of what came back and of who is suppressed, without the times. */
async function dump(path: string): Promise<unknown> {
  await using store = await openStore({ kind: 'sqlite', path })
  const bounces = await store.db
    .selectFrom('bounces')
    .select(['message_hash', 'address_key', 'decision'])
    .orderBy('message_hash')
    .execute()
  const suppressions = await store.db
    .selectFrom('suppressions')
    .select(['address_key', 'reason', 'source'])
    .orderBy('address_key')
    .execute()
  return { bounces, suppressions }
}

describe('courant bounces ingest, killed', () => {
  it('F6 comes to the same after kills at any moment and one whole run', async () => {
    const folder = aFolder()
    const readers = Array.from({ length: 300 }, (_, index) => `reader${index}@example.org`)
    writeMbox(join(folder, 'box'), readers)
    const envFor = (name: string) => ({ COURANT_DATABASE_URL: `sqlite:${join(folder, name)}`, COURANT_SECRET: secret })
    for (const afterMs of [700, 1000, 1300, 1600, 1900, 2200]) {
      const env = { PATH: process.env['PATH'] ?? '', ...envFor('killed.sqlite') }
      const child = spawn(process.execPath, [bin, 'bounces', 'ingest', 'box'], { cwd: folder, env, stdio: 'ignore' })
      const ended = new Promise((resolve) => child.on('close', resolve))
      await Promise.race([sleep(afterMs), ended])
      child.kill('SIGKILL')
      await ended
    }
    for (const name of ['killed.sqlite', 'whole.sqlite']) {
      expect((await runCli(['bounces', 'ingest', 'box'], { env: envFor(name), cwd: folder })).code).toBe(0)
    }
    const killed = (await dump(join(folder, 'killed.sqlite'))) as { suppressions: unknown[] }
    expect(killed).toEqual(await dump(join(folder, 'whole.sqlite')))
    expect(killed.suppressions).toHaveLength(300)
  })
})
