/** The wiring of an import: a file or a pipe and settings in, its readers on a list out. */
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import type { App } from '../../app.ts'
import type { AudienceApp } from './audience.ts'
import { refuseFile } from './file-audience.ts'
import { importSubscribers, type ImportOptions, type ImportResult } from '../../subscribers/import/import-file.ts'
import { openSubscriberFile } from '../../subscribers/import/read.ts'
import type { OpenSubscriberFile, ReadOptions } from '../../subscribers/import/subscriber-file.ts'

/** A file of subscribers that is open for reading; `await using` tidies up after it. */
export interface OpenInput extends AsyncDisposable {
  readonly file: OpenSubscriberFile
  readonly byteCount: number
}

/**
 * Opens a file of subscribers, or standard input (`-`), which is kept in a file of our own first: an import locks the
 * database, and nobody knows how long a pipe takes.
 *
 * @param onBytes called as the file is read
 */
export async function openInput(
  path: string,
  options: ReadOptions,
  onBytes: (count: number) => void,
): Promise<OpenInput> {
  const folder = path === '-' ? await mkdtemp(join(tmpdir(), 'courant-import-')) : undefined
  const tidy = async () => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
  try {
    const source = folder === undefined ? path : await keepStandardInput(join(folder, 'input'))
    const byteCount = (await stat(source)).size
    const file = await openSubscriberFile(path === '-' ? 'standard input' : path, countBytes(source, onBytes), options)
    return { file, byteCount, [Symbol.asyncDispose]: tidy }
  } catch (error) {
    await tidy()
    throw refuseFile(path, error)
  }
}

async function keepStandardInput(path: string): Promise<string> {
  await using kept = await open(path, 'wx', 0o600)
  for await (const chunk of process.stdin) await kept.write(chunk as Uint8Array)
  return path
}

async function* countBytes(path: string, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 64 * 1024 })) {
    const octets = chunk as Uint8Array
    onBytes(octets.length)
    yield octets
  }
}

/** Brings an open file into a list, which is made when it is not there. */
export async function importInto(
  app: App,
  { audience, imports }: AudienceApp,
  input: OpenInput,
  options: Omit<ImportOptions, 'clock'>,
): Promise<ImportResult> {
  setFlagsFromString('--heap-growing-percent=25')
  const onRows: ImportOptions['onRows'] = (rows) => {
    keepYoungGenerationSmall()
    options.onRows?.(rows)
  }
  const result = await importSubscribers(imports, input.file, { ...options, onRows, clock: app.clock })
  if (options.dryRun !== true)
    await audience.ensureList({ slug: options.list, title: app.config.newsletter.name, createdAt: app.clock.now() })
  return result
}

const enoughYoungBytes = 16 * 1024 * 1024

/**
 * A million records are a million short-lived objects, for which V8 would make its young generation as large as it may. In
 * 16 MiB a chunk of records dies before it is copied; what is beyond that costs memory and saves nothing.
 */
function keepYoungGenerationSmall(): void {
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  if (young && young.space_size >= enoughYoungBytes) setFlagsFromString('--semi-space-growth-factor=1')
}
