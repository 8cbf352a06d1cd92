import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import { configSchema, type Config } from './config-schema.ts'
import { secretsSchema, type Secrets } from './config-secrets.ts'
import { ConfigError } from './errors.ts'
import { listSettings, type Setting } from './settings.ts'

/** Settings and secrets as the whole program uses them. */
export interface Settings {
  readonly config: Config
  readonly secrets: Secrets
  /** Where the settings came from, for messages. */
  readonly source: string
  /** Files that secrets were read from. */
  readonly secretFiles: readonly string[]
}

type Tree = Record<string, unknown>

/**
 * Reads the settings. What wins: environment, then a `.env` beside the file, then the file, then defaults.
 *
 * @param file path given by the user; without one `courant.yaml` in the current folder, if it exists
 * @throws ConfigError with every problem at once
 */
export function loadSettings(file: string | undefined, environment: NodeJS.ProcessEnv): Settings {
  const path = file ?? (existsSync('courant.yaml') ? 'courant.yaml' : undefined)
  const source = path ?? 'environment and defaults; "courant init" writes a courant.yaml'
  const tree = path === undefined ? {} : readConfigFile(path)
  const dotEnv = join(path === undefined ? '.' : dirname(path), '.env')
  const hasDotEnv = existsSync(dotEnv)
  const variables = { ...(hasDotEnv ? parseEnv(readFileSync(dotEnv, 'utf8')) : {}), ...environment }
  const settings = parseSettings(tree, variables, source)
  return hasDotEnv ? { ...settings, secretFiles: [dotEnv, ...settings.secretFiles] } : settings
}

/** Checks a tree of settings and flat variables against the schema; the variables win. */
export function parseSettings(tree: unknown, variables: NodeJS.ProcessEnv, source: string): Settings {
  const settings = listSettings()
  const problems = listUnknownVariables(variables, settings)
  const plain = structuredClone(isTree(tree) ? tree : {})
  const hidden: Tree = {}
  for (const setting of settings) {
    const value = readVariable(setting, variables, problems)
    if (value !== undefined) setPath(setting.secret ? hidden : plain, setting.path, value)
  }
  const config = configSchema.safeParse(withSections(plain))
  const secrets = secretsSchema.safeParse(hidden)
  problems.push(...listIssues(config.error, settings), ...listIssues(secrets.error, settings))
  if (problems.length > 0 || !config.success || !secrets.success) throw new ConfigError(source, problems)
  const secretFiles = settings.flatMap(
    ({ secret, variable }) => (secret && !variables[variable] && variables[`${variable}_FILE`]) || [],
  )
  return { config: config.data, secrets: secrets.data, source, secretFiles }
}

function readConfigFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file; "courant init" writes one' : message
    throw new ConfigError(path, [`cannot be read: ${why}`])
  }
  const { value, problems } = readYaml(text)
  if (problems.length > 0) throw new ConfigError(path, problems)
  if (value !== null && !isTree(value)) throw new ConfigError(path, ['is no list of settings (`name: value` lines)'])
  return value ?? {}
}

/** Plain data only: an unknown tag, which other readers would run as code, and a bomb of aliases are problems. */
function readYaml(text: string): { value?: unknown; problems: string[] } {
  const document = parseDocument(text, { schema: 'core' })
  const problems = [...document.errors, ...document.warnings].map(({ message }) => message.split('\n')[0] ?? message)
  if (problems.length > 0) return { problems }
  try {
    return { value: document.toJS({ maxAliasCount: 20 }), problems }
  } catch (error) {
    return { problems: [(error as Error).message] }
  }
}

function listUnknownVariables(variables: NodeJS.ProcessEnv, settings: readonly Setting[]): string[] {
  const known = new Set(
    settings.flatMap(({ variable, secret }) => (secret ? [variable, `${variable}_FILE`] : [variable])),
  )
  return Object.keys(variables)
    .filter((name) => name.startsWith('COURANT_') && !known.has(name))
    .map((name) => `${name} is no setting; "courant config schema" lists them`)
}

/** The value of a variable, or of the file that `VARIABLE_FILE` names; an empty variable counts as absent. */
function readVariable(setting: Setting, variables: NodeJS.ProcessEnv, problems: string[]): unknown {
  const text = variables[setting.variable]
  if (text !== undefined && text !== '') return setting.text ? text : readVariableYaml(setting, text, problems)
  const file = setting.secret ? variables[`${setting.variable}_FILE`] : undefined
  if (file === undefined || file === '') return undefined
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    problems.push(`${setting.variable}_FILE cannot be read: ${(error as Error).message}`)
    return undefined
  }
}

function readVariableYaml({ variable }: Setting, text: string, problems: string[]): unknown {
  const read = readYaml(text)
  problems.push(...read.problems.map((problem) => `${variable}: ${problem}`))
  return read.value
}

/** Adds the empty sections, so that their defaults apply. */
function withSections(tree: Tree): Tree {
  const names = Object.entries(configSchema.shape).flatMap(([name, part]) =>
    part instanceof z.ZodObject ? [name] : [],
  )
  const sections = names.map((name) => [name, tree[name] ?? {}])
  return { ...tree, ...(Object.fromEntries(sections) as Tree) }
}

function setPath(tree: Tree, path: string, value: unknown): void {
  const names = path.split('.')
  const last = names.pop() ?? path
  let branch = tree
  for (const name of names) {
    const next = branch[name]
    if (!isTree(next)) branch[name] = {}
    branch = branch[name] as Tree
  }
  branch[last] = value
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listIssues(error: z.ZodError | undefined, settings: readonly Setting[]): string[] {
  return (error?.issues ?? []).map((issue) => {
    const path = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, settings)
    const setting = settings.find((candidate) => candidate.path === path)
    return `${path}${setting ? ` (${setting.variable})` : ''}: ${issue.message}`
  })
}

function unknownKeys(path: string, keys: readonly string[], settings: readonly Setting[]): string {
  const where = path === '' ? 'at the top level' : `in ${path}`
  const secrets = settings
    .filter(({ secret }) => secret)
    .map((setting) => ({ setting, name: setting.path.toLowerCase() }))
  const named = keys.map((key) => key.toLowerCase())
  // `password` in `smtp` is the password of smtp; of any other place, whichever secret ends so.
  const ofSection = secrets.find(({ name }) => named.some((key) => name === `${path.toLowerCase()}${key}`))
  const secret = (ofSection ?? secrets.find(({ name }) => named.some((key) => name.endsWith(key))))?.setting
  const hint = secret ? `; a secret belongs into ${secret.variable} or ${secret.variable}_FILE, not into the file` : ''
  return `unknown ${keys.map((key) => `"${key}"`).join(', ')} ${where}${hint}`
}

/** The settings in force as YAML, and of each secret whether it is set. */
export function formatSettings({ config, secrets, source }: Settings): string {
  return `# from ${source}\n${stringify(config)}# secrets\n${stringify(listSecrets(secrets))}`
}

/** Of each secret, by its variable, whether it is set. */
export function listSecrets(secrets: Secrets): Record<string, 'set' | 'not set'> {
  const hidden = listSettings().filter(({ secret }) => secret)
  return Object.fromEntries(hidden.map(({ path, variable }) => [variable, path in secrets ? 'set' : 'not set']))
}
