import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createFileCache } from '../../src/sources/answer-cache.ts'
import { aFolder } from '../support/cli.ts'

const url = 'https://feeds.example.com/one'

it('gives back what it kept', async () => {
  const cache = createFileCache(aFolder())
  expect(await cache.find(url)).toBeUndefined()
  await cache.record(url, { etag: '"1"', body: Buffer.from('one') })
  expect(await cache.find(url)).toEqual({ etag: '"1"', body: Buffer.from('one') })
})

it('takes a body that is damaged, or of another request than its header, for none', async () => {
  const folder = aFolder()
  const cache = createFileCache(folder)
  await cache.record(url, { etag: '"1"', body: Buffer.from('one') })
  const body = readdirSync(folder).find((name) => !name.endsWith('.json')) ?? ''
  writeFileSync(join(folder, body), 'two')
  expect(await cache.find(url)).toBeUndefined()
})

it('keeps nothing where it cannot write, and says nothing of it', async () => {
  const file = join(aFolder(), 'file')
  writeFileSync(file, '')
  const cache = createFileCache(file)
  await cache.record(url, { body: Buffer.from('one') })
  expect(await cache.find(url)).toBeUndefined()
})
