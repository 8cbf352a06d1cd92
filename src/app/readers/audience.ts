/** The wiring of readers: settings in, an open audience out. */
import type { App } from '../../app.ts'
import { openStoreOf, type WhenAbsent } from '../store.ts'
import { createAudience } from '../../store/audience.ts'
import { createImportStore } from '../../store/imports/import-store.ts'
import type { Store } from '../../store/open.ts'
import type { Audience } from '../../subscribers/audience.ts'
import type { ImportStore } from '../../subscribers/import/import.ts'

/** An open store with what commands about readers need; `await using` closes it. */
export interface AudienceApp extends AsyncDisposable {
  readonly store: Store
  readonly audience: Audience
  readonly imports: ImportStore
}

/** Opens the store that the settings name, with a schema that is up to date. */
export async function openAudienceApp(app: App, whenAbsent?: WhenAbsent): Promise<AudienceApp> {
  const store = await openStoreOf(app, whenAbsent)
  return {
    store,
    audience: createAudience(store.db, store.engine),
    imports: createImportStore(store.db, store.engine),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
