import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = new URL('../src/', import.meta.url).pathname

/** The import rule of src/README.md: what each folder may import besides itself, and the packages that are its own. */
const rules: Record<string, { folders: string[]; packages: string[] }> = {
  root: { folders: [], packages: ['zod', 'yaml'] },
  mail: { folders: ['root'], packages: ['postal-mime'] },
  digest: { folders: ['root'], packages: ['csv-parse', 'htmlparser2'] },
  ranking: { folders: ['root', 'digest'], packages: ['stemmer', 'stopword'] },
  issue: { folders: ['root', 'digest', 'ranking', 'mail'], packages: [] },
  rendering: {
    folders: ['root', 'digest', 'ranking', 'issue', 'mail'],
    packages: ['handlebars', 'mjml', 'htmlparser2', 'caniemail'],
  },
  subscribers: { folders: ['root', 'mail'], packages: [] },
  schedule: { folders: ['root'], packages: ['croner'] },
  doctor: { folders: ['root'], packages: [] },
  delivery: { folders: ['root', 'mail', 'issue', 'rendering', 'subscribers'], packages: ['nodemailer', 'imapflow'] },
  sources: { folders: ['root', 'digest'], packages: [] },
  store: {
    folders: ['root', 'mail', 'issue', 'subscribers', 'delivery', 'schedule'],
    packages: ['kysely', 'pg'],
  },
  web: {
    folders: ['root', 'mail', 'digest', 'ranking', 'issue', 'rendering', 'subscribers', 'delivery'],
    packages: ['hono', '@hono/node-server'],
  },
  rehearsal: { folders: ['delivery'], packages: ['smtp-server'] },
  app: { folders: ['*'], packages: [] },
  cli: { folders: ['*'], packages: ['commander'] },
}

interface Import {
  readonly from: string
  readonly target: string
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const imports = files.flatMap(readImports)

function readImports(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  const pattern = /^(?:import|export)\s+(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm
  return [...text.matchAll(pattern)].map((match) => ({
    from: file,
    target: match[1] ?? match[2] ?? '',
  }))
}

/** The folder a file belongs to; files of the root are `root`, except the wiring and the package's entry. */
function folderOf(file: string): string {
  if (file.includes('/')) return file.slice(0, file.indexOf('/'))
  return file.startsWith('app') || file === 'library.ts' ? 'app' : 'root'
}

function resolveLocal({ from, target }: Import): string {
  return relative(source, join(source, dirname(from), target))
}

function packageOf(target: string): string {
  const parts = target.split('/')
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

describe('the house', () => {
  it('knows every folder', () => {
    expect([...new Set(files.map(folderOf))].filter((folder) => !(folder in rules))).toEqual([])
  })

  it('imports only in the allowed directions', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map((entry) => ({ from: folderOf(entry.from), to: folderOf(resolveLocal(entry)), entry }))
      .filter(
        ({ from, to }) => from !== to && !rules[from]?.folders.some((allowed) => allowed === '*' || allowed === to),
      )
    expect(wrong.map(({ entry }) => `${entry.from} → ${resolveLocal(entry)}`)).toEqual([])
  })

  it('lets nobody but the wiring reach the edges', () => {
    const edges = new Set(['cli', 'app'])
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .filter((entry) => edges.has(folderOf(resolveLocal(entry))) && !['cli', 'app'].includes(folderOf(entry.from)))
    expect(wrong).toEqual([])
  })

  it('gives each foreign package one owner', () => {
    const wrong = imports
      .filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'))
      .filter(({ from, target }) => !rules[folderOf(from)]?.packages.includes(packageOf(target)))
    expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([])
  })

  it('allows nothing that nobody does', () => {
    const used = new Set(
      imports.map(
        (entry) =>
          `${folderOf(entry.from)} → ${entry.target.startsWith('.') ? folderOf(resolveLocal(entry)) : packageOf(entry.target)}`,
      ),
    )
    const allowed = Object.entries(rules).flatMap(([from, { folders, packages }]) =>
      [...folders.filter((folder) => folder !== '*'), ...packages].map((to) => `${from} → ${to}`),
    )
    expect(allowed.filter((rule) => !used.has(rule))).toEqual([])
  })

  it('has no import cycle, not even one of types', () => {
    expect(findCycle(buildGraph())).toBeUndefined()
  })

  it('has files of at most 300 lines, and folders of at most 20 files', () => {
    const long = files.filter((file) => readFileSync(join(source, file), 'utf8').split('\n').length > 301)
    const counts = Map.groupBy(files, dirname)
    expect(long).toEqual([])
    expect([...counts].filter(([, names]) => names.length > 20).map(([name]) => name)).toEqual([])
  })

  it('has no barrels and no drawers', () => {
    expect(files.filter((file) => /(^|\/)(index\.ts|utils?|helpers|common|types|services)(\/|$)/.test(file))).toEqual(
      [],
    )
  })
})

function buildGraph(): Map<string, string[]> {
  const graph = new Map<string, string[]>(files.map((file) => [file, []]))
  for (const entry of imports) {
    if (entry.target.startsWith('.')) graph.get(entry.from)?.push(resolveLocal(entry))
  }
  return graph
}

function findCycle(graph: Map<string, string[]>): string | undefined {
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path, file].join(' → ')
    if (done.has(file)) return undefined
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file])
      if (cycle !== undefined) return cycle
    }
    done.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}
