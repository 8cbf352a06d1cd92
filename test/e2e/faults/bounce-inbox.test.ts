import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { buildApp } from '../../../src/app.ts'
import { runBounceIntake, type IntakeEvent } from '../../../src/app/bounces/intake.ts'
import { systemClock } from '../../../src/clock.ts'
import { parseSettings } from '../../../src/config.ts'
import { formatReturnPath } from '../../../src/delivery/return-path.ts'
import { getMailbox, type AddrSpec } from '../../../src/mail/address.ts'
import { openStore } from '../../../src/store/open.ts'
import { aFolder, runCli } from '../../support/cli.ts'
import { dovecotReason, openDovecot, type Dovecot } from '../../support/programs/dovecot.ts'
import { openTcpProxy } from '../../support/programs/tcp-proxy.ts'
import { fixturePath } from '../../support/paths.ts'

const fixtures = fixturePath('bounces')
const secret = 'a-secret-of-the-fault-tests'
const address = (text: string): AddrSpec => getMailbox(text, 'test').address
if (dovecotReason !== undefined) process.stderr.write(`skipped: ${dovecotReason}\n`)

/** A hard bounce of the reader, as it comes back to the path that was signed for them. */
function bounceOf(reader: string): string {
  const path = formatReturnPath(address('bounces@news.example.com'), address(reader), 'cd'.repeat(32), secret)
  const text = readFileSync(join(fixtures, '5.1.1-unknown-user-postfix.eml'), 'utf8')
  return text.replaceAll('bounces@news.example.com', path).replaceAll('ada@example.org', reader)
}

/** Settings for a bounce inbox behind a port, and a look at what became of it. */
function anIntake({ user, password }: Dovecot, port: number, changes: Record<string, string> = {}) {
  const path = join(aFolder(), 'courant.sqlite')
  const env: Record<string, string> = {
    COURANT_DATABASE_URL: `sqlite:${path}`,
    COURANT_SECRET: secret,
    COURANT_BOUNCE_INBOX_HOST: '127.0.0.1',
    COURANT_BOUNCE_INBOX_PORT: String(port),
    COURANT_BOUNCE_INBOX_SECURITY: 'none',
    COURANT_BOUNCE_INBOX_USER: user,
    COURANT_BOUNCE_INBOX_PASSWORD: password,
    ...changes,
  }
  const suppressed = async (): Promise<string[]> => {
    await using store = await openStore({ kind: 'sqlite', path })
    const rows = await store.db.selectFrom('suppressions').select('address_key').execute()
    return rows.map(({ address_key: key }) => key).toSorted()
  }
  return { env, suppressed, read: () => runCli(['bounces', 'ingest', 'imap'], { env }) }
}

const readers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `reader${String(index).padStart(4, '0')}@example.org`)

describe.skipIf(dovecotReason !== undefined)('F41 the bounce inbox on a real IMAP server', () => {
  it('does each report once, also one that lies there twice, and is not stopped by a poisoned one', async () => {
    await using server = await openDovecot()
    const { read, suppressed } = anIntake(server, server.port)
    server.deliver('1.a', bounceOf('ada@example.org'))
    server.deliver('2.a', bounceOf('ada@example.org'))
    server.deliver('3.a', `From: x@example.com\r\n${'Content-Type: message/rfc822\r\n\r\n'.repeat(3000)}`)
    server.deliver('4.a', Buffer.alloc(3_000_000, 'Final-Recipient: rfc822; ben@example.org\n'))
    server.deliver('5.a', Buffer.from([0, 255, 10, 10, 0]))
    server.deliver('6.a', bounceOf('cleo@example.org').replaceAll(/\+[0-9a-f]{8}\./g, '+00000000.'))
    const { code, stdout, stderr } = await read()
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 suppress, 1 known, 3 ignore, 1 unverified\n')])
    expect(stdout).toMatch(/^INBOX;UIDVALIDITY=\d+;UID=1: hard/)
    expect(await suppressed()).toEqual(['ada@example.org'])
    expect(server.list().every((name) => name.endsWith('S'))).toBe(true)
    expect((await read()).stderr).toBe('No message.\n')
  })

  it('goes on where a connection dropped in the middle of a mail', async () => {
    await using server = await openDovecot()
    const all = readers(100)
    for (const [index, reader] of all.entries()) server.deliver(`${1000 + index}.a`, bounceOf(reader))
    await using network = await openTcpProxy(server.port, (number) => (number < 4 ? { resetAfter: 90_000 } : {}))
    const { read, suppressed } = anIntake(server, network.port)
    const { code, stderr } = await read()
    expect([code, network.connections() >= 3]).toEqual([0, true])
    expect(stderr).toMatch(/^100 suppress/)
    expect(await suppressed()).toEqual(all)
    expect(server.list().filter((name) => !name.endsWith('S'))).toEqual([])
  })

  it('gives up a server that always drops, with a word, and loses nothing', async () => {
    await using server = await openDovecot()
    for (const reader of readers(5)) server.deliver(reader, bounceOf(reader))
    await using network = await openTcpProxy(server.port, () => ({ resetAfter: 3000 }))
    const { code, stderr } = await anIntake(server, network.port).read()
    expect([code, stderr]).toEqual([
      75,
      expect.stringMatching(/^The bounce inbox INBOX on 127\.0\.0\.1 cannot be read: /),
    ])
    const { read, suppressed } = anIntake(server, server.port)
    await read()
    expect(await suppressed()).toEqual(readers(5))
  })

  it('reads an inbox of many mails with little memory', async () => {
    await using server = await openDovecot()
    const noise = `From: a@example.com\r\nSubject: hello\r\n\r\n${'All is well.\r\n'.repeat(200)}`
    for (let index = 0; index < 1000; index += 1)
      server.deliver(`${100_000 + index}.a`, `X-Number: ${index}\r\n${noise}`)
    server.deliver('999999.a', bounceOf('ada@example.org'))
    const { read, suppressed } = anIntake(server, server.port, { NODE_OPTIONS: '--max-old-space-size=64' })
    expect((await read()).stderr).toBe('1000 ignore, 1 suppress\n')
    expect(await suppressed()).toEqual(['ada@example.org'])
  })

  it('moves what was read where the settings say so', async () => {
    await using server = await openDovecot()
    for (const reader of readers(3)) server.deliver(reader, bounceOf(reader))
    const { read, suppressed } = anIntake(server, server.port, { COURANT_BOUNCE_INBOX_MOVE_TO: 'Done' })
    expect((await read()).stderr).toBe('3 suppress\n')
    expect([server.list(), server.list('.Done').length]).toEqual([[], 3])
    expect(await suppressed()).toEqual(readers(3))
  })

  it('says what is wrong with a log-in, without the password', async () => {
    await using server = await openDovecot()
    const { read } = anIntake(server, server.port, { COURANT_BOUNCE_INBOX_PASSWORD: 'a-wrong-word' })
    const { code, stderr } = await read()
    expect(code).toBe(77)
    expect(stderr).toMatch(/refused the log-in of bounces/)
    expect(stderr).not.toContain('a-wrong-word')
  })

  it('is read by itself while the server runs, and survives the time that IMAP is away', async () => {
    await using server = await openDovecot()
    await using network = await openTcpProxy(server.port, (number) => (number < 4 ? { resetAfter: 0 } : {}))
    const { env, suppressed } = anIntake(server, network.port, { COURANT_BOUNCE_INBOX_EVERY_MINUTES: '0.1' })
    const app = buildApp(parseSettings({}, env, 'test'), systemClock)
    await (
      await openStore({ kind: 'sqlite', path: env['COURANT_DATABASE_URL']?.slice(7) ?? '' })
    )[Symbol.asyncDispose]()
    server.deliver('1.a', bounceOf('ada@example.org'))
    const events: IntakeEvent[] = []
    const stop = new AbortController()
    const running = runBounceIntake(app, { signal: stop.signal, onEvent: (event) => events.push(event) })
    while (events.length < 2) await sleep(50)
    stop.abort()
    await running
    expect(events).toMatchObject([
      { kind: 'bounces.failed', error: { code: 'unavailable' } },
      { kind: 'bounces.read', messages: 1, outcomes: { suppress: 1 } },
    ])
    expect(await suppressed()).toEqual(['ada@example.org'])
  })
})
