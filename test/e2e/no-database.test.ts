/** A folder in which nothing was imported yet, or the wrong one: who only looks is told so, and leaves no file behind. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { fixturePath } from '../support/paths.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')

describe('courant, where there is no database,', () => {
  it.each([
    'subscribers list',
    'subscribers export',
    'subscribers show ada@example.com',
    'subscribers remove ada@example.com',
    'subscribers undo 1',
    'suppressions list',
    'suppressions remove ada@example.com',
    'campaigns list',
    'campaigns resume 1',
    'issues list',
    'backup copy.sqlite',
    `plan ${digest}`,
    `send ${digest} --list main`,
  ])('says where it looked and makes none: %s', async (line) => {
    const cwd = aFolder()
    const { code, stdout, stderr } = await runCli(line.split(' '), { cwd })
    expect([code, stdout]).toEqual([66, ''])
    expect(stderr).toContain(`There is no database ${join(cwd, 'courant.sqlite')} (COURANT_DATABASE_URL is not set).`)
    expect(readdirSync(cwd)).toEqual([])
  })

  it('names the setting that led there', async () => {
    const cwd = aFolder()
    const { stderr } = await runCli(['issues', 'list'], { cwd, env: { COURANT_DATABASE_URL: 'sqlite:data/of.sqlite' } })
    expect(stderr).toContain(`There is no database ${join(cwd, 'data/of.sqlite')} (from COURANT_DATABASE_URL).`)
  })

  it('rehearses an import without one, and shows an issue as it is to a reader', async () => {
    const cwd = aFolder()
    writeFileSync(join(cwd, 'readers.csv'), 'email\nada@example.com\n')
    const rehearsal = await runCli(['subscribers', 'import', 'readers.csv', '--dry-run'], { cwd })
    expect([rehearsal.code, rehearsal.stdout]).toEqual([0, expect.stringContaining('1 record: 1 added')])
    const preview = await runCli(['preview', digest, '--as', 'ada@example.com'], { cwd })
    expect([preview.code, preview.stderr]).toEqual([0, expect.stringContaining('This is the issue as it is.')])
    expect(existsSync(join(cwd, 'courant.sqlite'))).toBe(false)
  })

  it('makes one where readers come in', async () => {
    const cwd = aFolder()
    expect((await runCli(['subscribers', 'add', 'ada@example.com'], { cwd })).code).toBe(0)
    expect((await runCli(['subscribers', 'list'], { cwd })).stdout).toContain('ada@example.com')
  })
})
