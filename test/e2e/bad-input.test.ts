import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openInbox } from '../../src/rehearsal/inbox.ts'
import { aFolder, runCli, type CliRun } from '../support/cli.ts'
import { fixturePath } from '../support/paths.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')
const sender = {
  COURANT_NEWSLETTER_FROM: 'Papers <papers@example.com>',
  COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street',
  COURANT_SMTP_HOST: '127.0.0.1',
  COURANT_SMTP_SECURITY: 'none',
}

function aFile(name: string, content: string | Buffer): string {
  const path = join(aFolder(), name)
  writeFileSync(path, content)
  return path
}

/** One sentence or a few for a person on standard error, nothing on standard output, and never a stack. */
function expectRefusal({ code, stdout, stderr }: CliRun, expectedCode: number, words: RegExp): void {
  expect(stderr).toMatch(words)
  expect(stderr).not.toMatch(/^\s+at |Error:|node:internal/m)
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(4)
  expect(stdout).toBe('')
  expect(code).toBe(expectedCode)
}

describe('courant, given what it cannot use,', () => {
  it('names a file that is not there', async () => {
    expectRefusal(await runCli(['digest', 'check', 'nowhere.txt']), 66, /nowhere\.txt/)
  })

  it.each([
    ['an empty file', ''],
    ['only a byte order mark', '\ufeff'],
    ['only line ends', '\r\n\r\n'],
    ['a page without papers', 'new\n\nSubscribe\n\nDaily Papers\n\nJul 29\n'],
    ['a binary file', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
  ])('B1 refuses %s', async (_, content) => {
    expectRefusal(await runCli(['preview', aFile('page.txt', content)]), 65, /page\.txt/)
  })

  it('B2 refuses 30 MB of text', async () => {
    const cwd = aFolder()
    const run = await runCli(['preview', aFile('huge.txt', Buffer.alloc(30 * 1024 * 1024, 'word '))], { cwd })
    expectRefusal(run, 65, /huge\.txt is larger than 20 MB/)
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })

  it('B2 refuses 30 MB from standard input', async () => {
    expectRefusal(
      await runCli(['digest', 'check', '-'], { input: Buffer.alloc(30 * 1024 * 1024, 'word ') }),
      65,
      /20 MB/,
    )
  })

  it('refuses a CSV without an address column', async () => {
    const csv = aFile('people.csv', 'name,town\nAda,Exampleton\n')
    expectRefusal(await runCli(['send', digest, '--subscribers', csv, '--dry-run']), 65, /people\.csv.*address/)
  })

  it('says which setting to look at when the connection is refused', async () => {
    const inbox = await openInbox()
    await inbox.close()
    const run = await runCli(['send', digest, '--to', 'ada@example.com'], {
      env: { ...sender, COURANT_SMTP_PORT: String(inbox.port) },
    })
    expectRefusal(run, 75, /smtp\.host, smtp\.port/)
  })

  it('refuses to send without a sender', async () => {
    expectRefusal(await runCli(['send', digest, '--to', 'ada@example.com']), 78, /newsletter\.from/)
  })

  it.each([
    [['preview', digest, '--nonsense']],
    [['preview']],
    [['nonsense']],
    [['preview', digest, '--limit', '-1']],
    [['preview', digest, '--limit', '1e9']],
    [['preview', digest, '--limit']],
    [['rank', digest, '--format', 'nonsense']],
  ])('B28 refuses the usage %j', async (args) => {
    const { code, stdout, stderr } = await runCli(args)
    expect(code).toBe(64)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^error: /)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it.each([
    [['send', digest], /^Nobody to send to: give --list/],
    [['send', digest, '--list', 'main', '--to', 'a@example.com'], /^Give --list alone/],
    [['send', digest, '--to', 'a@example.com', '--at', '2099-01-01T07:00Z'], /^--at only goes with --list/],
    [['issues', 'export', '1', '--json', '--format', 'ris'], /^Give --json or --format ris/],
  ])('B28 takes %j for wrong usage', async (args, sentence) => {
    expectRefusal(await runCli(args), 64, sentence)
  })

  it.each([
    ['COURANT_UNSUBSCRIBE_MAILTO', 'nobody', /unsubscribe\.mailto is "nobody"/],
    ['COURANT_SECRET', '7:short-but-16-letters,7:short-but-16-letters', /the same version/],
  ])('B27 takes %s=%s for a wrong setting', async (variable, value, sentence) => {
    const run = await runCli(['send', digest, '--to', 'a@example.com', '--dry-run'], {
      env: {
        COURANT_NEWSLETTER_FROM: 'papers@news.example.com',
        COURANT_SECRET: 'a-secret-of-enough-letters',
        [variable]: value,
      },
    })
    expectRefusal(run, 78, sentence)
  })

  it.each([
    ['--to', ['send', digest, '--to', 'not an address']],
    ['--as', ['preview', digest, '--as', 'x']],
    ['--test', ['preview', digest, '--serve', '--test', 'x']],
  ])('refuses an address of %s that is none', async (option, args) => {
    const { code, stdout, stderr } = await runCli(args)
    expect([code, stdout]).toEqual([64, ''])
    expect(stderr).toMatch(new RegExp(`^error: option '${option} <address>' .* It is no address\\.`))
  })

  it('refuses a code of preflight that there is not, and names those there are', async () => {
    const { code, stderr } = await runCli(['send', digest, '--to', 'ada@example.com', '--force', 'postal.mising'])
    expect([code, stderr]).toEqual([64, expect.stringContaining('postal.missing, postal.text')])
  })

  it('reports a refused recipient, delivers to the others, and tells by the exit code', async () => {
    await using inbox = await openInbox({
      refuse: (address) => (address.startsWith('gone') ? { code: 550, text: '5.1.1 No such reader' } : undefined),
    })
    const args = ['send', digest, '--to', 'gone@example.com', '--to', 'ada@example.com', '--json']
    const { code, stdout } = await runCli(args, { env: { ...sender, COURANT_SMTP_PORT: String(inbox.port) } })
    expect(code).toBe(67)
    expect(JSON.parse(stdout)).toMatchObject({ counts: { accepted: 1, deferred: 0, failed: 1 } })
    expect(inbox.messages.map(({ rcptTo }) => rcptTo)).toEqual(['ada@example.com'])
  })
})
