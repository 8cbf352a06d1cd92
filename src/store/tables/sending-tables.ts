import type { Generated } from 'kysely'

/** Sendings of one issue to one list. */
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

/** One message of a campaign to one subscriber. */
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

/** Processes that send, and until when they count as alive. */
export interface SendersTable {
  owner: string
  alive_until_ms: number
}

/** When the next message may leave, for all and for single domains. */
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

/** Campaigns with all that is frozen with them, their deliveries, and what came back. */
export interface SendingTables {
  campaigns: CampaignsTable
  renderings: RenderingsTable
  campaign_cohorts: CampaignCohortsTable
  deliveries: DeliveriesTable
  senders: SendersTable
  paces: PacesTable
  approvals: ApprovalsTable
  bounces: BouncesTable
}
