import type { Generated } from 'kysely'

/** Issues as they were sent, or will be. */
export interface IssuesTable {
  list_slug: string
  number: number
  on_date: string
  subject: string
  hash: string
  /** The Issue as JSON; frozen once `frozen_at` is set. */
  content: string
  html: string
  text: string
  created_at: string
  frozen_at: string | null
}

/** The papers that all readers with one profile and one memory got of an issue. */
export interface SelectionsTable {
  id: Generated<number>
  list_slug: string
  issue_number: number
  on_date: string
  profile_key: string
  /** JSON list of `{ key, version }`. */
  papers: string
}

/** What a reader had, as a chain: one selection more than the parent. */
export interface HistoriesTable {
  key: string
  parent_key: string
  selection_id: number
}

/** The archive, and what readers had of it. */
export interface IssueTables {
  issues: IssuesTable
  selections: SelectionsTable
  histories: HistoriesTable
}
