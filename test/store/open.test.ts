import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, migrations, getSchemaState } from '../../src/store/migrate.ts'
import { openStore, parseDatabaseUrl } from '../../src/store/open.ts'
import { audienceOf, importText, papers } from '../support/readers.ts'

const folder = mkdtempSync(join(tmpdir(), 'courant-open-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const newPath = () => join(folder, `${(count += 1)}.sqlite`)
const openFile = (path: string) => openStore({ kind: 'sqlite', path })

describe('parseDatabaseUrl', () => {
  it.each([
    ['sqlite:./courant.sqlite', { kind: 'sqlite', path: './courant.sqlite' }],
    ['sqlite:///var/lib/courant.sqlite', { kind: 'sqlite', path: '/var/lib/courant.sqlite' }],
    ['sqlite::memory:', { kind: 'sqlite', path: ':memory:' }],
    ['postgres://courant@127.0.0.1/courant', { kind: 'postgres', url: 'postgres://courant@127.0.0.1/courant' }],
  ])('reads %s', (text, location) => {
    expect(parseDatabaseUrl(text)).toEqual(location)
  })

  it.each(['courant.sqlite', 'mysql://x', '', 'postgres://'])('refuses "%s"', (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow('neither sqlite:FILE')
  })
})

describe('an SQLite store', () => {
  it('F32 is durable: WAL, synchronous FULL, foreign keys, and closed to others', async () => {
    const path = newPath()
    await using store = await openFile(path)
    const read = async (name: string) =>
      (await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(store.db)).rows[0]?.[name]
    expect(await read('synchronous')).toBe(2)
    expect(await read('journal_mode')).toBe('wal')
    expect(await read('foreign_keys')).toBe(1)
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('rolls a failed transaction back', async () => {
    await using store = await openFile(newPath())
    const failing = audienceOf(store).transaction(async (work) => {
      await work.ensureList({ slug: papers, title: 'Papers', createdAt: '2026-11-01T00:00:00Z' as never })
      throw new Error('enough')
    })
    await expect(failing).rejects.toThrow('enough')
    expect(await audienceOf(store).listLists()).toEqual([])
  })

  it('F28 lets two processes write without losing a row', async () => {
    const path = newPath()
    await using store = await openFile(path)
    const text = `import { DatabaseSync } from 'node:sqlite'
      const db = new DatabaseSync(process.argv[1], { timeout: 15000 })
      for (let n = 0; n < 300; n += 1) db.prepare('INSERT INTO lists VALUES (?, ?, ?)').run('other-' + n, 't', 'now')`
    const other = new Promise<number | null>((resolve) => {
      void import('node:child_process').then(({ spawn }) =>
        spawn(process.execPath, ['--input-type=module', '-e', text, path], { stdio: 'inherit' }).once('exit', resolve),
      )
    })
    const audience = audienceOf(store)
    for (let n = 0; n < 300; n += 1) {
      await audience.transaction(async (work) => {
        const lists = await work.listLists()
        await work.ensureList({
          slug: `own-${n}` as typeof papers,
          title: String(lists.length),
          createdAt: 'now' as never,
        })
      })
    }
    expect(await other).toBe(0)
    expect(await audience.listLists()).toHaveLength(600)
  }, 60_000)

  it.skipIf(!existsSync('/proc/locks'))(
    'F28 keeps its lock when it is opened once more (needs /proc/locks)',
    async () => {
      const path = newPath()
      await using store = await openFile(path)
      // Whoever is alone with the file deletes its log when it leaves, as `sqlite3` does; the lock says that it is not.
      const isLocked = (): boolean => {
        const { ino } = statSync(path)
        const lines = readFileSync('/proc/locks', 'utf8').split('\n')
        return lines.some((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `))
      }
      expect(isLocked()).toBe(true)
      await using again = await openFile(path)
      expect([isLocked(), await store.state()]).toEqual([true, await again.state()])
    },
  )

  it.each([
    ['a folder that is not there', () => join(folder, 'nowhere', 'x.sqlite'), 'cannot be opened'],
    [
      'no database',
      () => {
        const path = newPath()
        writeFileSync(path, 'this is a letter to a friend, not a database, and long enough to be read as one')
        return path
      },
      'is a file, but no database',
    ],
  ])('says in a sentence that the file is %s', async (_what, path, sentence) => {
    await expect(openFile(path())).rejects.toThrow(sentence)
  })

  it('is backed up while it is open, whole, for its owner only, and over nothing', async () => {
    await using store = await openFile(newPath())
    await importText(store, 'email\nann@example.com\nbob@example.com\n')
    const copy = join(folder, 'backup.sqlite')
    await store.backup(copy)
    expect(statSync(copy).mode & 0o077).toBe(0)
    await expect(store.backup(copy)).rejects.toThrow('is there already')
    await expect(store.backup(join(folder, 'nowhere', 'b.sqlite'))).rejects.toThrow('cannot be written')
    await using restored = await openFile(copy)
    expect((await audienceOf(restored).subscriptions.count(papers)).confirmed).toBe(2)
  })
})

describe('migrations', () => {
  it('are numbered from one without a gap', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1))
  })

  it('are refused when the database is newer than the program', async () => {
    const path = newPath()
    {
      await using store = await openFile(path)
      await sql`INSERT INTO schema_versions VALUES (99, 'of the future', 'now')`.execute(store.db)
    }
    await expect(openFile(path)).rejects.toThrow('The database has schema 99, and this program knows schemas up to')
    await using asItIs = await openStore({ kind: 'sqlite', path }, { asItIs: true })
    await asItIs.backup(`${path}.copy`)
    expect(statSync(`${path}.copy`).size).toBeGreaterThan(0)
  })

  it('are not begun by who only copies', async () => {
    const path = newPath()
    await using store = await openStore({ kind: 'sqlite', path }, { asItIs: true })
    expect((await store.state()).version).toBe(0)
  })

  it('are whole or absent', async () => {
    await using store = await openFile(newPath())
    const db = store.db as unknown as Kysely<never>
    const version = (await store.state()).version
    const broken = {
      number: version + 1,
      name: 'broken',
      statements: () => ['CREATE TABLE half (x integer)', 'CREATE TABLE half (x integer)'],
    }
    await expect(migrate(db, 'sqlite', [...migrations, broken])).rejects.toThrow('half')
    expect((await getSchemaState(db)).version).toBe(version)
    const tables = await db.introspection.getTables()
    expect(tables.map(({ name }) => name)).not.toContain('half')
  })

  it('F6 are found whole by a program that another one killed in the middle', () => {
    const path = newPath()
    const killed = spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `
      import { openSqliteFile } from '${new URL('../../src/store/sqlite.ts', import.meta.url).pathname}'
      const db = openSqliteFile(process.argv[1])
      db.exec('BEGIN IMMEDIATE; CREATE TABLE half (x integer)')
      process.kill(process.pid, 'SIGKILL')`,
      path,
    ])
    expect(killed.signal).toBe('SIGKILL')
    return expect(
      openFile(path).then(async (store) => {
        const { version, pending } = await store.state()
        await store[Symbol.asyncDispose]()
        return [version, pending.length]
      }),
    ).resolves.toEqual([migrations.length, 0])
  })
})
