/** The wiring of the store: settings in, an open store out, with its ledger where that is asked for. */
import { existsSync } from 'node:fs'
import type { App } from '../app.ts'
import { readSetting } from './settings.ts'
import type { Campaign } from '../delivery/campaign.ts'
import { AppError } from '../errors.ts'
import type { LedgerStore } from '../delivery/ledger.ts'
import { createAudience } from '../store/audience.ts'
import { createLedgerStore } from '../store/ledger/ledger-store.ts'
import type { ListSlug } from '../subscribers/subscription.ts'
import { openThreadedLedger } from '../store/ledger/threaded-ledger.ts'
import { openCurrentStore, openStore, parseDatabaseUrl, type Store, type StoreLocation } from '../store/open.ts'

/** Where the settings say that the store is. @throws ConfigError */
export function locateStore(app: App): StoreLocation {
  return readSetting(app, () => parseDatabaseUrl(app.secrets.databaseUrl ?? 'sqlite:./courant.sqlite'))
}

/** Opens the store. @throws AppError `conflict` where its schema is not up to date */
export function openStoreOf(app: App): Promise<Store> {
  return openCurrentStore(locateStore(app))
}

/** Opens the store to bring its schema up to date. */
export function openStoreToMigrate(app: App): Promise<Store> {
  return openStore(locateStore(app))
}

/** Copies the store to a new file, with the schema that it has. @throws AppError `not_found` where there is none */
export async function backUpStore(app: App, path: string): Promise<void> {
  const location = locateStore(app)
  if (location.kind === 'sqlite' && !existsSync(location.path))
    throw new AppError('not_found', `There is no database ${location.path} to copy.`)
  await using store = await openStore(location, { asItIs: true })
  await store.backup(path)
}

/** An open store and the ledger on it. */
export interface OpenedLedger extends AsyncDisposable {
  readonly store: Store
  readonly ledger: LedgerStore
}

/** Opens the store; `threaded` gives the ledger of a file a thread of its own, which a sender wants. */
export async function openLedger(app: App, { threaded = false } = {}): Promise<OpenedLedger> {
  const location = locateStore(app)
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

/** Readers who have left the list of a sending since it began. */
export function countLeft({ store }: OpenedLedger, { list, startedAt, createdAt }: Campaign): Promise<number> {
  return createAudience(store.db, store.engine).subscriptions.countLeft(list as ListSlug, startedAt ?? createdAt)
}
