/** The wiring of one reader's view: a prepared issue and an address in, the issue as that reader would get it out. */
import { existsSync } from 'node:fs'
import type { App, PreparedIssue } from '../../app.ts'
import { locateStore, openStoreOf } from '../store.ts'
import type { Mailbox } from '../../mail/address.ts'
import { createAudience } from '../../store/audience.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import type { Store } from '../../store/open.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { createSelectionComposer, type SelectionIssue } from './selection-issue.ts'
import { buildWeek } from './week.ts'

/** What a reader would get; the notice says in words what makes it theirs, or why they would get nothing. */
export interface PersonalView {
  readonly prepared: PreparedIssue
  readonly notice?: string
}

/** The issue as this reader of a list would get it; who is no reader sees it as it is. */
export async function preparePersonal(
  app: App,
  prepared: PreparedIssue,
  { list, reader }: { readonly list: ListSlug; readonly reader: Mailbox },
): Promise<PersonalView> {
  const location = locateStore(app)
  // A look at an issue makes no database.
  if (location.kind === 'sqlite' && !existsSync(location.path)) return { prepared }
  await using store = await openStoreOf(app)
  const selection = await composeFor(app, store, prepared, { list, reader })
  if (selection === undefined) return { prepared }
  if (typeof selection === 'string')
    return { prepared, notice: `${reader.address} would get nothing: ${selection}. This is the issue as it is.` }
  return { prepared: { ...prepared, ...selection }, notice: `As ${reader.address} gets it on the list "${list}".` }
}

async function composeFor(
  app: App,
  { db, engine }: Store,
  prepared: PreparedIssue,
  { list, reader }: { readonly list: ListSlug; readonly reader: Mailbox },
): Promise<SelectionIssue | string | undefined> {
  const audience = createAudience(db, engine)
  const subscriber = await audience.subscribers.findByAddress(reader.address)
  const subscription = subscriber && (await audience.subscriptions.find(list, subscriber.id))
  if (!subscription) return undefined
  const [selections, archive] = [createSelectionStore(db, engine), createIssueArchive(db)]
  const period = subscription.wishes.frequency === 'weekly' ? 'week' : 'day'
  const parsed = period === 'week' ? await buildWeek(archive, list, prepared.parsed) : prepared.parsed
  const keys = new Set(parsed.digest.entries.map(({ paper }) => paper.key))
  const historyKey = await selections.historyOf(list, subscription.subscriberId)
  const memory = await selections.findMemory({ historyKey }, keys)
  const number = prepared.choices.number ?? (await archive.nextNumber(list))
  const composer = await createSelectionComposer(app, prepared, { parsed, period, number })
  return composer.compose({
    profile: subscription.profile,
    memory,
  })
}
