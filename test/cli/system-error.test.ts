import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { describeSystemError } from '../../src/cli/system-error.ts'

function errorOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const folder = mkdtempSync(join(tmpdir(), 'courant-system-'))

describe('describeSystemError', () => {
  it('says what was refused and what to do', () => {
    const refused = Object.assign(new Error('x'), { code: 'EACCES', syscall: 'open', path: '.env' })
    expect(describeSystemError(refused)).toMatchObject({
      code: 'unauthorized',
      message: 'Cannot open .env: this user may not. Give it the right, or act as the user who owns it.',
    })
  })

  it('knows a folder from a file', () => {
    expect(describeSystemError(errorOf(() => readFileSync(folder)))?.message).toContain('it is a folder')
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect(describeSystemError(errorOf(() => mkdirSync(join(file, 'sub'))))?.code).toBe('invalid')
  })

  it('names a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    const error = await new Promise((resolve) => createServer().once('error', resolve).listen(port, '127.0.0.1'))
    expect(describeSystemError(error)?.message).toMatch(
      new RegExp(`^Cannot listen on 127.0.0.1:${port}: another program`),
    )
    taken.close()
  })

  it('leaves faults of ours and sentences alone', () => {
    expect(describeSystemError(new TypeError('x is undefined'))).toBeUndefined()
    expect(describeSystemError(new AppError('invalid', 'A sentence.'))).toBeUndefined()
    expect(describeSystemError(errorOf(() => readFileSync(join(folder, 'nothing'))))).toBeUndefined()
  })
})
