import { hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlainDate } from '../../src/clock.ts'
import { parseDigest } from '../../src/digest/parse.ts'
import { DigestParseError } from '../../src/errors.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { refusedFolders, sharedFiles } from './shared-files.data.ts'

const today = '2026-11-23' as PlainDate

function listFiles(folder: string): string[] {
  return readdirSync(sharedPath(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(sharedPath(name)).isFile())
}

const fingerprint = (title: string): string => hash('sha256', title).slice(0, 12)

function read(file: string) {
  return parseDigest({ source: file, content: readFileSync(sharedPath(file)) }, { today })
}

describe.runIf(hasSharedData)('every file of the real material', () => {
  // Forty thousand rows take a while on a machine that is busy with other tests.
  it.each(sharedFiles)('$file is $count papers', { timeout: 30_000 }, ({ file, format, count, first, last }) => {
    const { format: found, digest } = read(file)
    const titles = digest.entries.map(({ paper }) => paper.title)
    const [firstTitle = '', lastTitle = ''] = [titles[0], titles.at(-1)]
    expect(
      { format: found, count: titles.length, first: fingerprint(firstTitle), last: fingerprint(lastTitle) },
      `the titles were read as "${firstTitle}" and "${lastTitle}"`,
    ).toEqual({ format, count, first, last })
  })

  const named = new Set(sharedFiles.map(({ file }) => file))
  const others = hasSharedData
    ? ['hf_daily', 'arxiv', 'nasty'].flatMap(listFiles).filter((file) => !named.has(file))
    : []

  it('is either a digest named in the table or of a kind that is none', () => {
    expect(others.filter((file) => !refusedFolders.some((pattern) => pattern.test(file)))).toEqual([])
  })

  it.each(others)('%s is refused in one sentence', (file) => {
    expect(() => read(file)).toThrow(DigestParseError)
    expect(() => read(file)).toThrow(
      /(?:no papers found|is empty|is an error that arXiv answered|cannot be read as|is not valid)/,
    )
    expect(relative('.', file)).not.toBe('')
  })
})
