import { existsSync, type Stats } from 'node:fs'
import { constants, open, stat, type FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import type { DigestFormat } from '../digest/formats.ts'
import { AppError } from '../errors.ts'
import type { Fetcher } from './fetcher.ts'
import { findSource, publicEndpoints, type Endpoints } from './named-source.ts'

const chunkBytes = 256 * 1024
const largeBytes = 4 * 1024 * 1024

/** What was read, before anybody looks into it. */
export interface InputContent {
  readonly source: string
  readonly content: Uint8Array
  /** The format, where the source can have no other. */
  readonly formatHint?: DigestFormat
}

/** What limits an input, and where names lead. */
export interface ReadInputOptions {
  /** Refused when the input is larger. */
  readonly maxBytes: number
  readonly stdin: Readable
  /** Addresses of feeds by the name that the configuration gives them. */
  readonly feeds?: Readonly<Record<string, string>>
  /** Absent where nothing may be fetched. */
  readonly fetcher?: Fetcher
  readonly endpoints?: Endpoints
}

/**
 * Reads a file, `-` for standard input, an `https:` address or a named source; never more than the limit, and never
 * what is not a regular file. A file is meant before a source where both have the name.
 */
export async function readInput(name: string, options: ReadInputOptions): Promise<InputContent> {
  if (name === '-') return { source: '-', content: await readStream(options.stdin, options.maxBytes) }
  const source = existsSync(name)
    ? undefined
    : findSource(name, options.feeds ?? {}, options.endpoints ?? publicEndpoints)
  if (source === undefined) return { source: name, content: await readFile(name, options.maxBytes) }
  if (options.fetcher === undefined)
    throw new AppError('invalid', `${name} would have to be fetched, and fetching is off here.`)
  const content = await options.fetcher.get(source.url)
  return { source: name, content, ...(source.formatHint !== undefined && { formatHint: source.formatHint }) }
}

async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  refuseOddFile(path, await findStats(path), maxBytes)
  // O_NONBLOCK: a FIFO put in the file's place between the check and here must not hang the open.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw new AppError('unauthorized', `${path} cannot be opened: ${describe(error)}.`, { cause: error })
  })
  const stats = await file.stat()
  refuseOddFile(path, stats, maxBytes)
  return await readWhole(file, { path, expected: stats.size, maxBytes })
}

/**
 * Reading a large digest makes several times its size in short-lived text, and V8 would let its heap grow with that.
 * Told to mind its size, it sweeps more often, which costs little time and keeps the process within 256 MB.
 */
function keepHeapSmall(bytes: number): void {
  if (bytes <= largeBytes) return
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--max-semi-space-size=8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Into one buffer of the file's size, which is made larger only where the file says less than it gives (as in `/proc`). */
async function readWhole(
  file: FileHandle,
  { path, expected, maxBytes }: { path: string; expected: number; maxBytes: number },
): Promise<Uint8Array> {
  keepHeapSmall(expected)
  let buffer = Buffer.allocUnsafeSlow(expected + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length)
    if (bytesRead === 0) return buffer.subarray(0, length)
    length += bytesRead
    if (length > maxBytes) throw refuseSize(path, maxBytes)
    if (length === buffer.length) buffer = Buffer.concat([buffer], length + chunkBytes)
  }
}

async function findStats(path: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw new AppError('not_found', `${path} cannot be read: ${describe(error)}. Check the name of the file.`, {
      cause: error,
    })
  })
}

function refuseOddFile(path: string, stats: Stats, maxBytes: number): void {
  if (stats.isDirectory()) throw new AppError('invalid', `${path} is a directory. Give the file that holds the digest.`)
  if (!stats.isFile()) throw new AppError('invalid', `${path} is not a regular file. Pipe it in and give - instead.`)
  if (stats.size > maxBytes) throw refuseSize(path, maxBytes)
}

async function readStream(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  return collect(stream, maxBytes, 'Standard input')
}

async function collect(
  stream: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
  name: string,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    const octets = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    length += octets.byteLength
    if (length > maxBytes) throw refuseSize(name, maxBytes)
    chunks.push(octets)
  }
  return Buffer.concat(chunks)
}

function refuseSize(name: string, maxBytes: number): AppError {
  const limit = `${Math.floor(maxBytes / 1024 / 1024)} MB`
  return new AppError(
    'invalid',
    `${name} is larger than ${limit}, which no digest is. Give the page or feed of one day.`,
  )
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words: Record<string, string> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EACCES: 'permission denied',
  }
  return words[code] ?? (code || 'unknown error')
}
