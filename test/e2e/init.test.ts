import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config.ts'
import { initFolder, defaultAnswers } from '../../src/app/init.ts'
import { aFolder, runCli } from '../support/cli.ts'
import { bin } from '../support/paths.ts'

const hasTerminal = spawnSync('script', ['--version']).status === 0
if (!hasTerminal) process.stderr.write('Skipped: questions on a terminal, because there is no "script" (util-linux).\n')

const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

describe('courant init', () => {
  it('writes settings that can be used at once', async () => {
    const cwd = aFolder()
    const flags = [
      '--name',
      'Slow Papers',
      '--from',
      'Slow <slow@news.example.com>',
      '--postal-address',
      '1 Example Street',
    ]
    const { code, stdout } = await runCli(
      ['init', ...flags, '--smtp-host', 'mail.example.com', '--zone', 'Europe/Berlin'],
      { cwd },
    )
    expect([code, stdout]).toEqual([0, expect.stringContaining('courant doctor')])
    const checked = await runCli(['doctor', '--only', 'config'], { cwd })
    expect(checked.stdout).toContain('The settings are complete.')
    const next = await runCli(['schedule', 'next', '-n', '3', '--json'], { cwd })
    expect(JSON.parse(next.stdout)).toMatchObject([{ schedule: 'daily', zone: 'Europe/Berlin' }])
  })

  it('makes a key of its own each time, readable by its owner only', async () => {
    const [one, other] = [aFolder(), aFolder()]
    for (const folder of [one, other]) await initFolder(folder, defaultAnswers)
    expect(read(one, '.env')).toMatch(/^COURANT_SECRET=[0-9a-f]{64}$/m)
    expect(read(one, '.env')).not.toBe(read(other, '.env'))
    expect(statSync(join(one, '.env')).mode & 0o777).toBe(0o600)
    expect(read(one, '.env.example')).toMatch(/^COURANT_SECRET=$/m)
  })

  it('has only settings that there are, also where they are commented out', async () => {
    const folder = aFolder()
    await initFolder(folder, defaultAnswers)
    const text = read(folder, 'courant.yaml')
    const all = text.replace(/^( *)# (\w+: (?:"|\[|\d).*)$/gm, '$1$2')
    expect(all.split('\n').filter((line) => /^ *(?:tagline|port|publicUrl|user|holidays):/.test(line))).toHaveLength(5)
    writeFileSync(join(folder, 'courant.yaml'), all)
    const { config } = loadSettings(join(folder, 'courant.yaml'), {})
    expect(config.newsletter.tagline).toBe('What is new, every weekday')
    expect(config.web.publicUrl).toBe('https://news.example.com')
  })

  it.each(['a: b # c', '"quoted" \\ back', "it's", 'ünï ☃', '*alias', '- list', 'line\u2028separator'])(
    'keeps the name %j as it is',
    async (name) => {
      const folder = aFolder()
      await initFolder(folder, { ...defaultAnswers, name })
      expect(loadSettings(join(folder, 'courant.yaml'), {}).config.newsletter.name).toBe(name)
    },
  )

  it('writes over nothing without --force, and never over .env', async () => {
    const cwd = aFolder()
    await runCli(['init'], { cwd })
    const env = read(cwd, '.env')
    writeFileSync(join(cwd, 'courant.yaml'), '# mine\n')
    const refused = await runCli(['init', '--name', 'Other'], { cwd })
    expect([refused.code, refused.stderr]).toEqual([75, expect.stringContaining('--force')])
    expect(read(cwd, 'courant.yaml')).toBe('# mine\n')
    const forced = await runCli(['init', '--name', 'Other', '--force'], { cwd })
    expect(forced.code).toBe(0)
    expect(read(cwd, 'courant.yaml')).toContain('Other')
    expect(read(cwd, '.env')).toBe(env)
  })

  it('adds to a .gitignore only what is missing', async () => {
    const cwd = aFolder()
    writeFileSync(join(cwd, '.gitignore'), 'mine\n.env')
    await runCli(['init'], { cwd })
    await runCli(['init', '--force'], { cwd })
    expect(read(cwd, '.gitignore')).toBe('mine\n.env\n*.sqlite\n*.sqlite-shm\n*.sqlite-wal\nout/\n')
  })

  it.each([
    [['--from', 'nobody'], 'no address'],
    [['--zone', 'Berlin'], 'no time zone'],
    [['--cron', 'daily'], 'no cron pattern'],
  ])('refuses %j', async (flags, words) => {
    const { code, stderr } = await runCli(['init', ...flags])
    expect([code, stderr]).toEqual([65, expect.stringContaining(words)])
  })

  it.skipIf(!hasTerminal)('asks again for a wrong answer, and writes nothing when it is left', async () => {
    const cwd = aFolder()
    const asked = await onTerminal(['init'], cwd, [
      'Slow Papers',
      'slow@',
      'slow@news.example.com',
      '',
      '',
      '',
      'Berlin',
      '',
      '',
    ])
    expect(asked).toMatch(/"slow@", which is no address.*[\s\S]*Sender.*[\s\S]*"Berlin" is no time zone/)
    expect(read(cwd, 'courant.yaml')).toMatch(/name: "Slow Papers"[\s\S]*from: "slow@news.example.com"/)
    expect(await onTerminal(['init'], cwd, [])).toMatch(/there already.*--force/)
    const left = aFolder()
    expect(await onTerminal(['init'], left, ['Slow Papers', '\u0003'])).toContain('Nothing was written.')
    expect(await onTerminal(['init'], left, ['\u0004'])).toContain('Nothing was written.')
    expect(readdirSync(left)).toEqual([])
  })
})

/** What a terminal shows while these answers are typed into a command. */
async function onTerminal(args: readonly string[], cwd: string, answers: readonly string[]): Promise<string> {
  const command = [process.execPath, bin, ...args].map((word) => `'${word}'`).join(' ')
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd })
  let shown = ''
  const typing = [...answers]
  terminal.stdout.on('data', (octets: Buffer) => {
    shown += octets.toString()
    if (!/\]: (?:\u001b\[\d+G)?$/.test(shown)) return
    const answer = typing.shift()
    if (answer !== undefined) terminal.stdin.write(answer.length === 1 ? answer : `${answer}\n`)
  })
  await once(terminal, 'close')
  return shown
}
