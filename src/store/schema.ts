/*
 * The tables as Kysely sees them: snake_case, null for absent, times as Instants in text, lists and profiles as JSON in text.
 * The same words stand in the nouns, where their meaning is told.
 */
import type { Generated } from 'kysely'

export interface ListsTable {
  slug: string
  title: string
  created_at: string
}

export interface SubscribersTable {
  id: string
  address: string
  address_key: string
  name: string | null
  created_at: string
  import_id: number | null
}

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

export interface SuppressionsTable {
  address_key: string
  /** Empty for every list. */
  list_slug: string
  reason: string
  since: string
  source: string | null
  import_id: number | null
}

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

export interface RateLimitsTable {
  bucket: string
  window_start: string
  count: number
}

export interface SchedulesTable {
  name: string
  opened_at: string
}

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

export interface CampaignsTable {
  id: Generated<number>
  list_slug: string
  subject: string
  issue_hash: string
  status: string
  in_doubt: string
  reason: string | null
  recipient_count: number
  /** What composing needs besides the recipients, as JSON. */
  content: string
  created_at: string
  scheduled_for: string | null
  started_at: string | null
  finished_at: string | null
  /** When what its readers received was written into their histories, after its end. */
  remembered_at: string | null
  /** DeliveryCounts as JSON, once the rows of the recipients are gone. */
  counts: string | null
}

/** What readers of a campaign get: a RenderedIssue, packed. */
export interface RenderingsTable {
  campaign_id: number
  /** Empty for the issue as it is. */
  variant: string
  /** What goes into the histories of who gets it. */
  selection_id: number | null
  body: Uint8Array
}

/** Readers who chose and had the same when a campaign was frozen, and what they get. */
export interface CampaignCohortsTable {
  campaign_id: number
  profile_key: string
  history_key: string
  /** The wishes of the subscription, empty where there are none. */
  wishes: string
  /** Null for readers who get nothing. */
  variant: string | null
  due_at_ms: number | null
  /** Why they wait, or get nothing. */
  detail: string | null
}

export interface DeliveriesTable {
  id: Generated<number>
  campaign_id: number
  subscriber_id: string
  /** Which rendering of the campaign. */
  variant: string
  status: string
  attempts: Generated<number>
  deferrals: Generated<number>
  doubts: Generated<number>
  due_at_ms: number | null
  owner: string | null
  detail: string | null
  changed_at_ms: number | null
}

export interface SendersTable {
  owner: string
  alive_until_ms: number
}

export interface PacesTable {
  key: string
  next_at_ms: number
}

/** What the owner said of a campaign; the issue as it was shown stands beside it as JSON. */
export interface ApprovalsTable {
  campaign_id: number
  hash: string
  preview: string
  asked_at: string
  told_at: string | null
  by_itself_at: string | null
  decision: string | null
  decided_at: string | null
  decided_by: string | null
}

/** What came back: one row for each report and address. */
export interface BouncesTable {
  /** Of the mail, or the id of a service's event. */
  message_hash: string
  address_key: string
  kind: string
  reason: string
  decision: string
  status: string | null
  words: string | null
  issue: string | null
  at: string
}

/** Every table; a later migration's tables are added here. */
export interface Schema {
  lists: ListsTable
  subscribers: SubscribersTable
  subscriptions: SubscriptionsTable
  profiles: ProfilesTable
  subscription_records: SubscriptionRecordsTable
  suppressions: SuppressionsTable
  imports: ImportsTable
  import_changes: ImportChangesTable
  issues: IssuesTable
  selections: SelectionsTable
  histories: HistoriesTable
  rate_limits: RateLimitsTable
  schedules: SchedulesTable
  runs: RunsTable
  campaigns: CampaignsTable
  renderings: RenderingsTable
  campaign_cohorts: CampaignCohortsTable
  deliveries: DeliveriesTable
  senders: SendersTable
  paces: PacesTable
  bounces: BouncesTable
  approvals: ApprovalsTable
}
