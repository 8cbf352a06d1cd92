import { expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/open.ts'
import { describeStores } from './stores.ts'

/** Every table with its columns, and which of them may be absent. */
async function listColumns({ db }: Store): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables
    .flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}${column.isNullable ? '?' : ''}`))
    .sort()
}

await describeStores('the schema', (open) => {
  it('is the same in both engines', async () => {
    await using embedded = await openStore({ kind: 'sqlite', path: ':memory:' })
    // SQLite calls a key that counts up by itself nullable.
    const withoutIds = (columns: string[]) => columns.filter((column) => !/\.(?:id|number)\??$/.test(column))
    expect(withoutIds(await listColumns(await open()))).toEqual(withoutIds(await listColumns(embedded)))
  })

  it('has nothing left to do once it is migrated', async () => {
    const store = await open()
    expect((await store.state()).pending).toEqual([])
    expect(await store.migrate()).toEqual([])
  })
})
