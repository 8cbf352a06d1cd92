import { existsSync } from 'node:fs'
import { join } from 'node:path'

const directory = new URL('../../../shared/data/', import.meta.url).pathname

/** Whether the real digests, exports and bounces lie beside this checkout; a user's clone does not have them. */
export const hasSharedData = existsSync(directory)

if (!hasSharedData) process.stderr.write(`Skipped: tests on real material, because ${directory} is not there.\n`)

/** Path of a file of the real material. */
export function sharedPath(...names: string[]): string {
  return join(directory, ...names)
}
