import { join } from 'node:path'

/** The root of the project. */
export const root = join(import.meta.dirname, '..', '..')

/** What `node` is given to be `courant`. */
export const bin = join(root, 'src', 'cli', 'courant.js')

/** Path of a fixture, or of a folder of them. */
export function fixturePath(...parts: readonly string[]): string {
  return join(root, 'fixtures', ...parts)
}
