/** The wiring of the readers' own time: cohorts and a release in; when each gets its issue, or why it gets none, out. */
import type { CampaignCohort } from '../../delivery/campaign.ts'
import { findDeliveryTime, type DeliveryTime, type Release } from '../../schedule/delivery-time.ts'
import { defaultWeekday } from '../../subscribers/profile.ts'
import type { Cohort } from '../../subscribers/selection.ts'

/** Readers who chose and had the same, and what becomes of them. */
export interface PlannedCohort extends CampaignCohort {
  readonly readerCount: number
}

/** Who does not want an issue now needs no selection. */
export function sortCohorts(
  cohorts: readonly Cohort[],
  release: Release,
): { readonly due: readonly Cohort[]; readonly refused: readonly PlannedCohort[] } {
  const [due, refused]: [Cohort[], PlannedCohort[]] = [[], []]
  for (const cohort of cohorts) {
    const { at, reason } = findTime(cohort, release)
    if (at === undefined) refused.push(leaveOut(cohort, reason))
    else due.push(cohort)
  }
  return { due, refused }
}

/** A cohort that gets a rendering: at once, or at its hour. */
export function planCohort(cohort: Cohort, variant: string, release: Release): PlannedCohort {
  const { at, reason } = findTime(cohort, release)
  if (at === undefined) return leaveOut(cohort, reason)
  const dueAtMs = Date.parse(at)
  const isLater = dueAtMs > Date.parse(release.releasedAt)
  return { ...keysOf(cohort), variant, ...(isLater ? { dueAtMs, detail: `waits for its hour, ${reason}` } : {}) }
}

/** A cohort that gets nothing. */
export function leaveOut(cohort: Cohort, detail: string): PlannedCohort {
  return { ...keysOf(cohort), detail }
}

/** When a cohort gets a release, or why it gets none. */
export function findTime({ wishes, profile: { minScore }, lastIssueOn }: Cohort, release: Release): DeliveryTime {
  const reader = {
    weekday: defaultWeekday,
    ...wishes,
    ...(minScore === undefined ? {} : { minScore }),
    ...(lastIssueOn === undefined ? {} : { lastIssueOn }),
  }
  return findDeliveryTime(reader, release)
}

function keysOf({ profileKey, historyKey, wishesKey, readerCount }: Cohort): PlannedCohort {
  return { profileKey, historyKey, wishesKey, readerCount }
}
