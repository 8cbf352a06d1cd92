import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../src/cli/main.ts'
import { listSettings } from '../src/settings.ts'
import { formatReadme } from './support/readme-settings.ts'
import { root } from './support/paths.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** Every command with its whole name: `courant digest check`. */
function listCommands(command: Command, prefix = ''): { name: string; command: Command }[] {
  const name = `${prefix}${command.name()}`
  const children = command.commands.flatMap((child) => listCommands(child, `${name} `))
  return command.commands.length > 0 ? children : [{ name, command }]
}

const commands = listCommands(await buildProgram())

describe('the README', () => {
  it.each(commands)('names $name', ({ name }) => {
    expect(readme).toContain(`\`${name}`)
  })

  it.each(commands)('names every option of $name', ({ command }) => {
    const missing = command.options.map(({ long }) => long ?? '').filter((flag) => !readme.includes(flag))
    expect(missing).toEqual([])
  })

  it('has every setting with its help, as "npm run readme" writes them', async () => {
    expect(readme).toBe(await formatReadme(readme))
  })

  it('tells every secret by its variable', () => {
    const secrets = listSettings().filter(({ secret }) => secret)
    expect(secrets.filter(({ variable }) => !readme.includes(`\`${variable}\``))).toEqual([])
  })

  it('is at most 200 lines long', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(201)
  })
})

describe('every command', () => {
  it.each(commands)('$name has help, and so have its arguments and options', ({ command }) => {
    expect(command.description()).not.toBe('')
    expect(command.options.filter(({ description }) => description === '').map(({ long }) => long)).toEqual([])
    expect(command.registeredArguments.filter(({ description }) => description === '')).toEqual([])
  })
})

describe('src/mail/RFC.md', () => {
  it('lists every RFC that the code cites', () => {
    const source = join(root, 'src')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const cited = files.flatMap((file) =>
      [...readFileSync(join(source, file), 'utf8').matchAll(/RFC (\d{3,5})/g)].map((match) => match[1] ?? ''),
    )
    const index = readFileSync(join(source, 'mail', 'RFC.md'), 'utf8')
    expect([...new Set(cited)].filter((number) => !index.includes(`| ${number} |`))).toEqual([])
  })
})

describe('src/README.md', () => {
  it('says what each package is for', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object }
    const map = readFileSync(join(root, 'src', 'README.md'), 'utf8')
    const rows = [...map.slice(map.indexOf('## Packages')).matchAll(/^\| *(`.+?) *\|/gm)].map(([, names = '']) => names)
    const named = rows.flatMap((names) => names.replaceAll('`', '').split(', '))
    expect(new Set(named)).toEqual(new Set(Object.keys(dependencies)))
  })
})

describe('test/README.md', () => {
  const table = readFileSync(join(root, 'test', 'README.md'), 'utf8')
  const rows = [...table.matchAll(/^\| ([FB]\d+) \| [^|]+ \|([^|]*)\|$/gm)]
  const wanted = [
    ...Array.from({ length: 41 }, (_, index) => `F${index + 1}`),
    ...Array.from({ length: 29 }, (_, index) => `B${index + 1}`),
  ]

  it('has every row of faults and of hostile input', () => {
    expect(rows.map(([, row]) => row)).toEqual(wanted)
  })

  it.each(rows.map(([, row = '', files = '']) => ({ row, files })))(
    'names tests of $row that name it',
    ({ row, files }) => {
      const named = [...files.matchAll(/`([^`]+)`/g)].map(([, file = '']) =>
        readFileSync(join(root, 'test', file), 'utf8'),
      )
      expect(named.length > 0 || row === 'F38').toBe(true)
      expect(named.filter((text) => !new RegExp(`\\b${row}\\b`).test(text))).toEqual([])
    },
  )
})
