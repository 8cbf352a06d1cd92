import type { Instant } from '../../clock.ts'
import type { AddrSpec } from '../../mail/address.ts'
import type { ColumnReading, Standing, SubscriberSource } from '../columns/column.ts'
import type { ColumnMap } from '../columns/column-map.ts'

/** One record of the file as understood; nothing about what the store already knows. */
export interface ReadRow {
  /** Line on which the record starts, the file's first line is 1. */
  readonly line: number
  /** A duplicate is a later record of an address that adds nothing to the earlier one. */
  outcome: Standing | 'duplicate' | 'rejected'
  address?: AddrSpec
  /** Form for comparison, from `addressKey`. */
  key?: string
  name?: string
  /** A sentence fragment for a person; absent when there is nothing to say. */
  reason?: string
  tags?: readonly string[]
  topics?: readonly string[]
  consentAt?: Instant
  consentIp?: string
  consentSource?: string
  /** When the person left, bounced or complained, where the file tells. */
  leftAt?: Instant
  /** The cells as they stand in the file, kept for what was rejected only. */
  cells?: readonly string[]
}

/** A record of somebody who can be found. */
export type Person = ReadRow & { readonly key: string; readonly address: AddrSpec }

/** Choices of the person who imports; everything is found out where nothing is said. */
export interface ReadOptions {
  readonly source?: SubscriberSource
  readonly map?: ColumnMap
  /** A WHATWG encoding label, such as `shift_jis`. */
  readonly encoding?: string
}

/** A file being read: what was recognized is known at once, the rows come in batches in the order of the file. */
export interface OpenSubscriberFile {
  readonly source: SubscriberSource
  readonly columns: readonly ColumnReading[]
  /** Known for certain only after the last row. */
  readonly encoding: () => string
  readonly delimiter?: string
  readonly batches: AsyncIterable<readonly ReadRow[]>
}

/** A file read to its end, each address once. */
export interface SubscriberFile {
  readonly source: SubscriberSource
  readonly columns: readonly ColumnReading[]
  readonly encoding: string
  readonly delimiter?: string
  readonly rows: readonly ReadRow[]
}
