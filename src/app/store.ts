/** The wiring of the store: settings in, an open store out, with its ledger where that is asked for. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { App } from '../app.ts'
import { readSetting } from './settings.ts'
import type { Campaign } from '../delivery/campaign.ts'
import { AppError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
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

/** What happens where the file of the store is not there: who only reads refuses, who rehearses takes one in memory. */
export type WhenAbsent = 'refuse' | 'create' | 'rehearse'

/** Says where the store was looked for when it is not there; of PostgreSQL only its server can tell. */
export function describeAbsence(app: App): string | undefined {
  const location = locateStore(app)
  if (location.kind === 'postgres' || location.path === ':memory:' || existsSync(location.path)) return undefined
  const why = app.secrets.databaseUrl === undefined ? 'COURANT_DATABASE_URL is not set' : 'from COURANT_DATABASE_URL'
  return `There is no database ${resolve(location.path)} (${why}). Go to the folder where it is, or make one with "courant subscribers import FILE".`
}

/**
 * Opens the store.
 *
 * @throws AppError `not_found` where there is none, and none is to be made; `conflict` where its schema is not up to date
 */
export async function openStoreOf(app: App, whenAbsent: WhenAbsent = 'refuse'): Promise<Store> {
  const absence = whenAbsent === 'create' ? undefined : describeAbsence(app)
  if (absence === undefined) return openCurrentStore(locateStore(app))
  if (whenAbsent === 'rehearse') return openCurrentStore({ kind: 'sqlite', path: ':memory:' })
  throw new AppError('not_found', absence)
}

/** Opens the store to bring its schema up to date. */
export function openStoreToMigrate(app: App): Promise<Store> {
  return openStore(locateStore(app))
}

/** Copies the store to a new file, with the schema that it has. @throws AppError `not_found` where there is none */
export async function backUpStore(app: App, path: string): Promise<void> {
  const absence = describeAbsence(app)
  if (absence !== undefined) throw new AppError('not_found', absence)
  await makeFolder(dirname(path))
  await using store = await openStore(locateStore(app), { asItIs: true })
  await store.backup(path)
}

/** An open store and the ledger on it. */
export interface OpenedLedger extends AsyncDisposable {
  readonly store: Store
  readonly ledger: LedgerStore
}

/** Opens the store; `threaded` gives the ledger of a file a thread of its own, which a sender wants. */
export async function openLedger(
  app: App,
  { threaded = false, whenAbsent = 'refuse' }: { readonly threaded?: boolean; readonly whenAbsent?: WhenAbsent } = {},
): Promise<OpenedLedger> {
  const location = locateStore(app)
  const store = await openStoreOf(app, whenAbsent)
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
