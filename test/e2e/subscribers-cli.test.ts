import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aFolder, runCli } from '../support/cli.ts'
import { bin } from '../support/paths.ts'

const file = 'Email,Name,Status\nann@example.com,Ann,active\nbob@example.com,Bob,unsubscribed\nno address,Cleo,active\n'

interface Imported {
  readonly importId: number
  readonly counts: Record<string, number>
  readonly rows: { line: number; address: string; outcome: string; reason?: string }[]
}

describe('courant subscribers', () => {
  it('imports, tells what it did, and takes it back', async () => {
    const cwd = aFolder()
    writeFileSync(join(cwd, 'readers.csv'), file)
    const rehearsal = await runCli(['subscribers', 'import', 'readers.csv', '--dry-run'], { cwd })
    expect(rehearsal.stdout).toContain(
      '3 records: 1 added, 0 updated, 0 unchanged, 1 suppressed, 0 unconfirmed, 1 rejected.',
    )
    expect(rehearsal.stdout).toContain('Dry run: nothing was kept.')
    expect(rehearsal.stderr).toContain('line 4: "no address" is no address')
    expect(rehearsal.stderr).toContain('suppressed: Status is "unsubscribed" (1)')
    const imported = await runCli(['subscribers', 'import', 'readers.csv', '--json'], { cwd })
    const result = JSON.parse(imported.stdout) as Imported & { source: string; columns: unknown[] }
    expect(result).toMatchObject({ importId: 1, source: 'csv', counts: { added: 1, suppressed: 1, rejected: 1 } })
    expect(result.columns).toContainEqual({ column: 'Email', field: 'address' })
    expect(result.rows).toEqual([
      { line: 2, address: 'ann@example.com', outcome: 'added' },
      {
        line: 3,
        address: 'bob@example.com',
        outcome: 'suppressed',
        reason: 'Status is "Unsubscribed"'.replace('U', 'u'),
      },
      { line: 4, address: '', outcome: 'rejected', reason: '"no address" is no address' },
    ])
    expect((await runCli(['subscribers', 'list'], { cwd })).stdout).toContain('confirmed     ann@example.com  Ann')
    expect((await runCli(['subscribers', 'undo', '1'], { cwd })).stdout).toContain('1 removed')
    expect((await runCli(['subscribers', 'undo', '1'], { cwd })).code).toBe(75)
    expect((await runCli(['subscribers', 'list', '--json'], { cwd })).stdout).toContain('"readers": []')
  })

  it('writes rejects that can be mended and imported again', async () => {
    const cwd = aFolder()
    const run = (input: string, ...more: string[]) =>
      runCli(['subscribers', 'import', '-', '--json', ...more], { cwd, input })
    await run(file, '--rejects', 'of/rejects.csv')
    const mended = readFileSync(join(cwd, 'of', 'rejects.csv'), 'utf8').replace('no address', 'cleo@example.com')
    const { rows } = JSON.parse((await run(mended)).stdout) as Imported
    const nobody = await runCli(['subscribers', 'show', 'ida@example.com'], { cwd })
    expect([nobody.code, nobody.stderr]).toEqual([66, 'ida@example.com is no subscriber.\n'])
    expect(rows).toEqual([{ line: 2, address: 'cleo@example.com', outcome: 'added' }])
    expect((await run(file, '--rejects', 'of/rejects.csv')).code).not.toBe(0)
  })

  it('B13 exports what a spreadsheet does not run and the import reads back', async () => {
    const cwd = aFolder()
    const names = ['=HYPERLINK("http://evil.example","x")', '+1+1', '-2', '@SUM(1)', '＝1', 'Ann, "A"']
    const text = names.map((name, index) => `r${index}@example.com,"${name.replaceAll('"', '""')}"`).join('\n')
    await runCli(['subscribers', 'import', '-'], { cwd, input: `email,name\n${text}\n` })
    const { stdout } = await runCli(['subscribers', 'export'], { cwd })
    expect(stdout.split('\r\n').filter((line) => /,"[=+\-@＝]/.test(line))).toEqual([])
    expect((await runCli(['subscribers', 'export', '--raw'], { cwd })).stdout).toContain('"=HYPERLINK')
    const elsewhere = aFolder()
    await runCli(['subscribers', 'import', '-'], { cwd: elsewhere, input: stdout })
    expect((await runCli(['subscribers', 'export'], { cwd: elsewhere })).stdout).toBe(stdout)
  })

  it('adds, removes, shows and erases one person, and moves suppressions elsewhere', async () => {
    const cwd = aFolder()
    expect(
      (await runCli(['subscribers', 'add', 'Ann <ann@example.com>', '--consent', 'asked at the desk'], { cwd })).code,
    ).toBe(0)
    expect((await runCli(['subscribers', 'show', 'ann@example.com'], { cwd })).stdout).toContain('asked at the desk')
    expect((await runCli(['subscribers', 'remove', 'ANN@example.com'], { cwd })).stdout).toContain(
      'unsubscribed from "main"',
    )
    const again = await runCli(['subscribers', 'add', 'ann@example.com'], { cwd })
    expect(again.stderr).toContain('ann@example.com is suppressed (unsubscribe')
    await runCli(['subscribers', 'erase', 'ann@example.com'], { cwd })
    await runCli(['suppressions', 'add', 'bob@example.com', '--reason', 'complaint'], { cwd })
    const { stdout } = await runCli(['suppressions', 'export'], { cwd })
    expect(stdout).not.toContain('ann@example.com')
    const elsewhere = aFolder()
    expect((await runCli(['suppressions', 'import', '-'], { cwd: elsewhere, input: stdout })).stdout).toMatch(
      /^\d+ suppressed, 0 were already, 0 rejected\.$/m,
    )
    const blocked = await runCli(['subscribers', 'import', '-', '--json'], {
      cwd: elsewhere,
      input: 'email\nann@example.com\nbob@example.com\n',
    })
    expect((JSON.parse(blocked.stdout) as Imported).counts).toMatchObject({ added: 0, suppressed: 2 })
    expect((await runCli(['suppressions', 'remove', 'bob@example.com'], { cwd: elsewhere })).code).toBe(0)
    expect((await runCli(['suppressions', 'remove', 'bob@example.com'], { cwd: elsewhere })).code).toBe(66)
  })

  it.each([
    [['subscribers', 'import', 'nowhere.csv'], 66, 'nowhere.csv cannot be read'],
    [['subscribers', 'import', '-'], 65, 'standard input is empty'],
    [['subscribers', 'import', '-', '--list', 'Not A Slug'], 64, 'is no name of a list'],
    [['subscribers', 'import', '-', '--map', 'x=y'], 65, '"x=y" maps no column'],
    [['subscribers', 'undo', 'first'], 64, 'It must be a whole number'],
    [['migrate'], 78, 'neither sqlite:FILE'],
  ])('refuses %j with exit code %d and a sentence', async (args, code, sentence) => {
    const env = args[0] === 'migrate' ? { COURANT_DATABASE_URL: 'mysql://x' } : {}
    const run = await runCli(args, { env })
    expect(run.stderr).toContain(sentence)
    expect(run.stderr).not.toContain('    at ')
    expect(run.code).toBe(code)
  })

  it('F6 leaves an import absent when it is killed in the middle, at any moment', async () => {
    const cwd = aFolder()
    const lines = Array.from(
      { length: 60_000 },
      (_, index) => `reader${(index * 7919) % 60_000}@example.com,Reader ${index}`,
    )
    writeFileSync(join(cwd, 'many.csv'), `email,name\n${lines.join('\n')}\n`)
    await runCli(['subscribers', 'add', 'ann@example.com'], { cwd })
    for (const waitMs of [150, 400, 600, 800, 1000]) {
      const child = spawn(process.execPath, [bin, 'subscribers', 'import', 'many.csv'], { cwd, stdio: 'ignore' })
      const timer = setTimeout(() => child.kill('SIGKILL'), waitMs)
      await new Promise((resolve) => child.once('exit', resolve))
      clearTimeout(timer)
      const { counts } = JSON.parse((await runCli(['subscribers', 'list', '--json'], { cwd })).stdout) as {
        counts: { confirmed: number }
      }
      expect([1, 60_001]).toContain(counts.confirmed)
    }
    const { stdout } = await runCli(['subscribers', 'import', 'many.csv'], { cwd })
    expect(stdout).toMatch(/60000 records: (60000 added, 0 updated, 0 unchanged|0 added, 0 updated, 60000 unchanged)/)
  })
})
