import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { aFolder } from '../../support/cli.ts'
import { root } from '../../support/paths.ts'
import { openFaultySending } from '../../support/sending/faulty-sending.ts'

const library = join(aFolder(), 'unsynced.so')
const source = join(root, 'test', 'support', 'programs', 'unsynced.c')
const hasLibrary = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status === 0
if (!hasLibrary) process.stderr.write('skipped: no C compiler (apt-get install gcc), so no power is cut\n')

/** Integrity of a database file, and how many of its deliveries the ledger knows at or behind the dot. */
function inspect(path: string): { readonly integrity: unknown; readonly known: number } {
  using database = new DatabaseSync(path)
  const known = database.prepare("SELECT count(*) AS n FROM deliveries WHERE status IN ('accepted', 'at_dot')").get()
  return {
    integrity: database.prepare('PRAGMA integrity_check').get()?.['integrity_check'],
    known: Number(known?.['n']),
  }
}

// It proves that everything the sender relies on was synced before it went on. It does not prove that a disk keeps what
// it calls synced, nor what a file system does to files whose directory was not synced.
describe.skipIf(!hasLibrary)('F32 a power cut, when only what was synced survives', () => {
  it.each([1, 7, 20, 45])(
    'leaves a whole database that knows each message sent, after %i of them',
    async (cutAfter) => {
      const connections = 3
      const folder = aFolder()
      const survived = join(folder, 'survived')
      mkdirSync(survived)
      await using sending = await openFaultySending(60, { folder, sink: { delayMs: 3 } })
      // What was there before the sender began had been synced long ago.
      const copied = spawnSync('sh', ['-c', `cp ${folder}/faults.sqlite* ${survived}/`])
      expect(copied.status).toBe(0)
      const env = { LD_PRELOAD: library, UNSYNCED_FROM: folder, UNSYNCED_TO: survived }
      const { child, end } = sending.start({ connections, env })
      while (sending.copies().size < cutAfter) await sleep(1)
      child.kill('SIGKILL')
      await end
      const database = join(survived, 'faults.sqlite')
      expect(readdirSync(survived)).toContain('faults.sqlite-wal')
      const { integrity, known } = inspect(database)
      expect([integrity, known >= sending.copies().size]).toEqual(['ok', true])
      expect((await sending.send({ database, connections })).result).toMatchObject({ ended: 'finished' })
      const copies = [...sending.copies().values()]
      expect(copies).toHaveLength(60)
      expect(copies.filter((count) => count > 1).length).toBeLessThanOrEqual(connections)
    },
  )
})
