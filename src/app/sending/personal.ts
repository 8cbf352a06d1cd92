/** The wiring of one reader's view: a prepared issue and an address in, the issue as that reader would get it out. */
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { describeAbsence, openStoreOf } from '../store.ts'
import { listPapers } from '../../issue/issue.ts'
import type { AddrSpec, Mailbox } from '../../mail/address.ts'
import { createAudience } from '../../store/audience.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import type { Store } from '../../store/open.ts'
import type { Cohort } from '../../subscribers/selection.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { findTime } from './cohorts.ts'
import { createSelectionComposer, type SelectionIssue } from './selection-issue.ts'
import { buildWeek } from './week.ts'

/** What a reader would get; the notice says in words what makes it theirs, or why they would get nothing. */
export interface PersonalView {
  readonly prepared: PreparedIssue
  readonly notice: string
}

/** The issue as this reader of a list would get it now; who would get nothing sees it as it is, and why. */
export async function preparePersonal(
  app: App,
  prepared: PreparedIssue,
  { list, reader }: { readonly list: ListSlug; readonly reader: Mailbox },
): Promise<PersonalView> {
  // A look at an issue makes no database.
  const absence = describeAbsence(app)
  if (absence !== undefined) return { prepared, notice: `${absence} This is the issue as it is.` }
  await using store = await openStoreOf(app)
  const { selection, when } = await composeFor(app, store, prepared, { list, reader })
  if (selection === undefined) return { prepared, notice: `${when} This is the issue as it is.` }
  return { prepared: { ...prepared, ...selection }, notice: when }
}

interface Own {
  readonly cohort: Cohort
  readonly selection: SelectionIssue
}

interface OwnSelection {
  readonly selection?: SelectionIssue
  /** A sentence: when they get it, or why they do not. */
  readonly when: string
}

async function composeFor(
  app: App,
  { db, engine }: Store,
  prepared: PreparedIssue,
  { list, reader: { address } }: { readonly list: ListSlug; readonly reader: Mailbox },
): Promise<OwnSelection> {
  const audience = createAudience(db, engine)
  const subscriber = await audience.subscribers.findByAddress(address)
  const subscription = subscriber && (await audience.subscriptions.find(list, subscriber.id))
  if (!subscription) return { when: `${address} is nobody on the list "${list}".` }
  const [selections, archive] = [createSelectionStore(db, engine), createIssueArchive(db)]
  const cohort = await selections.findCohort(list, subscription.subscriberId)
  if (!cohort) return { when: `${address} would get nothing: ${subscription.status}.` }
  if (await audience.suppressions.find(address, list)) return { when: `${address} would get nothing: suppressed.` }
  const period = cohort.wishes.frequency === 'weekly' ? 'week' : 'day'
  const parsed = period === 'week' ? await buildWeek(archive, list, prepared.parsed) : prepared.parsed
  const memory = await selections.findMemory(cohort, new Set(parsed.digest.entries.map(({ paper }) => paper.key)))
  const number = prepared.choices.number ?? (await archive.nextNumber(list))
  const composer = await createSelectionComposer(app, prepared, { parsed, period, number })
  const selection = composer.compose({ profile: cohort.profile, memory })
  if (typeof selection === 'string') return { when: `${address} would get nothing: ${selection}.` }
  return { selection, when: describeTime(app, list, address, { cohort, selection }) }
}

/** The time is that of a sending that starts now. */
function describeTime(app: App, list: ListSlug, address: AddrSpec, { cohort, selection }: Own): string {
  const release = { releasedAt: app.clock.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
  const topScore = Math.max(...listPapers(selection.issue).map(({ score }) => score))
  const { at, reason } = findTime(cohort, { ...release, topScore })
  if (at === undefined) return `${address} would get nothing now: ${reason}. This is what they would get otherwise.`
  const when = at > release.releasedAt ? `, ${reason} (${at})` : ''
  return `As ${address} gets it on the list "${list}"${when}.`
}
