import type { Instant } from '../../clock.ts'
import type { AddrSpec } from '../../mail/address.ts'

/** What a file says that a person wants: only `confirmed` may be mailed. */
export type Standing = 'confirmed' | 'unconfirmed' | 'unsubscribed' | 'bounced' | 'complained'

/** Meaning of one column; `created_at` stands in for `consent_at` where a file has no better time. */
export type ColumnField =
  | 'address'
  | 'name'
  | 'first_name'
  | 'middle_name'
  | 'last_name'
  | 'status'
  | 'confirmed'
  | 'subscribed'
  | 'unsubscribed'
  | 'bounced'
  | 'complained'
  | 'tags'
  | 'topics'
  | 'consent_at'
  | 'created_at'
  | 'consent_ip'
  | 'consent_source'

/** How one column of the file was understood; a column without a field is not read. */
export interface ColumnReading {
  readonly column: string
  readonly field: ColumnField | null
  /** Its name is none we know, so a cell that says nothing clear counts as nothing. */
  readonly guessed?: boolean
}

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

/** Who made the file, as far as its columns or shape tell. */
export type SubscriberSource =
  | 'mailchimp'
  | 'substack'
  | 'ghost'
  | 'listmonk'
  | 'kit'
  | 'beehiiv'
  | 'buttondown'
  | 'activecampaign'
  | 'mailman'
  | 'google'
  | 'outlook'
  | 'courant'
  | 'csv'
  | 'json'
  | 'jsonl'
  | 'vcard'
  | 'list'

/** Choices of the person who imports; everything is found out where nothing is said. */
export interface ReadOptions {
  readonly source?: SubscriberSource
  /** Column of the file → our field, or null to leave it out; wins over every guess. */
  readonly map?: Readonly<Record<string, ColumnField | null>>
  /** A WHATWG encoding label, such as `shift_jis`. */
  readonly encoding?: string
}

/** A file being read: what was recognised is known at once, the rows come in batches in the order of the file. */
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
