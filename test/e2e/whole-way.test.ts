import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { openInbox } from '../../src/rehearsal/inbox.ts'
import { aFolder, runCli } from '../support/cli.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { fixturePath, root } from '../support/paths.ts'

const fixture = fixturePath('digests', 'invented-daily-papers.json')
const digest = hasSharedData ? sharedPath('seed', 'daily-papers-jul-29.txt') : fixture

function sendSettings(port: number): Record<string, string> {
  return {
    COURANT_NEWSLETTER_FROM: 'Papers <papers@example.com>',
    COURANT_NEWSLETTER_POSTAL_ADDRESS: '1 Example Street, Exampleton',
    COURANT_WEB_PUBLIC_URL: 'https://papers.example.com/',
    COURANT_SECRET: 'not-a-secret-but-a-test',
    COURANT_SMTP_HOST: '127.0.0.1',
    COURANT_SMTP_PORT: String(port),
    COURANT_SMTP_SECURITY: 'none',
  }
}

describe('a digest file', () => {
  it('becomes one distinct, well-formed message for each of 200 subscribers', async () => {
    const csv = join(aFolder(), 'readers.csv')
    const addresses = Array.from({ length: 200 }, (_, index) => `reader${index}@example.com`)
    writeFileSync(
      csv,
      `email,name\n${addresses.map((address, index) => `${address},"Reader, Nº ${index}"`).join('\n')}\n`,
    )
    await using inbox = await openInbox()
    const { code, stdout } = await runCli(['send', digest, '--subscribers', csv, '--json'], {
      env: sendSettings(inbox.port),
    })
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ recipients: 200, counts: { accepted: 200, deferred: 0, failed: 0 } })
    expect(inbox.messages.map(({ rcptTo }) => rcptTo).toSorted()).toEqual(addresses.toSorted())

    const parsed = await Promise.all(inbox.messages.map(({ octets }) => PostalMime.parse(octets)))
    expect(new Set(parsed.map(({ messageId }) => messageId)).size).toBe(200)
    expect(
      new Set(parsed.map(({ headers }) => headers.find(({ key }) => key === 'list-unsubscribe')?.value)).size,
    ).toBe(200)
    const lines = inbox.messages.flatMap(({ octets }) => octets.toString('latin1').split('\r\n'))
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0)
    expect(longest).toBeLessThanOrEqual(998)
    expectNoDefects(inbox.messages.map(({ octets }) => octets))
  })

  it('goes to nobody of a file who is suppressed, or has left by the link of an earlier mail', async () => {
    await using inbox = await openInbox()
    const [env, cwd] = [sendSettings(inbox.port), aFolder()]
    writeFileSync(join(cwd, 'readers.csv'), 'email\nAda@example.com\nbo@example.com\n')
    const send = () => runCli(['send', fixture, '--subscribers', 'readers.csv'], { env, cwd })
    await runCli(['suppressions', 'add', 'ada@EXAMPLE.com', '--reason', 'complaint'], { env, cwd })
    const some = await send()
    expect([some.code, some.stderr]).toEqual([0, expect.stringContaining('readers.csv: not mailed: 1 suppressed.')])
    expect(inbox.messages.map(({ rcptTo }) => rcptTo)).toEqual(['bo@example.com'])
    await runCli(['suppressions', 'add', 'bo@example.com', '--list', 'main', '--reason', 'unsubscribe'], { env, cwd })
    const none = await send()
    expect([none.code, none.stderr]).toEqual([66, expect.stringContaining('Nobody of readers.csv may be mailed.')])
    expect(inbox.messages).toHaveLength(1)
  })

  it('is previewed as the very message that is sent', async () => {
    await using inbox = await openInbox()
    const env = sendSettings(inbox.port)
    const cwd = aFolder()
    await runCli(['preview', fixture, '--as', 'ada@example.com'], { env, cwd })
    await runCli(['send', fixture, '--to', 'ada@example.com'], { env, cwd })
    const withoutDate = (octets: Buffer): string => octets.toString().replace(/^Date: .*$/m, '')
    expect(inbox.messages.map(({ octets }) => withoutDate(octets))).toEqual([
      withoutDate(readFileSync(join(cwd, 'out', 'issue.eml'))),
    ])
  })
})

describe('an issue without a postal address', () => {
  it('is refused by preflight, and goes out when the code is named', async () => {
    await using inbox = await openInbox()
    const { COURANT_NEWSLETTER_POSTAL_ADDRESS: _, ...env } = sendSettings(inbox.port)
    const send = (...force: string[]) => runCli(['send', fixture, '--to', 'ada@example.com', ...force], { env })
    const refused = await send()
    expect(refused).toMatchObject({ code: 65, stderr: expect.stringContaining('--force postal.missing') as string })
    expect(inbox.messages).toEqual([])
    expect((await send('--force', 'postal.missing')).code).toBe(0)
    expect(inbox.messages).toHaveLength(1)
  })

  it('needs a sender all the same', async () => {
    const { code, stderr } = await runCli(['send', fixture, '--to', 'ada@example.com', '--force', 'postal.missing'])
    expect(code).toBe(78)
    expect(stderr).toContain('newsletter.from')
  })
})

describe('courant demo', () => {
  it('leaves the issue and one mail per sample subscriber, and ends with 0', async () => {
    const cwd = aFolder()
    const { code, stdout } = await runCli(['demo'], { cwd })
    expect(stdout).toContain('received 5 messages')
    expect(code).toBe(0)
    const names = readdirSync(join(cwd, 'out', 'demo'))
    expect(names).toEqual(expect.arrayContaining(['issue.html', 'issue.txt', 'issue.eml', 'issue.json']))
    expect(names.filter((name) => name.endsWith('@example.com.eml'))).toHaveLength(3)
    expect(names).not.toContain('left.last-year@example.com.eml')
  })
})

describe('every example in the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const examples = [...readme.matchAll(/^npx courant (.*)$/gm)].map((match) => match[1] ?? '')

  it.each(examples)('runs: courant %s', async (example) => {
    const out = example.startsWith('preview') ? ['--out', aFolder()] : []
    const { code, stderr } = await runCli([...example.split(' '), ...out], { cwd: root })
    expect(stderr).not.toMatch(/error|fault/i)
    expect(code).toBe(0)
  })
})

/** Python's email package knows more defects than any parser here; where there is no Python, that part is skipped. */
function expectNoDefects(messages: readonly Buffer[]): void {
  const script = `
import email, email.policy, json, sys
def walk(part):
    found = [str(d) for d in part.defects]
    for name in part.keys():
        found += [str(d) for d in part[name].defects]
    if part.is_multipart():
        for child in part.iter_parts(): found += walk(child)
    else:
        part.get_content()
        found += [str(d) for d in part.defects]
    return found
print(json.dumps([walk(email.message_from_bytes(bytes.fromhex(m), policy=email.policy.SMTP)) for m in json.load(sys.stdin)]))`
  let output: string
  try {
    output = execFileSync('python3', ['-c', script], {
      input: JSON.stringify(messages.map((octets) => octets.toString('hex'))),
      maxBuffer: 1e8,
    }).toString()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    process.stderr.write("Skipped: the check by Python's email package, because there is no python3.\n")
    return
  }
  expect((JSON.parse(output) as string[][]).flat()).toEqual([])
}
