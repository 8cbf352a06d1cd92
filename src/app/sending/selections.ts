/**
 * The wiring of personal sending: a prepared issue and a list in; out what each of its readers gets, when, and who gets
 * nothing and why. A look that changes nothing but what readers are known to have had.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import type { Instant } from '../../clock.ts'
import type { ParsedDigest } from '../../digest/digest.ts'
import { composeIssue } from '../../issue/compose.ts'
import type { Period } from '../../rendering/views/dateline.ts'
import { renderIssue } from '../../rendering/render.ts'
import type { Release } from '../../schedule/delivery-time.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import type { Store } from '../../store/open.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import { groupSelections, type Cohort, type SelectionGroup, type SelectionStore } from '../../subscribers/selection.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { leaveOut, planCohort, sortCohorts, type PlannedCohort } from './cohorts.ts'
import { createSelectionBook, type SelectionBook } from './selection-book.ts'
import { createSelectionComposer, type SelectionComposer, type SelectionIssue } from './selection-issue.ts'
import { buildWeek } from './week.ts'

/** What a sending brings to whom. */
export interface SelectionPlan {
  readonly list: ListSlug
  readonly number: number
  readonly book: SelectionBook
  readonly cohorts: readonly PlannedCohort[]
}

/** What to plan. */
export interface SelectionChoices {
  readonly list: ListSlug
  /** Zone of readers who named none; the machine's by default. */
  readonly zone?: string
  /** When the issue is released; now by default. */
  readonly releasedAt?: Instant
}

interface Planning {
  readonly app: App
  readonly prepared: PreparedIssue
  readonly number: number
  readonly store: SelectionStore
  readonly release: Release
  readonly book: SelectionBook
}

/** How long other work of this process may have to wait. */
const turnMs = 20

/** Plans a sending: every cohort of the list gets a selection at its time, or nothing for a reason. */
export async function planSelections(
  app: App,
  { db, engine }: Store,
  prepared: PreparedIssue,
  { list, zone = Intl.DateTimeFormat().resolvedOptions().timeZone, releasedAt = app.clock.now() }: SelectionChoices,
): Promise<SelectionPlan> {
  const [store, archive] = [createSelectionStore(db, engine), createIssueArchive(db)]
  await store.recordReceived(list)
  const number = prepared.choices.number ?? (await archive.nextNumber(list))
  const book = createSelectionBook(composePlain(app, prepared, number))
  const planning: Planning = { app, prepared, number, store, release: { releasedAt, zone }, book }
  const { due, refused } = sortCohorts(await store.listCohorts(list), planning.release)
  const [weekly, daily] = [due.filter(isWeekly), due.filter((cohort) => !isWeekly(cohort))]
  const cohorts = [
    ...refused,
    ...(await planPeriod(planning, daily, { period: 'day', parsed: prepared.parsed })),
    ...(weekly.length === 0
      ? []
      : await planPeriod(planning, weekly, {
          period: 'week',
          parsed: await buildWeek(archive, list, prepared.parsed),
        })),
  ]
  return { list, number, book, cohorts }
}

/** The issue as it was prepared, with its number. */
function composePlain(app: App, prepared: PreparedIssue, number: number): SelectionIssue {
  const { ranking, newsletter, templates, choices } = prepared
  const { layout = 'full', period = 'day' } = choices
  const issue = choices.number === number ? prepared.issue : composeIssue(ranking, newsletter, { number })
  const rendered =
    issue === prepared.issue
      ? prepared.rendered
      : renderIssue(issue, templates, { layout, period, budgetBytes: app.config.rendering.budgetBytes })
  return { issue, rendered, layout, period }
}

function isWeekly({ wishes }: Cohort): boolean {
  return wishes.frequency === 'weekly'
}

async function planPeriod(
  planning: Planning,
  cohorts: readonly Cohort[],
  { period, parsed }: { readonly period: Period; readonly parsed: ParsedDigest },
): Promise<PlannedCohort[]> {
  const { app, prepared, number, store } = planning
  const keys = new Set(parsed.digest.entries.map(({ paper }) => paper.key))
  const composer = await createSelectionComposer(app, prepared, { parsed, period, number })
  const groups = await groupSelections(store, cohorts, keys)
  const planned: PlannedCohort[] = []
  let turnAt = performance.now()
  for (const group of groups) {
    planned.push(...planGroup(planning, group, { composer, period }))
    // Pages are served and leases held by the same process.
    if (performance.now() - turnAt < turnMs) continue
    await nextTurn()
    turnAt = performance.now()
  }
  return planned
}

function planGroup(
  { book, release }: Planning,
  group: SelectionGroup,
  { composer, period }: { readonly composer: SelectionComposer; readonly period: Period },
): readonly PlannedCohort[] {
  const profileKey = group.cohorts[0]?.profileKey ?? ''
  const isPlain = profileKey === '' && group.memory.size === 0 && period === 'day'
  const selection = isPlain ? book.plain : composer.compose(group)
  if (typeof selection === 'string') return group.cohorts.map((cohort) => leaveOut(cohort, selection))
  const { variant, topScore } = book.add(selection, profileKey)
  return group.cohorts.map((cohort) => planCohort(cohort, variant, { ...release, topScore }))
}
