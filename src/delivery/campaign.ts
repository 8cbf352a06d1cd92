import type { Instant } from '../clock.ts'
import { AppError } from '../errors.ts'

/** Where the sending of one issue to one list is. */
export type CampaignStatus = 'draft' | 'scheduled' | 'running' | 'paused' | 'cancelled' | 'finished'

/** What can happen to a campaign. */
export type CampaignEvent = 'schedule' | 'start' | 'pause' | 'resume' | 'cancel' | 'finish' | 'retry'

/** The legal moves. */
export const campaignMoves: Readonly<Record<CampaignStatus, Readonly<Partial<Record<CampaignEvent, CampaignStatus>>>>> =
  {
    draft: { schedule: 'scheduled', start: 'running', cancel: 'cancelled' },
    scheduled: { start: 'running', pause: 'paused', cancel: 'cancelled' },
    running: { pause: 'paused', cancel: 'cancelled', finish: 'finished', retry: 'running' },
    paused: { resume: 'running', cancel: 'cancelled', retry: 'paused' },
    cancelled: {},
    finished: { retry: 'running' },
  }

/** The status after an event. @throws AppError `conflict` for an illegal move */
export function moveCampaign(status: CampaignStatus, event: CampaignEvent): CampaignStatus {
  const next = campaignMoves[status][event]
  if (next === undefined) throw new AppError('conflict', `A campaign that is ${status} cannot ${event}.`)
  return next
}

/** What happens to deliveries whose fate is unknown: sent again (at least once), or held for the operator (at most once). */
export type InDoubtPolicy = 'resend' | 'hold'

/** The sending of one issue to one list; its content is frozen, so that a restart sends the same octets. */
export interface Campaign {
  readonly id: number
  readonly list: string
  readonly subject: string
  /** Hash of the issue: part of every Message-ID, and one campaign per list and issue. */
  readonly issueHash: string
  readonly status: CampaignStatus
  readonly inDoubt: InDoubtPolicy
  /** Why it is paused, for a person. */
  readonly reason?: string
  readonly recipientCount: number
  readonly createdAt: Instant
  readonly scheduledFor?: Instant
  readonly startedAt?: Instant
  readonly finishedAt?: Instant
}

/** A rendering that is frozen with a campaign. */
export interface FrozenRendering {
  /** Empty for the issue as it is, which every campaign has. */
  readonly variant: string
  /** The stored selection that readers of this rendering have had afterwards. */
  readonly selectionId?: number
  /** A RenderedIssue, packed. */
  readonly body: Uint8Array
}

/** Readers who chose and had the same when the campaign was made: one rendering at one time, or nothing. */
export interface CampaignCohort {
  readonly profileKey: string
  readonly historyKey: string
  /** Their wishes as the store has them; empty where they have none. */
  readonly wishesKey: string
  /** Which rendering; absent where these readers get nothing. */
  readonly variant?: string
  /** Epoch milliseconds; absent is at once. */
  readonly dueAtMs?: number
  /** Why they wait or get nothing. */
  readonly detail?: string
}

/** A campaign to be made. */
export interface CampaignDraft {
  readonly list: string
  readonly subject: string
  readonly issueHash: string
  readonly inDoubt: InDoubtPolicy
  readonly scheduledFor?: Instant
  /** Everything that composing needs besides recipients and renderings, as JSON. */
  readonly content: string
  readonly renderings: readonly FrozenRendering[]
  /** Readers of no cohort get the issue as it is, at once; so does everybody where there is none. */
  readonly cohorts?: readonly CampaignCohort[]
}
