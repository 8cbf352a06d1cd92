/*
 * Where returned mail lies → its messages, one after the other. A file is one message or an mbox; a folder is a Maildir
 * (`new` and `cur`) or holds such files; `-` is standard input. Only regular files are opened, links in folders are not
 * followed, and of each message no more is read than a reader of reports looks at.
 */
import { createReadStream } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError } from '../../errors.ts'
import { maxBytes } from '../../mail/incoming-message.ts'
import { isMbox, splitMbox } from './mbox.ts'

/** One message as it lay there. */
export interface StoredMessage {
  /** The path as given; in a folder, the path within it; in an mbox, followed by `#` and the number of the message. */
  readonly file: string
  readonly octets: Uint8Array
}

/** Reads all messages at a path. */
export async function* readMailbox(path: string, stdin: Readable): AsyncGenerator<StoredMessage> {
  if (path === '-') {
    yield* readStream('-', stdin)
    return
  }
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw refuseFile(path, error)
    throw new AppError('not_found', `${path} cannot be read: there is no such file. Check the name.`, { cause: error })
  })
  if (!stats.isDirectory() && !stats.isFile())
    throw new AppError('invalid', `${path} is not a regular file. Pipe it in and give - instead.`)
  yield* stats.isDirectory() ? readFolder(path) : readFile(path, path)
}

// What mails are called that lie in a folder with other things; in a Maildir every file is one.
const mailName = /^[^.]+$|\.(?:eml|msg|mbox|mbx|txt)$/i

async function* readFolder(folder: string): AsyncGenerator<StoredMessage> {
  const names = await readdir(folder)
  const isMaildir = names.includes('cur') || names.includes('new')
  for (const part of isMaildir ? ['new', 'cur'] : ['']) {
    const files = isMaildir ? await readdir(join(folder, part)).catch(() => []) : names
    const mails = files.filter((name) => (isMaildir ? !name.startsWith('.') : mailName.test(name)))
    for (const name of mails.toSorted()) {
      const file = join(part, name)
      const path = join(folder, file)
      if ((await lstat(path)).isFile()) yield* readFile(path, file)
    }
  }
}

async function* readFile(path: string, file: string): AsyncGenerator<StoredMessage> {
  try {
    yield* readStream(file, createReadStream(path))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw refuseFile(path, error as NodeJS.ErrnoException)
  }
}

function refuseFile(path: string, error: NodeJS.ErrnoException): AppError {
  return new AppError(
    'unauthorized',
    `${path} cannot be read (${error.code ?? 'unknown error'}). Check its permissions.`,
    {
      cause: error,
    },
  )
}

async function* readStream(file: string, stream: Readable): AsyncGenerator<StoredMessage> {
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Uint8Array>
  const { value: first, done } = await pieces.next()
  if (done === true || first === undefined || !isMbox(first)) {
    yield { file, octets: await collect(first ?? Buffer.alloc(0), pieces) }
    return
  }
  let number = 0
  for await (const octets of splitMbox(resume(first, pieces), maxBytes)) {
    number += 1
    yield { file: `${file}#${number}`, octets }
  }
}

/** The message up to the limit; the stream is read to its end, so that whoever writes into a pipe is not cut off. */
async function collect(first: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces = [first]
  let length = first.length
  for await (const piece of rest) {
    if (length < maxBytes) pieces.push(piece)
    length += piece.length
  }
  return Buffer.concat(pieces).subarray(0, maxBytes)
}

async function* resume(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}
