import type { ApprovalDecision } from '../delivery/approval.ts'
import type { Instant } from '../clock.ts'

/** A campaign as the page of its owner shows it. */
export interface PageApproval {
  readonly subject: string
  readonly recipientCount: number
  readonly isOpen: boolean
  readonly byItselfAt?: Instant
  readonly decision?: ApprovalDecision
  /** The issue as HTML. */
  readonly preview: string
}

/** The port to what waits for its owner's word. The hash is the one of the link; another issue is no answer to it. */
export interface Approvals {
  find(campaignId: number, hash: string): Promise<PageApproval | undefined>
  /** @throws AppError `conflict` when it is decided otherwise, or is another issue */
  decide(campaignId: number, hash: string, decision: ApprovalDecision): Promise<void>
}
