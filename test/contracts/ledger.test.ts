import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe } from 'vitest'
import { createLedgerStore } from '../../src/store/ledger/ledger-store.ts'
import { openStore, type StoreLocation } from '../../src/store/open.ts'
import { openThreadedLedger } from '../../src/store/ledger/threaded-ledger.ts'
import { describeLedger } from './ledger.ts'
import { describeStores } from './stores.ts'

await describeStores('the ledger', (open) =>
  describeLedger(async () => {
    const store = await open()
    return { store, ledger: createLedgerStore(store.db, store.engine) }
  }),
)

describe('the ledger on a thread of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'courant-ledger-'))
  const opened: AsyncDisposable[] = []
  let count = 0
  afterEach(async () => {
    for (const one of opened.splice(0)) await one[Symbol.asyncDispose]()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  describeLedger(async () => {
    count += 1
    const location: StoreLocation = { kind: 'sqlite', path: join(folder, `${count}.sqlite`) }
    const store = await openStore(location)
    const ledger = openThreadedLedger(location)
    opened.push(ledger, store)
    return { store, ledger }
  })
})
