/** Schedules, from when they were first seen. */
export interface SchedulesTable {
  name: string
  opened_at: string
}

/** Runs that were begun or missed; `due` is the time on the wall. */
export interface RunsTable {
  schedule: string
  due: string
  due_at: string
  status: string
  attempts: number
  owner: string | null
  /** End of the lease, or time of the next attempt. */
  until_at: string | null
  detail: string
  changed_at: string
  /** The digest of the run as JSON, for later runs. */
  digest: string | null
  /** What was made for the run: a campaign. */
  work: string | null
}

/** Schedules and their runs. */
export interface RunTables {
  schedules: SchedulesTable
  runs: RunsTable
}
