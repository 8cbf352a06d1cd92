/** The wiring of plug-ins: modules that the settings name in, their functions out. They are trusted as the settings are. */
import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { App } from '../app.ts'
import type { TransportPlugin } from '../delivery/plugin-transport.ts'
import { ConfigError } from '../errors.ts'
import type { RankerPlugin } from '../ranking/ranker-plugin.ts'
import type { SourcePlugin } from '../sources/source-plugin.ts'

/** The source that an input names, `lab` or `lab:words`; undefined when it names none of the settings. */
export async function findSourcePlugin(
  app: App,
  input: string,
): Promise<{ readonly plugin: SourcePlugin; readonly words: string } | undefined> {
  const [name = '', ...rest] = input.split(':')
  const { sources } = app.config.plugins
  const module = Object.hasOwn(sources, name) ? sources[name] : undefined
  if (module === undefined) return undefined
  const plugin = await loadPlugin<SourcePlugin>(app, { setting: `plugins.sources.${name}`, module, method: 'read' })
  return { plugin, words: rest.join(':') }
}

/** The ranker of the settings. */
export async function findRankerPlugin(app: App): Promise<RankerPlugin | undefined> {
  const { ranker: module } = app.config.plugins
  return module === undefined ? undefined : loadPlugin(app, { setting: 'plugins.ranker', module, method: 'rank' })
}

/** The way out of the settings, in place of SMTP. */
export async function findTransportPlugin(app: App): Promise<TransportPlugin | undefined> {
  const { transport: module } = app.config.plugins
  return module === undefined ? undefined : loadPlugin(app, { setting: 'plugins.transport', module, method: 'send' })
}

/** Imports every module of the settings. @returns what is wrong with each that cannot be used */
export async function listPluginProblems(app: App): Promise<string[]> {
  const names = Object.keys(app.config.plugins.sources)
  const found = await Promise.allSettled([
    ...names.map((name) => findSourcePlugin(app, name)),
    findRankerPlugin(app),
    findTransportPlugin(app),
  ])
  return found.flatMap((one) => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof ConfigError) return one.reason.problems
    throw one.reason
  })
}

interface Wanted {
  readonly setting: string
  /** `./mine.mjs` or an absolute path, from the folder of the settings; else the name of a package there. */
  readonly module: string
  readonly method: string
}

/** Imports a module and finds its function, among its exports or in its default export. @throws ConfigError */
async function loadPlugin<Plugin>({ source }: App, { setting, module, method }: Wanted): Promise<Plugin> {
  const exports = await importFrom(source, module).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(source, [`${setting}: "${module}" cannot be loaded: ${why}`])
  })
  const found = [exports, exports['default']].find((one) => hasMethod(one, method))
  if (found !== undefined) return found as Plugin
  throw new ConfigError(source, [`${setting}: "${module}" exports no function "${method}"`])
}

async function importFrom(source: string, module: string): Promise<Record<string, unknown>> {
  const settings = resolve(source)
  const isPath = /^\.{0,2}\//.test(module)
  const file = isPath ? resolve(dirname(settings), module) : createRequire(settings).resolve(module)
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>
}

function hasMethod(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function'
}
