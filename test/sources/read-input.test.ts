import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { errorCode } from '../../src/errors.ts'
import { readInput } from '../../src/sources/read-input.ts'

const directory = mkdtempSync(join(tmpdir(), 'courant-input-'))
afterAll(() => rmSync(directory, { recursive: true }))

const options = { maxBytes: 1000, stdin: Readable.from([]) }

async function refusal(name: string): Promise<string> {
  const error: unknown = await readInput(name, options).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return `${errorCode(error)}: ${error instanceof Error ? error.message : String(error)}`
}

describe('readInput', () => {
  it('reads a file', async () => {
    const path = join(directory, 'digest.txt')
    writeFileSync(path, 'text')
    expect(Buffer.from((await readInput(path, options)).content).toString()).toBe('text')
  })

  it('reads standard input for -', async () => {
    const stdin = Readable.from([Buffer.from('te'), Buffer.from('xt')])
    expect(Buffer.from((await readInput('-', { ...options, stdin })).content).toString()).toBe('text')
  })

  it('says that a file is missing', async () => {
    expect(await refusal(join(directory, 'none.txt'))).toMatch(
      /^not_found: .*none\.txt cannot be read: there is no such file/,
    )
  })

  it('B2 refuses a large file without reading it', async () => {
    const path = join(directory, 'large.txt')
    writeFileSync(path, '')
    truncateSync(path, 40 * 1024 ** 3)
    expect(await refusal(path)).toMatch(/^invalid: .*large\.txt is larger than/)
  })

  it('B2 stops reading an endless stream at the limit', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(100)
      })(),
    )
    await expect(readInput('-', { ...options, stdin: endless })).rejects.toThrow(/Standard input is larger than/)
    expect(endless.destroyed).toBe(true)
  })

  it('refuses directories, devices and pipes instead of waiting on them', async () => {
    const fifo = join(directory, 'fifo')
    execFileSync('mkfifo', [fifo])
    expect(await refusal(directory)).toMatch(/^invalid: .* is a directory/)
    expect(await refusal(fifo)).toMatch(/^invalid: .* is not a regular file/)
    expect(await refusal('/dev/zero')).toMatch(/^invalid: .* is not a regular file/)
  })
})
