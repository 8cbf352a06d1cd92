import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'

/** Prints a result on standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** Prints a part of a result, to which more is added. */
export function printPart(text: string): void {
  process.stdout.write(text)
}

/** Prints a result for programs on standard output. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2))
}

/** Says something to the person at the terminal, on standard error. */
export function say(text: string): void {
  process.stderr.write(`${toTerminalText(text)}\n`)
}

/** Text from outside as a terminal may show it: control characters, which could move the cursor or worse, as `\u001b`. */
export function toTerminalText(text: string): string {
  return text.replace(
    /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * Writes files into a folder, each beside its place first and then renamed, so that none is ever seen half-written.
 *
 * @returns the paths
 */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  return await Promise.all(Object.entries(files).map(([name, content]) => writeWhole(join(folder, name), content)))
}

/** Writes a result to a file, beside its place first, or to standard output as it is. */
export async function writeOutput(content: string | Uint8Array, path: string | undefined): Promise<void> {
  if (path === undefined) process.stdout.write(content)
  else await writeFiles(dirname(path), { [basename(path)]: content })
}

/**
 * Writes a secret into a new file that only its owner may read.
 *
 * @throws AppError `conflict` when the file is there already
 */
export async function writeNewFile(path: string, content: string): Promise<string> {
  try {
    await makeFolder(dirname(path))
    await writeFile(path, content, { flag: 'wx', mode: 0o600, flush: true })
    return path
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new AppError('conflict', `${path} is there already and is kept.`, { cause: error })
  }
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<string> {
  await makeFolder(dirname(path))
  const beside = `${path}.${process.pid}.part`
  try {
    await writeFile(beside, content, { flush: true })
    await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
  return path
}
