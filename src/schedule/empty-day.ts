import { formatInstant, type Instant } from '../clock.ts'
import type { EmptyDayPolicy, Run, Schedule } from './schedule.ts'

/** What is done with the papers of a day. */
export type DayDecision =
  | { readonly kind: 'send'; readonly detail: string }
  | { readonly kind: 'send_best'; readonly detail: string }
  | { readonly kind: 'wait'; readonly retryAt: Instant; readonly detail: string }
  | { readonly kind: 'carry'; readonly detail: string }
  | { readonly kind: 'skip'; readonly detail: string }

/** Between two looks while a run holds for papers. */
const holdStepMs = 15 * 60_000
const hourMs = 3_600_000

/**
 * Applies the empty-day policy.
 *
 * @param paperCount papers that could be sent, with those carried over from earlier runs
 */
export function decideDay(schedule: Schedule, run: Run, day: { paperCount: number; now: Instant }): DayDecision {
  const { paperCount, now } = day
  const found = `${paperCount} ${paperCount === 1 ? 'paper' : 'papers'}`
  if (paperCount >= Math.max(1, schedule.minPapers)) return { kind: 'send', detail: found }
  const few = paperCount === 0 ? 'no new papers' : `only ${found} of the ${schedule.minPapers} that make an issue`
  const byPolicy: Readonly<Record<EmptyDayPolicy, () => DayDecision>> = {
    skip: () => ({ kind: 'skip', detail: `skipped: ${few}` }),
    hold: () => decideHold(schedule, run, { few, paperCount, now }),
    rollover: () => ({ kind: 'carry', detail: `${few}; kept for the next run` }),
    best: () => ({ kind: 'send_best', detail: `${few}; with the best of the last days` }),
  }
  return byPolicy[schedule.emptyDay]()
}

function decideHold(
  { holdHours }: Schedule,
  { dueAt }: Run,
  { few, paperCount, now }: { few: string; paperCount: number; now: Instant },
): DayDecision {
  const endMs = Date.parse(dueAt) + holdHours * hourMs
  const nowMs = Date.parse(now)
  if (nowMs < endMs) {
    return { kind: 'wait', retryAt: formatInstant(Math.min(nowMs + holdStepMs, endMs)), detail: `${few}; waiting` }
  }
  if (paperCount > 0) return { kind: 'send', detail: `${few} after ${holdHours} hours; sent as it is` }
  return { kind: 'skip', detail: `skipped: ${few} within ${holdHours} hours` }
}
