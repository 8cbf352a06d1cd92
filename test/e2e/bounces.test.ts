import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../src/clock.ts'
import { formatReturnPath } from '../../src/delivery/return-path.ts'
import { addressKey, getMailbox, type AddrSpec } from '../../src/mail/address.ts'
import { openStore } from '../../src/store/open.ts'
import { createSuppressionStore } from '../../src/store/suppressions.ts'
import { aFolder, runCli } from '../support/cli.ts'
import { fixturePath } from '../support/paths.ts'

const fixtures = fixturePath('bounces')
const secret = '2:a new key of the tests,1:an old key of the tests'.replaceAll(' ', '-')
const address = (text: string): AddrSpec => getMailbox(text, 'test').address

/** A fixture as it comes back to a signed return path. */
function returned(name: string, reader: string, key: string): string {
  const path = formatReturnPath(address('bounces@news.example.com'), address(reader), 'cd'.repeat(32), key)
  return readFileSync(join(fixtures, name), 'utf8').replaceAll('bounces@news.example.com', path)
}

/** An empty database, and a way to ask it who is suppressed. */
function aDatabase() {
  const path = join(aFolder(), 'courant.sqlite')
  return {
    env: { COURANT_DATABASE_URL: `sqlite:${path}`, COURANT_SECRET: secret },
    reasonFor: async (who: string): Promise<string | undefined> => {
      await using store = await openStore({ kind: 'sqlite', path })
      return (await createSuppressionStore(store.db).find(address(who)))?.reason
    },
    suppress: async (who: string): Promise<void> => {
      await using store = await openStore({ kind: 'sqlite', path })
      const since = '2026-01-01T00:00:00Z' as Instant
      await createSuppressionStore(store.db).insert({ key: addressKey(address(who)), reason: 'manual', since })
    },
  }
}

const parseLines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('courant bounces check', () => {
  it('prints a line of JSON for each mail of a folder', async () => {
    const { code, stdout, stderr } = await runCli(['bounces', 'check', fixtures, '--json'])
    const lines = parseLines(stdout)
    expect([code, stderr]).toEqual([0, ''])
    expect(lines.every(({ file }) => String(file).endsWith('.eml'))).toBe(true)
    expect(lines.find(({ file }) => file === '5.1.1-unknown-user-postfix.eml')).toMatchObject({
      kind: 'hard',
      recipients: [{ address: 'ada@example.org', status: '5.1.1', reason: 'unknown_user' }],
    })
    expect(lines.find(({ file }) => file === 'reader-writes-about-bounces.eml')).toMatchObject({
      kind: 'none',
      recipients: [],
    })
  })

  it('reads standard input and says it to a person', async () => {
    const input = readFileSync(join(fixtures, 'two-recipients-qmail.eml'))
    const { stdout, stderr } = await runCli(['bounces', 'check', '-'], { input })
    expect(stdout).toMatch(/^-: hard\n {2}gil@example\.org {2}hard 5\.1\.1 unknown_user: /)
    expect(stderr).toBe('1 hard\n')
  })

  it('says which file is not there', async () => {
    const { code, stderr } = await runCli(['bounces', 'check', 'nowhere.eml'])
    expect([code, stderr]).toEqual([66, 'nowhere.eml cannot be read: there is no such file. Check the name.\n'])
  })
})

describe('courant bounces ingest', () => {
  it('suppresses by a bounce, a complaint and a letter, each once, from one mbox', async () => {
    const { env, reasonFor } = aDatabase()
    const mails = [
      returned('5.1.1-unknown-user-postfix.eml', 'ada@example.org', secret),
      returned('abuse-report.eml', 'ida@example.net', secret),
      readFileSync(join(fixtures, 'unsubscribe-by-our-mailto.eml'), 'utf8'),
      returned('5.7.26-dmarc-policy.eml', 'cleo@example.org', secret),
    ]
    const mbox = mails.map((mail) => `From MAILER-DAEMON Wed Jul 29 07:12:45 2026\n${mail}\n`).join('\n')
    const first = await runCli(['bounces', 'ingest', '-', '--json'], { env, input: mbox })
    expect([first.code, first.stderr]).toEqual([0, ''])
    expect(parseLines(first.stdout).map(({ outcome }) => outcome)).toEqual([
      'suppress',
      'suppress',
      'unsubscribe',
      'ignore',
    ])
    const readers = ['ada@example.org', 'ida@example.net', 'kim@example.org', 'cleo@example.org']
    expect(await Promise.all(readers.map(reasonFor))).toEqual(['hard_bounce', 'complaint', 'unsubscribe', undefined])
    const second = await runCli(['bounces', 'ingest', '-', '--json'], { env, input: mbox })
    expect(parseLines(second.stdout).map(({ outcome }) => outcome)).toEqual(['known', 'known', 'unsubscribe', 'known'])
  })

  it.each(['1:an-old-key-of-the-tests', 'an-old-key-of-the-tests'])(
    'knows return paths signed with %s',
    async (key) => {
      const { env, reasonFor } = aDatabase()
      const input = returned('5.1.1-unknown-user-postfix.eml', 'ada@example.org', key)
      await runCli(['bounces', 'ingest', '-'], { env, input })
      expect(await reasonFor('ada@example.org')).toBe('hard_bounce')
    },
  )

  it('changes nothing by a forged bounce, and nothing softer about who is suppressed', async () => {
    const { env, reasonFor, suppress } = aDatabase()
    await suppress('ada@example.org')
    const file = join(aFolder(), 'forged.eml')
    writeFileSync(file, returned('5.1.1-unknown-user-postfix.eml', 'ben@example.org', 'a guess of somebody'))
    const { stdout, stderr } = await runCli(['bounces', 'ingest', file], { env })
    expect(stdout).toContain('hard → unverified')
    expect(stderr).toMatch(/^1 unverified\nWhat is unverified came to no return path/)
    expect([await reasonFor('ben@example.org'), await reasonFor('ada@example.org')]).toEqual([undefined, 'manual'])
  })

  it('asks for the secret', async () => {
    const { code, stderr } = await runCli(['bounces', 'ingest', '-'], { input: '' })
    expect(code).toBe(78)
    expect(stderr).toContain('COURANT_SECRET is not set')
  })
})
