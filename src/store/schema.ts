/*
 * The tables as Kysely sees them: snake_case, null for absent, times as Instants in text, lists and profiles as JSON in text.
 * The same words stand in the nouns, where their meaning is told.
 */
import type { IssueTables } from './tables/issue-tables.ts'
import type { ReaderTables } from './tables/reader-tables.ts'
import type { RunTables } from './tables/run-tables.ts'
import type { SendingTables } from './tables/sending-tables.ts'

export type { ApprovalsTable, CampaignsTable } from './tables/sending-tables.ts'

/** Every table; a later migration's tables are added to those of their room. */
export interface Schema extends IssueTables, ReaderTables, RunTables, SendingTables {}
