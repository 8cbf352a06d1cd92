/** The wiring of the store: settings in, an open store with its ledger out. */
import type { App } from '../app.ts'
import { databaseUrl } from './audience.ts'
import type { LedgerStore } from '../delivery/ledger.ts'
import { createLedgerStore } from '../store/ledger/ledger-store.ts'
import { openThreadedLedger } from '../store/ledger/threaded-ledger.ts'
import { openCurrentStore, parseDatabaseUrl, type Store } from '../store/open.ts'

/** An open store and the ledger on it. */
export interface OpenedLedger extends AsyncDisposable {
  readonly store: Store
  readonly ledger: LedgerStore
}

/** Opens the store; `threaded` gives the ledger of a file a thread of its own, which a sender wants. */
export async function openLedger(app: App, { threaded = false } = {}): Promise<OpenedLedger> {
  const location = parseDatabaseUrl(databaseUrl(app))
  const store = await openCurrentStore(location)
  const thread = threaded && location.kind === 'sqlite' ? openThreadedLedger(location) : undefined
  return {
    store,
    ledger: thread ?? createLedgerStore(store.db, store.engine),
    async [Symbol.asyncDispose]() {
      await thread?.[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}
