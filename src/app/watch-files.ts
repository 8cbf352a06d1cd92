import { watch, type FSWatcher } from 'node:fs'
import { dirname, join } from 'node:path'

/** Editors write a file in several steps; one change is told. */
const settleMs = 150

/**
 * Watches the folders of files, because an editor may put a new file in the place of the old one; `folder/*` is all in it.
 *
 * @returns what ends the watching
 */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const notify = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs)
  }
  const watchers = [...Map.groupBy(paths, dirname)].map(([folder, files]): FSWatcher => {
    const all = files.some((file) => file.endsWith('*'))
    return watch(folder, { recursive: all }, (_, name) => {
      if (all || name === null || files.includes(join(folder, name))) notify()
    })
  })
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
