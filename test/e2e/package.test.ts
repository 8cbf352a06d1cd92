/** The package as npm would publish it, in a folder of its own, with nothing but what it says that it depends on. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { beforeAll, describe, expect, it } from 'vitest'
import { aFolder } from '../support/cli.ts'
import { fixturePath, root } from '../support/paths.ts'

const digest = fixturePath('digests', 'invented-daily-papers.json')
const folder = aFolder()
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

function run(name: string, args: readonly string[], cwd = folder): { code: number; output: string } {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd, encoding: 'utf8' })
  return { code: status ?? -1, output: `${stdout}${stderr}` }
}

beforeAll(() => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, stdio: 'pipe' })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  execFileSync('tar', ['-xzf', tarball], { cwd: folder })
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  cpSync(join(folder, 'package'), join(modules, 'courant'), { recursive: true })
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  cpSync(fixturePath('examples', 'library.mjs'), join(folder, 'library.mjs'))
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
})

describe('the package', () => {
  it('runs the example of the library', () => {
    const { code, output } = run(process.execPath, ['library.mjs', digest])
    expect(output).toContain('0 problems in 18 entries')
    expect(output).toMatch(/^Subject: .{10,78}$/m)
    expect(code).toBe(0)
  })

  it('has types that the example is checked against', () => {
    cpSync(join(folder, 'library.mjs'), join(folder, 'good.mts'))
    const source = readFileSync(join(folder, 'library.mjs'), 'utf8')
    writeFileSync(join(folder, 'good.mts'), source.replaceAll(/(parse(?:Mailbox|PlainDate)\('[^']+'\))/g, '$1!'))
    writeFileSync(join(folder, 'bad.mts'), `import { rankPapers } from 'courant'\nrankPapers({ entries: 'none' })\n`)
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
    expect(run(process.execPath, [tsc, ...flags, 'good.mts']).output).toBe('')
    expect(run(process.execPath, [tsc, ...flags, 'bad.mts']).code).not.toBe(0)
  })

  it('has a command that gives the tour', () => {
    const bin = join('node_modules', 'courant', 'src', 'cli', 'courant.js')
    const { code, output } = run(process.execPath, [bin, 'demo'])
    expect(output).toContain('the built-in inbox received')
    expect(code).toBe(0)
    expect(readdirSync(join(folder, 'out', 'demo'))).toContain('issue.html')
  })

  it('lets nobody import what is not its entry', () => {
    writeFileSync(join(folder, 'inner.mjs'), `await import('courant/dist/app.js')\n`)
    expect(run(process.execPath, ['inner.mjs']).output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it('is what publint wants', async () => {
    const { messages } = await publint({ pkgDir: join(folder, 'package'), pack: false, strict: true })
    expect(messages).toEqual([])
  })
})
