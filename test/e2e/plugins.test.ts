/** The example of plug-ins as an operator would run it, and what is said when a module is not as it should be. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { fixturePath } from '../support/paths.ts'

const example = fixturePath('examples', 'plugins')

function aCopy(): string {
  const folder = aFolder()
  cpSync(example, folder, { recursive: true })
  return folder
}

describe('plug-ins of the settings', () => {
  it('read, rank and send', async () => {
    const cwd = aCopy()
    const readers = ['ada@example.com,confirmed', 'ben@example.com,confirmed', 'gone@example.com,confirmed']
    writeFileSync(join(cwd, 'readers.csv'), ['email,status', ...readers, ''].join('\n'))
    expect((await runCli(['subscribers', 'import', 'readers.csv', '--list', 'lab'], { cwd })).code).toBe(0)
    const env = { OUTBOX: join(cwd, 'outbox') }
    const sent = await runCli(['send', 'lab:tides', '--list', 'lab', '--json'], { cwd, env })
    expect(sent.stderr).toContain('Finished')
    expect(JSON.parse(sent.stdout)).toMatchObject({ counts: { accepted: 2, failed: 1 } })
    expect(readdirSync(join(cwd, 'outbox')).sort()).toEqual(['ada@example.com.eml', 'ben@example.com.eml'])
    const mail = readFileSync(join(cwd, 'outbox', 'ada@example.com.eml'), 'utf8')
    expect(mail).toContain('Slow Clocks for tides')
    // Nobody knows better than who refused: the mailbox is not asked again.
    expect((await runCli(['suppressions', 'list'], { cwd })).stdout).toContain('hard_bounce')
    const single = await runCli(['send', 'lab', '--to', 'cleo@example.com'], { cwd, env })
    expect(single.code).toBe(0)
    expect(readdirSync(join(cwd, 'outbox'))).toContain('cleo@example.com.eml')
  })

  it('are loaded by the doctor, who asks no SMTP server where a module sends', async () => {
    const cwd = aCopy()
    const doctor = async () => (await runCli(['doctor', '--only', 'config', 'smtp', 'ptr'], { cwd })).stdout
    const well = await doctor()
    expect(well).toContain('plugins.transport sends, so no SMTP server was asked.')
    expect(well).not.toMatch(/ECONNREFUSED|plugins\.\w+: /)
    writeFileSync(join(cwd, 'folder-transport.mjs'), 'export const nothing = 1\n')
    expect(await doctor()).toMatch(/^ERROR +config +plugins\.transport: .* exports no function "send"$/m)
  })

  it('rank before the command shows it', async () => {
    const { stdout } = await runCli(['rank', 'lab', '--json'], { cwd: aCopy() })
    const { groups } = JSON.parse(stdout) as { groups: { papers: { rank: number; paper: { title: string } }[] }[] }
    for (const { papers } of groups) {
      const lengths = papers.map(({ paper }) => paper.title.length)
      expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    }
  })

  it.each([
    ['plugins.sources.lab', 'sources:\n    lab: ./nowhere.mjs', 'cannot be loaded'],
    ['plugins.sources.lab', 'sources:\n    lab: ./folder-transport.mjs', 'exports no function "read"'],
    [
      'plugins.ranker',
      'sources:\n    lab: ./lab-source.mjs\n  ranker: a-package-that-is-not-there',
      'cannot be loaded',
    ],
  ])('say that %s is wrong, and why', async (setting, plugins, why) => {
    const cwd = aCopy()
    writeFileSync(join(cwd, 'courant.yaml'), `plugins:\n  ${plugins}\n`)
    const { code, stderr } = await runCli(['rank', 'lab'], { cwd })
    expect(code).toBe(78)
    expect(stderr).toContain(setting)
    expect(stderr).toContain(why)
  })

  it('put what fails without an answer in doubt, and a source that fails is told by name', async () => {
    const cwd = aCopy()
    writeFileSync(
      join(cwd, 'folder-transport.mjs'),
      `export async function send() { throw new Error('the wire is cut') }`,
    )
    writeFileSync(join(cwd, 'readers.csv'), 'email,status\nada@example.com,confirmed\n')
    await runCli(['subscribers', 'import', 'readers.csv', '--list', 'lab'], { cwd })
    const sent = await runCli(['send', 'lab', '--list', 'lab', '--in-doubt', 'hold', '--json'], { cwd })
    expect(JSON.parse(sent.stdout)).toMatchObject({ counts: { in_doubt: 1, accepted: 0 } })
    writeFileSync(join(cwd, 'lab-source.mjs'), `export async function read() { throw new Error('the lab is closed') }`)
    const { code, stderr } = await runCli(['rank', 'lab'], { cwd })
    expect([code, stderr]).toEqual([75, expect.stringContaining('The source "lab" failed: the lab is closed')])
  })
})
