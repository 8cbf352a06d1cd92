/**
 * The wiring of personal sending: a prepared issue and a list in; out what each of its readers gets, when, and who gets
 * nothing and why. A look that changes nothing but what readers are known to have had.
 */
import type { App, PreparedIssue } from '../../app.ts'
import type { Instant } from '../../clock.ts'
import type { ParsedDigest } from '../../digest/digest.ts'
import { composeIssue } from '../../issue/compose.ts'
import { listPapers } from '../../issue/issue.ts'
import type { Period } from '../../rendering/issue-view.ts'
import { renderIssue } from '../../rendering/render.ts'
import type { Release } from '../../schedule/delivery-time.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import type { Store } from '../../store/open.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import { groupSelections, type Cohort, type SelectionGroup, type SelectionStore } from '../../subscribers/selection.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'
import { leaveOut, planCohort, sortCohorts, type PlannedCohort } from './cohorts.ts'
import {
  buildVariant,
  createSelectionComposer,
  type SelectionComposer,
  type SelectionIssue,
} from './selection-issue.ts'
import { buildWeek } from './week.ts'

/** Readers who get one rendering. */
export interface PlannedSelection extends SelectionIssue {
  readonly variant: string
  /** The profile of those it was made for first. */
  readonly profileKey: string
  readonly readerCount: number
}

/** What a sending brings to whom. */
export interface SelectionPlan {
  readonly list: ListSlug
  readonly number: number
  /** The issue as it is comes first, also where nobody gets it. */
  readonly selections: readonly PlannedSelection[]
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
  readonly selections: Map<string, PlannedSelection>
}

const plainVariant = ''

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
  const plain = composePlain(app, prepared, number)
  const planning: Planning = {
    app,
    prepared,
    number,
    store,
    release: { releasedAt, zone },
    selections: new Map([[plain.variant, plain]]),
  }
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
  return { list, number, selections: [...planning.selections.values()], cohorts }
}

/** The issue as it was prepared, with its number. */
function composePlain(app: App, prepared: PreparedIssue, number: number): PlannedSelection {
  const { ranking, newsletter, templates, choices } = prepared
  const { layout = 'full', period = 'day' } = choices
  const issue = choices.number === number ? prepared.issue : composeIssue(ranking, newsletter, { number })
  const rendered =
    issue === prepared.issue
      ? prepared.rendered
      : renderIssue(issue, templates, { layout, period, budgetBytes: app.config.rendering.budgetBytes })
  return { issue, rendered, layout, period, variant: plainVariant, profileKey: '', readerCount: 0 }
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
  const composer = createSelectionComposer(app, prepared, { parsed, period, number })
  const groups = await groupSelections(store, cohorts, keys)
  return groups.flatMap((group) => planGroup(planning, group, { composer, period }))
}

function planGroup(
  planning: Planning,
  group: SelectionGroup,
  { composer, period }: { readonly composer: SelectionComposer; readonly period: Period },
): PlannedCohort[] {
  const isPlain = group.cohorts[0]?.profileKey === '' && group.memory.size === 0 && period === 'day'
  const selection = isPlain ? planning.selections.get(plainVariant) : composer.compose(group)
  if (selection === undefined || typeof selection === 'string')
    return group.cohorts.map((cohort) => leaveOut(cohort, selection ?? ''))
  const planned = addSelection(planning, selection, group)
  const topScore = Math.max(...listPapers(planned.issue).map(({ score }) => score))
  return group.cohorts.map((cohort) => planCohort(cohort, planned.variant, { ...planning.release, topScore }))
}

/** Selections that come out the same octet for octet are one. */
function addSelection({ selections }: Planning, selection: SelectionIssue, group: SelectionGroup): PlannedSelection {
  const plain = selections.get(plainVariant)
  const own = buildVariant(selection)
  const variant = plain && buildVariant(plain) === own ? plainVariant : own
  const known = selections.get(variant) ?? {
    ...selection,
    variant,
    profileKey: group.cohorts[0]?.profileKey ?? '',
    readerCount: 0,
  }
  const planned = { ...known, readerCount: known.readerCount + group.readerCount }
  selections.set(variant, planned)
  return planned
}
