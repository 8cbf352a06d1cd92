import { statSync } from 'node:fs'
import type { App } from '../../app.ts'

/** Where container engines mount secrets, readable by whoever is in the container. */
const mounts = /^(?:\/var)?\/run\//

/** Files with secrets that other users of this machine can read; none where files have no modes. */
export function listExposedFiles({ secretFiles }: App): string[] {
  if (process.platform === 'win32') return []
  return secretFiles.filter((path) => {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0
    return !mounts.test(path) && (mode & 0o077) !== 0
  })
}
