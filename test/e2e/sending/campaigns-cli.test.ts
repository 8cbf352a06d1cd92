import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SinkOptions } from '../../../src/rehearsal/sink-options.ts'
import { runCli, type CliRun } from '../../support/cli.ts'
import { fixturePath } from '../../support/paths.ts'
import type { ProcessEnd } from '../../support/programs/process-end.ts'
import { openOffice, type Office } from '../../support/sending/office.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')

/** An office of five readers whose commands are written as on a command line. */
async function withOffice(
  { readers = 5, ...sink }: SinkOptions & { readonly readers?: number },
  use: (office: Office, run: (...args: string[]) => Promise<ProcessEnd>) => Promise<void>,
): Promise<void> {
  await using office = await openOffice({ readers, sink })
  await use(office, (...args) => office.run(args))
}

describe('courant send --list', () => {
  it('sends once to everybody, says so when it is asked again, and reports with the words of the server', async () => {
    await withOffice({}, async ({ messages }, run) => {
      const sent = await run('send', digest, '--list', 'main')
      expect([sent.stderr, sent.code]).toEqual([expect.stringContaining('Finished'), 0])
      expect(sent.stdout).toContain('5 recipients = 5 accepted')
      expect(new Set(messages.map(({ rcptTo }) => rcptTo)).size).toBe(5)
      const again = await run('send', digest, '--list', 'main')
      expect([again.code, again.stdout, messages.length]).toEqual([0, sent.stdout, 5])
      expect(again.stderr).toContain('It had finished before: nothing was sent now.')
      const report = JSON.parse((await run('campaigns', 'report', '1', '--json')).stdout) as {
        counts: Record<string, number>
        deliveries: { status: string; detail: string }[]
      }
      expect(report.counts['accepted']).toBe(5)
      expect(report.deliveries.map(({ detail }) => detail)).toEqual(Array(5).fill('250 2.0.0 Ok: kept by the sink'))
      const csv = (await run('campaigns', 'report', '1', '--csv')).stdout.trim().split('\r\n')
      expect([csv.length, csv[1]]).toEqual([6, expect.stringContaining('"reader0@example.com"')])
      expect((await run('campaigns', 'list')).stdout).toContain('finished')
    })
  })

  it('puts the issue into the archive, from where it leaves in open forms without anything personal', async () => {
    await withOffice({}, async ({ folder }, run) => {
      await run('send', digest, '--list', 'main')
      expect(JSON.parse((await run('issues', 'list', '--json')).stdout)).toMatchObject([{ number: 1, list: 'main' }])
      expect((await run('issues', 'list')).stdout).toMatch(/^ {4}1 {2}\d{4}-\d\d-\d\d {2}.{10,}$/m)
      expect((await run('issues', 'show', '1')).stdout).toContain('Unsubscribe: https://news.example.com/subscribe')
      for (const [format, start] of [
        ['html', '<!doctype html>'],
        ['eml', 'Message-ID: <'],
        ['json', '{'],
        ['bibtex', '@'],
        ['ris', 'TY  - '],
        ['csl-json', '['],
      ] as const) {
        const { stdout, code } = await run('issues', 'export', '1', '--format', format)
        expect([format, code, stdout.slice(0, start.length)]).toEqual([format, 0, start])
        expect(stdout).not.toMatch(/reader\d@example|\/unsubscribe\/|\/r\//)
      }
      expect((await run('issues', 'export', '1', '--format', 'ris', '--out', 'one.ris')).stdout).toBe('')
      expect(readFileSync(join(folder, 'one.ris'), 'utf8')).toContain('TY  - ')
      expect((await run('issues', 'diff', '1', '1')).code).toBe(0)
      expect(await run('issues', 'show', '2')).toMatchObject({
        code: 66,
        stderr: expect.stringContaining('has no issue 2') as string,
      })
    })
  })

  it('is bound to its plan, which tells how long it takes where a rate does', async () => {
    await withOffice({}, async (office, run) => {
      const { messages } = office
      const plan = JSON.parse((await run('plan', digest, '--list', 'main', '--json')).stdout) as {
        hash: string
        recipientCount: number
      }
      expect(plan.recipientCount).toBe(5)
      const page = async (env: Record<string, string>) => (await office.run(['plan', digest], { env })).stdout
      expect(await page({})).toContain('as fast as the server takes them (no delivery.rate)')
      expect(await page({ COURANT_DELIVERY_RATE: '5/h' })).toContain('in all; about 60 min')
      const other = await run('send', digest, '--list', 'main', '--limit', '3', '--plan', plan.hash)
      expect([other.code, messages.length]).toEqual([75, 0])
      expect(other.stderr).toMatch(/not what was planned/)
      const same = await run('send', digest, '--list', 'main', '--plan', plan.hash.slice(0, 16))
      expect([same.code, messages.length]).toEqual([0, 5])
    })
  })

  it('pauses, says why by exit code and one mail to the owner, and goes on when it is resumed', async () => {
    let isBroken = true
    const answer: SinkOptions['answer'] = (stage, to) =>
      isBroken && stage === 'dot' && to.startsWith('reader') ? '554 5.7.1 Not like this' : undefined
    await withOffice({ answer }, async ({ messages }, run) => {
      const paused = await run('send', digest, '--list', 'main')
      expect([paused.code, paused.stderr]).toEqual([75, expect.stringContaining('554 5.7.1 Not like this')])
      expect(messages.map(({ rcptTo }) => rcptTo)).toEqual(['papers@news.example.com'])
      expect(messages[0]?.octets.toString()).toContain('Auto-Submitted: auto-generated')
      isBroken = false
      const resumed = await run('campaigns', 'resume', '1')
      expect([resumed.code, messages.length]).toEqual([0, 6])
    })
  })

  it('F12 suppresses who does not exist, exits with 67, and retries the failed when asked', async () => {
    let gone = true
    const answer: SinkOptions['answer'] = (stage, to) =>
      gone && stage === 'rcpt' && to.startsWith('reader2@') ? '550 5.1.1 No such reader' : undefined
    await withOffice({ answer }, async ({ messages }, run) => {
      expect((await run('send', digest, '--list', 'main')).code).toBe(67)
      expect((await run('suppressions', 'list')).stdout).toContain('reader2@example.com')
      gone = false
      await run('suppressions', 'remove', 'reader2@example.com')
      const retried = await run('campaigns', 'retry', '1')
      expect([retried.code, messages.length]).toEqual([0, 5])
      const again = await run('campaigns', 'retry', '1')
      expect([again.code, again.stderr]).toEqual([66, expect.stringContaining('has nobody to send to again')])
    })
  })

  it('F12 ends in good order where the store takes no suppression', async () => {
    const answer: SinkOptions['answer'] = (stage, to) =>
      stage === 'rcpt' && to.startsWith('reader2@') ? '550 5.1.1 No such reader' : undefined
    await withOffice({ answer }, async ({ folder, messages }, run) => {
      using database = new DatabaseSync(join(folder, 'office.sqlite'))
      database.exec("CREATE TRIGGER no BEFORE INSERT ON suppressions BEGIN SELECT RAISE(FAIL, 'not now'); END")
      const sent = await run('send', digest, '--list', 'main')
      expect([sent.code, sent.stderr, messages.length]).toEqual([70, expect.not.stringMatching(/triggerUncaught/), 4])
      const report = await run('campaigns', 'report', '1')
      expect(report.stdout).toContain('5 recipients = 4 accepted + 1 failed')
    })
  })

  it.each([
    ['SIGTERM', 1],
    ['SIGHUP', 2],
  ] as const)('F7 finishes what is under way at %s, and F1 goes on where it stood', async (signal, times) => {
    await withOffice({ readers: 300, delayMs: 5 }, async ({ start, messages }, run) => {
      const { child, end } = start(['send', digest, '--list', 'main'])
      while (messages.length < 20) await new Promise((resolve) => setTimeout(resolve, 10))
      for (let time = 0; time < times; time += 1) child.kill(signal)
      const { code } = await end
      const counts = (
        JSON.parse((await run('campaigns', 'show', '1', '--json')).stdout) as { counts: Record<string, number> }
      ).counts
      expect(code).toBe(0)
      expect(counts).toMatchObject({ claimed: 0, at_dot: 0, in_doubt: 0, accepted: messages.length })
      expect((await run('campaigns', 'resume', '1')).code).toBe(0)
      expect(new Set(messages.map(({ rcptTo }) => rcptTo)).size).toBe(300)
      expect(messages).toHaveLength(300)
    })
  })

  it('signs with both keys of courant dkim generate, and refuses to start with a broken one', async () => {
    await withOffice({ readers: 1 }, async (office, run) => {
      const { folder, messages } = office
      const made = await run('dkim', 'generate')
      expect(made.stdout).toMatch(/courant\._domainkey\.news\.example\.com TXT "v=DKIM1; k=rsa; p=/)
      expect(statSync(join(folder, 'dkim', 'courant.pem')).mode & 0o777).toBe(0o600)
      expect((await run('dkim', 'generate')).code).toBe(75)
      const keys = {
        COURANT_DKIM_KEY_FILE: join(folder, 'dkim', 'courant.pem'),
        COURANT_DKIM_ED25519_KEY_FILE: join(folder, 'dkim', 'courant-ed.pem'),
      }
      const broken = join(folder, 'broken.pem')
      writeFileSync(broken, readFileSync(keys.COURANT_DKIM_KEY_FILE).subarray(0, 300))
      const send = (env: Record<string, string>) => office.run(['send', digest, '--list', 'main'], { env })
      const refused = await send({ COURANT_DKIM_KEY_FILE: broken })
      expect([refused.code, messages.length]).toEqual([65, 0])
      expect((await run('campaigns', 'list')).stdout).toContain('Nothing was sent yet.')
      const sent = await send(keys)
      expect([sent.code, messages.length]).toEqual([0, 1])
      const header = messages[0]?.octets.toString().split('\r\n\r\n')[0] ?? ''
      expect(header.match(/^DKIM-Signature: v=1; a=(rsa|ed25519)-sha256/gm)).toHaveLength(2)
    })
  })
})

describe('courant simulate', () => {
  let result: CliRun
  beforeAll(async () => {
    result = await runCli(['simulate', '--subscribers', '300', '--crash', '9', '--connections', '5', '--json'])
  })

  it('F1 F2 F3 F4 F5 kills the real sender at nine stages: nobody lost, at most one second copy for each connection', () => {
    const { isProven, kills, rows, lost, counts } = JSON.parse(result.stdout) as {
      isProven: boolean
      kills: number
      rows: { stage: string; worst: number; moment: string }[]
      lost: string[]
      counts: Record<string, number>
    }
    expect([result.code, isProven, kills, lost]).toEqual([0, true, 9, []])
    expect(new Set(rows.map(({ stage }) => stage)).size).toBe(9)
    for (const { worst, moment } of rows) expect(worst).toBeLessThanOrEqual(moment === 'first' ? 0 : 5)
    expect((counts['accepted'] ?? 0) + (counts['in_doubt'] ?? 0)).toBe(300)
  })
})
