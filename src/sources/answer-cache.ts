import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnswerCache, KeptAnswer } from './fetcher.ts'
import { makeFolder } from '../make-folder.ts'

/**
 * Keeps answers as files of a directory, named by the hash of the address. A body that is damaged, or of another request
 * than its header, counts as none, and a directory that cannot be written keeps nothing: the next request is a whole one.
 */
export function createFileCache(directory: string): AnswerCache {
  const pathOf = (url: string) => join(directory, hashOf(url))
  return {
    async find(url) {
      try {
        const [head, body] = await Promise.all([readFile(`${pathOf(url)}.json`, 'utf8'), readFile(pathOf(url))])
        const { sha256, ...kept } = readHead(head)
        return sha256 === hashOf(body) ? { ...kept, body } : undefined
      } catch {
        return undefined
      }
    },
    async record(url, { body, ...head }) {
      try {
        await makeFolder(directory, 0o700)
        await writeBeside(pathOf(url), body)
        await writeBeside(`${pathOf(url)}.json`, JSON.stringify({ ...head, sha256: hashOf(body) }))
      } catch {
        return
      }
    },
  }
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function readHead(text: string): Omit<KeptAnswer, 'body'> & { readonly sha256: unknown } {
  const { etag, lastModified, sha256 } = JSON.parse(text) as Record<string, unknown>
  return {
    sha256,
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  }
}

async function writeBeside(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.part`
  await writeFile(beside, content, { mode: 0o600 })
  await rename(beside, path)
}
