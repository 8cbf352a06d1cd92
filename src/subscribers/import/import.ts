import type { Instant } from '../../clock.ts'
import type { AddrSpec } from '../../mail/address.ts'
import type { SubscriberId } from '../subscriber.ts'
import type { ListSlug, SubscriptionStatus, Consent } from '../subscription.ts'
import type { Suppression } from '../suppression.ts'

/** What an import made of a record. */
export type ImportOutcome = 'added' | 'updated' | 'unchanged' | 'suppressed' | 'unconfirmed' | 'rejected'

/** How many records had each outcome; they add up to the records of the file. */
export type ImportCounts = Readonly<Record<ImportOutcome, number>>

/** One file brought into one list, once. */
export interface ImportRun {
  readonly id: number
  readonly list: ListSlug
  readonly fileName: string
  readonly source: string
  readonly startedAt: Instant
  readonly finishedAt?: Instant
  readonly undoneAt?: Instant
  readonly counts?: ImportCounts
}

/** A person whom the import would add, with the subscription. */
export interface NewReader {
  readonly id: SubscriberId
  readonly address: AddrSpec
  readonly key: string
  readonly name: string | undefined
  readonly status: 'confirmed' | 'unconfirmed'
  readonly consentAt: Instant | undefined
  readonly consentIp: string | undefined
  readonly consentSource: string
  readonly tags: readonly string[]
  /** Topics as slugs, for the profile. */
  readonly topics: readonly string[]
}

/** What the store knows of an address that a file names. */
export interface KnownReader {
  readonly subscriberId: SubscriberId
  readonly name?: string
  /** Absent when the person is on other lists only. */
  readonly subscription?: {
    readonly status: SubscriptionStatus
    readonly changedAt: Instant
    readonly actedAt?: Instant
    readonly method: Consent['method']
    readonly tags: readonly string[]
    readonly importId?: number
  }
}

/** A change to somebody whom the store knows already; undoing restores what was before. */
export interface ReaderChange {
  readonly subscriberId: SubscriberId
  readonly status: SubscriptionStatus
  readonly name?: string
  readonly tags?: readonly string[]
}

/** The import in whose name the store is changed. */
export interface ImportContext {
  readonly importId: number
  readonly list: ListSlug
  readonly now: Instant
  /** What made the file. */
  readonly source: string
  /** The sentence that the people agreed to. */
  readonly wording?: string
}

/** What an undo took back. */
export interface UndoCounts {
  /** Subscriptions taken away. */
  readonly removed: number
  /** Subscriptions as they were before. */
  readonly restored: number
  /** Suppressions taken back. */
  readonly suppressions: number
  /** Left as they are, because the people acted since. */
  readonly kept: number
}

/** The port of an import to the store; everything of one import happens in one transaction. */
export interface ImportStore {
  /** Runs the work whole or not at all; the work's answer says whether to keep what it did. */
  transaction<Result>(work: (store: ImportStore) => Promise<{ keep: boolean; result: Result }>): Promise<Result>
  open(run: { list: ListSlug; fileName: string; source: string; startedAt: Instant }): Promise<number>
  close(importId: number, run: { finishedAt: Instant; counts: ImportCounts }): Promise<void>
  find(importId: number): Promise<ImportRun | undefined>
  listRecent(limit: number): Promise<readonly ImportRun[]>
  hasSuppressions(): Promise<boolean>
  /** Suppressions that stop this list, by address key; hashes of the erased are looked up too. */
  findSuppressed(list: ListSlug, keys: readonly string[]): Promise<ReadonlyMap<string, Suppression>>
  findKnown(list: ListSlug, keys: readonly string[]): Promise<ReadonlyMap<string, KnownReader>>
  /** Adds those whose address is new; answers for each, in order, whether it was. Fastest when sorted by key. */
  insertNew(context: ImportContext, readers: readonly NewReader[]): Promise<readonly boolean[]>
  /** Puts known people on the list, each by the id of the person. */
  subscribeKnown(context: ImportContext, readers: readonly NewReader[]): Promise<void>
  change(context: ImportContext, change: ReaderChange): Promise<void>
  suppress(suppression: Suppression): Promise<boolean>
  undo(importId: number, now: Instant): Promise<UndoCounts>
}
