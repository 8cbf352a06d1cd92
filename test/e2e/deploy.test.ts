/** The steps of the workflow without a server, in their order, on real git repositories. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Instant } from '../../src/clock.ts'
import { openInbox, type Inbox } from '../../src/rehearsal/inbox.ts'
import { openStore } from '../../src/store/open.ts'
import { createRunStore } from '../../src/store/runs.ts'
import { aFolder } from '../support/cli.ts'
import { bin, fixturePath, root } from '../support/paths.ts'

const deploy = (name: string): string => readFileSync(join(root, 'deploy', name), 'utf8')

interface Step {
  readonly name?: string
  readonly run?: string
}

const workflow = parse(deploy('github-actions.yml')) as {
  jobs: { send: { steps: Step[]; env: Record<string, string> } }
}
const commands = aFolder()

beforeAll(() => {
  const command = join(commands, 'courant')
  writeFileSync(command, `#!/bin/sh\nexec ${process.execPath} ${bin} "$@"\n`)
  chmodSync(command, 0o755)
})

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=owner', '-c', 'user.email=owner@example.com']
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' })
}

/** A repository as a fork would have it, and two checkouts of it. */
async function createRepository(inbox: Inbox): Promise<{ origin: string; checkouts: string[] }> {
  const origin = aFolder()
  git(origin, 'init', '--bare', '--quiet', '--initial-branch=main')
  const first = aFolder()
  git(first, 'clone', '--quiet', origin, '.')
  const settings = {
    newsletter: { from: 'News <news@news.example.com>', postalAddress: '1 Example Street, Exampleton' },
    smtp: { host: '127.0.0.1', port: inbox.port, security: 'none' },
    schedules: [
      {
        name: 'daily',
        cron: lastHour(),
        zone: 'UTC',
        source: 'digest.json',
        subscribers: 'readers.csv',
        catchUpHours: 30,
      },
    ],
  }
  writeFileSync(join(first, 'courant.yaml'), JSON.stringify(settings))
  writeFileSync(join(first, 'readers.csv'), 'email,status\nada@example.com,confirmed\nwei@example.com,confirmed\n')
  writeFileSync(join(first, 'digest.json'), readFileSync(fixturePath('digests', 'invented-daily-papers.json')))
  git(first, 'add', '.')
  git(first, 'commit', '--quiet', '--message', 'a newsletter')
  git(first, 'push', '--quiet', 'origin', 'HEAD:main')
  await seedState(origin)
  const second = aFolder()
  git(second, 'clone', '--quiet', '--branch', 'main', origin, '.')
  return { origin, checkouts: [first, second] }
}

/** Daily at an hour that began one to two hours ago, whatever the time of this test. */
function lastHour(): string {
  return `0 ${new Date(Date.now() - 3_600_000).getUTCHours()} * * *`
}

/** The state of a newsletter that has been set up before its last slot and after the one before. */
async function seedState(origin: string): Promise<void> {
  const state = aFolder()
  git(state, 'init', '--quiet', '--initial-branch=courant-state')
  {
    await using store = await openStore({ kind: 'sqlite', path: join(state, 'courant.sqlite') })
    await createRunStore(store.db).openSchedule('daily', new Date(Date.now() - 3 * 3_600_000).toISOString() as Instant)
  }
  git(state, 'add', '.')
  git(state, 'commit', '--quiet', '--message', 'state')
  git(state, 'push', '--quiet', origin, 'HEAD:courant-state')
}

/** One job: the steps from `take` on, as GitHub runs them. */
async function runJob(
  cwd: string,
  owner: string,
  variables: Record<string, string> = {},
): Promise<{ codes: number[]; output: string }> {
  const steps = workflow.jobs.send.steps.filter(({ name }) => name !== undefined && name !== 'install')
  const codes: number[] = []
  let output = ''
  for (const { name, run = '' } of steps) {
    const hasFailed = codes.some((code) => code !== 0)
    const hasLock = execFileSync('ls', ['-A', cwd], { encoding: 'utf8' }).split('\n').includes('state')
    if (name === 'release' ? !hasLock : hasFailed) continue
    const script = run.replaceAll('$(npm root --global)/courant', root)
    const ended = await runShell(script, cwd, { ...workflow.jobs.send.env, STATE_OWNER: owner, ...variables })
    codes.push(ended.code)
    output += ended.output
  }
  return { codes, output }
}

async function runShell(
  script: string,
  cwd: string,
  variables: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const env = {
    PATH: `${commands}:${process.env['PATH'] ?? ''}`,
    HOME: cwd,
    ...variables,
    COURANT_SECRET: 'a-secret-of-this-test-only',
    COURANT_SMTP_PASSWORD: '',
  }
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, env })
  const code = new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)))
  const [stdout, stderr] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()])
  return { code: await code, output: Buffer.concat([...stdout, ...stderr] as Buffer[]).toString() }
}

const received = (inbox: Inbox): string[] => inbox.messages.map(({ rcptTo }) => rcptTo).toSorted()

describe('the workflow without a server', () => {
  it('sends one issue when it runs twice at once, and none when it runs again', async () => {
    await using inbox = await openInbox()
    const { origin, checkouts } = await createRepository(inbox)
    const [one = '', other = ''] = checkouts
    const jobs = await Promise.all([runJob(one, 'job-1'), runJob(other, 'job-2')])
    expect(jobs.map(({ output }) => output).join('\n')).toContain('"run.settled"')
    expect(received(inbox)).toEqual(['ada@example.com', 'wei@example.com'])
    const again = await runJob(other, 'job-3')
    expect(again.codes).toEqual([0, 0, 0])
    expect(received(inbox)).toHaveLength(2)
    expect(git(origin, 'ls-tree', '--name-only', 'courant-state')).not.toContain('lock')
  })

  it('pushes copies of the state while it sends, so that a job which takes over goes on where the dead one was', async () => {
    await using inbox = await openInbox()
    const { origin, checkouts } = await createRepository(inbox)
    const [one = '', other = ''] = checkouts
    const script = `bash ${join(root, 'deploy', 'state-branch.sh')}`
    const database = 'COURANT_DATABASE_URL=sqlite:state/courant.sqlite'
    await runShell(`${script} take`, one, { STATE_OWNER: 'job-1' })
    // The job dies after it has sent and before it gives the lock back; its last copy is what others know.
    const dying = `${script} keep bash -c '${database} courant schedule run --once; sleep 4'`
    expect((await runShell(dying, one, { STATE_OWNER: 'job-1', STATE_PUSH_SECONDS: '1' })).code).toBe(0)
    expect(received(inbox)).toEqual(['ada@example.com', 'wei@example.com'])
    expect(git(origin, 'log', '--format=%s', 'courant-state')).toContain('copy by job-1')
    const next = await runJob(other, 'job-2', { STATE_LOCK_MINUTES: '0' })
    expect(next.codes).toEqual([0, 0, 0])
    expect(received(inbox)).toHaveLength(2)
  })

  it('leaves a lock alone that is another job’s', async () => {
    await using inbox = await openInbox()
    const { origin, checkouts } = await createRepository(inbox)
    const [one = '', other = ''] = checkouts
    const script = `bash ${join(root, 'deploy', 'state-branch.sh')}`
    expect(await runShell(`${script} take`, one, { STATE_OWNER: 'job-1' })).toMatchObject({ code: 0 })
    expect((await runJob(other, 'job-2')).codes).toEqual([75])
    expect((await runShell(`${script} release`, other, { STATE_OWNER: 'job-2' })).code).toBe(75)
    expect(git(origin, 'ls-tree', '--name-only', 'courant-state')).toContain('lock')
    expect(await runShell(`${script} release`, one, { STATE_OWNER: 'job-1' })).toMatchObject({ code: 0 })
    expect(received(inbox)).toEqual([])
  })

  it('takes over the lock of a job that died, whose own state is refused then', async () => {
    await using inbox = await openInbox()
    const { checkouts } = await createRepository(inbox)
    const [one = '', other = ''] = checkouts
    const script = `bash ${join(root, 'deploy', 'state-branch.sh')}`
    await runShell(`${script} take`, one, { STATE_OWNER: 'job-1' })
    const taken = await runShell(`${script} take`, other, { STATE_OWNER: 'job-2', STATE_LOCK_MINUTES: '0' })
    expect(taken).toMatchObject({ code: 0, output: expect.stringContaining('taken over') as string })
    expect((await runShell(`${script} release`, one, { STATE_OWNER: 'job-1' })).code).not.toBe(0)
    expect((await runShell(`${script} release`, other, { STATE_OWNER: 'job-2' })).code).toBe(0)
  })
})

describe('the other ways to run it', () => {
  it('install what is at hand, because no registry has it', () => {
    const { run } = workflow.jobs.send.steps.find(({ name }) => name === 'install') ?? {}
    expect(run).toContain('npm install --global .')
    expect(run).not.toMatch(/npm install [^\n]*\bcourant$/m)
  })

  it('have commands that there are', () => {
    const units = ['courant.service', 'courant-once.service'].map(deploy).join('\n')
    expect(units.match(/^ExecStart=\/usr\/bin\/env (.*)$/gm)).toEqual([
      'ExecStart=/usr/bin/env courant schedule run',
      'ExecStart=/usr/bin/env courant schedule run --once',
    ])
    const { services } = parse(deploy('compose.yaml'), { merge: true }) as {
      services: Record<string, { command?: string[] }>
    }
    expect(
      Object.values(services).flatMap(({ command }) => (command === undefined ? [] : [command.join(' ')])),
    ).toEqual(['migrate', 'schedule run', 'worker'])
  })
})
