import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. Node's own `recursive` goes up and down for ever where a folder is there and takes
 * none, such as `/proc`.
 *
 * @throws the error of the operating system
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const refusal = await tryToMake(path, mode)
  if (refusal === undefined) return
  if (refusal.code !== 'ENOENT') throw refusal
  if (!existsSync(dirname(path))) await makeFolder(dirname(path), mode)
  const again = await tryToMake(path, mode)
  if (again !== undefined) throw again
}

async function tryToMake(path: string, mode: number): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(path, { mode })
    return undefined
  } catch (error) {
    return (await stat(path).catch(() => undefined))?.isDirectory() === true ? undefined : (error as Error)
  }
}
