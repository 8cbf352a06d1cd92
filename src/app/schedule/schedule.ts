/** The wiring of schedules: settings in, coming runs out. */
import type { App } from '../../app.ts'
import { buildSchedules, getSchedule } from '../../schedule/build-schedules.ts'
import { listRuns } from '../../schedule/next-run.ts'
import type { PlannedRun, Schedule } from '../../schedule/schedule.ts'

/** Which runs to list. */
export interface NextChoices {
  /** One schedule; all without it. */
  readonly name?: string
  /** Runs that take place, of each schedule. */
  readonly count: number
}

/** A schedule with its coming runs and those that are left out between them. */
export interface ComingRuns {
  readonly schedule: Schedule
  readonly runs: readonly PlannedRun[]
}

/** When the next issues are due, and why some days have none. */
export function listComingRuns(app: App, { name, count }: NextChoices): ComingRuns[] {
  const all = buildSchedules(app.config.schedules, app.source)
  const chosen = name === undefined ? all : [getSchedule(all, name)]
  return chosen.map((schedule) => ({ schedule, runs: listRuns(schedule, app.clock.now(), count) }))
}
