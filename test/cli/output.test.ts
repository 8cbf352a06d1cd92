import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toTerminalText, writeFiles } from '../../src/cli/output.ts'

describe('toTerminalText', () => {
  it('B3 shows control characters instead of obeying them', () => {
    expect(toTerminalText('a\x1b[2Jb\x07\x9b31m')).toBe(String.raw`a\u001b[2Jb\u0007\u009b31m`)
  })

  it('B4 shows overrides of direction', () => {
    expect(toTerminalText('paper\u202efdp.exe')).toBe(String.raw`paper\u202efdp.exe`)
  })

  it('leaves letters of every script alone', () => {
    expect(toTerminalText('Ünï 論文 ورقة\n')).toBe('Ünï 論文 ورقة\n')
  })
})

describe('writeFiles', () => {
  it('makes the folder, writes whole files and leaves nothing beside them', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'courant-out-')), 'deep', 'er')
    await writeFiles(folder, { 'a.txt': 'one', 'b.txt': Buffer.from('two') })
    await writeFiles(folder, { 'a.txt': 'three' })
    expect(readdirSync(folder).toSorted()).toEqual(['a.txt', 'b.txt'])
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('three')
  })
})
