import type { Generated } from 'kysely'

/** Named audiences. */
export interface ListsTable {
  slug: string
  title: string
  created_at: string
}

/** People with a mailbox; `address_key` is the form that addresses are compared in. */
export interface SubscribersTable {
  id: string
  address: string
  address_key: string
  name: string | null
  created_at: string
  import_id: number | null
}

/** Subscribers on lists, with the proof of consent. */
export interface SubscriptionsTable {
  list_slug: string
  subscriber_id: string
  status: string
  changed_at: string
  confirmed_at: string | null
  acted_at: string | null
  consent_method: string
  consent_at: string | null
  consent_ip: string | null
  consent_source: string | null
  consent_wording: string | null
  tags: string | null
  /** Empty for the plain profile, else a row of `profiles`. */
  profile_key: string
  /** Empty for somebody who never had an issue, else a row of `histories`. */
  history_key: string
  wishes: string | null
  import_id: number | null
  confirmation_count: number
  confirmation_sent_at: string | null
}

/** Equal wishes are stored once. */
export interface ProfilesTable {
  key: string
  body: string
}

/** What happened to subscriptions; only ever added to. */
export interface SubscriptionRecordsTable {
  id: Generated<number>
  subscriber_id: string
  list_slug: string
  event: string
  at: string
  ip: string | null
  source: string | null
  wording: string | null
}

/** Addresses never to be mailed, by key or by its hash. */
export interface SuppressionsTable {
  address_key: string
  /** Empty for every list. */
  list_slug: string
  reason: string
  since: string
  source: string | null
  import_id: number | null
}

/** Files brought into lists, with their counts as JSON. */
export interface ImportsTable {
  id: Generated<number>
  list_slug: string
  file_name: string
  source: string
  started_at: string
  finished_at: string | null
  undone_at: string | null
  counts: string | null
}

/** State of a subscription before an import changed it, for undoing. */
export interface ImportChangesTable {
  import_id: number
  list_slug: string
  subscriber_id: string
  before: string
}

/** Uses of a bucket within a window of time. */
export interface RateLimitsTable {
  bucket: string
  window_start: string
  count: number
}

/** Who is on which list, what files brought, and who is never mailed. */
export interface ReaderTables {
  lists: ListsTable
  subscribers: SubscribersTable
  subscriptions: SubscriptionsTable
  profiles: ProfilesTable
  subscription_records: SubscriptionRecordsTable
  suppressions: SuppressionsTable
  imports: ImportsTable
  import_changes: ImportChangesTable
  rate_limits: RateLimitsTable
}
