import { join } from 'node:path'

/** Path of a sample digest of the project. */
export function fixturePath(name: string): string {
  return join(import.meta.dirname, '..', '..', 'fixtures', 'digests', name)
}
