import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnswerCache, KeptAnswer } from './fetcher.ts'

/**
 * Keeps answers as files of a directory, named by the hash of the address. A damaged file counts as none, and a
 * directory that cannot be written keeps nothing: the next request is then a whole one.
 */
export function createFileCache(directory: string): AnswerCache {
  const pathOf = (url: string) => join(directory, createHash('sha256').update(url).digest('hex'))
  return {
    async find(url) {
      try {
        const [head, body] = await Promise.all([readFile(`${pathOf(url)}.json`, 'utf8'), readFile(pathOf(url))])
        return { ...readHead(head), body }
      } catch {
        return undefined
      }
    },
    async record(url, { body, ...head }) {
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 })
        await writeBeside(pathOf(url), body)
        await writeBeside(`${pathOf(url)}.json`, JSON.stringify(head))
      } catch {
        return
      }
    },
  }
}

function readHead(text: string): Omit<KeptAnswer, 'body'> {
  const { etag, lastModified } = JSON.parse(text) as Record<string, unknown>
  return { ...(typeof etag === 'string' && { etag }), ...(typeof lastModified === 'string' && { lastModified }) }
}

async function writeBeside(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
