import type { SubscriberSource } from '../columns/column.ts'

/** A record before its columns are understood. */
export interface RawRecord {
  readonly line: number
  readonly cells: readonly string[]
  /** Why the record cannot be read at all. */
  readonly problem?: string
}

/** A table of records with or without a line of names above it. */
export interface RawTable {
  readonly source?: SubscriberSource
  readonly header?: readonly string[]
  /** The header was made up, because the file has none. */
  readonly isHeaderless?: boolean
  readonly delimiter?: string
  readonly batches: AsyncIterable<readonly RawRecord[]>
}
