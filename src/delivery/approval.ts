import type { Instant } from '../clock.ts'

/** What the owner said about an issue: it may go out, or it must not. */
export type ApprovalDecision = 'approved' | 'stopped'

/** A campaign that waits, or waited, for its owner's word. It is bound to the hash of the issue that the owner saw. */
export interface Approval {
  readonly campaignId: number
  readonly hash: string
  readonly askedAt: Instant
  /** When the owner was told; nothing goes out by itself before that. */
  readonly toldAt?: Instant
  /** When it goes out without a word. */
  readonly byItselfAt?: Instant
  readonly decision?: ApprovalDecision
  readonly decidedAt?: Instant
  /** By what: `command`, `page`, `itself`, `time`. */
  readonly decidedBy?: string
}

/** The issue as the owner is shown it. */
export interface ApprovalPreview {
  readonly html: string
  readonly text: string
}

/** The port to the rows of approvals. Every method is one transaction. */
export interface ApprovalStore {
  /** Notes that a campaign needs a word; what was asked before stands. */
  ask(
    campaignId: number,
    asked: { readonly hash: string; readonly preview: ApprovalPreview; readonly now: Instant },
  ): Promise<void>
  /** Notes that the owner knows. The first time stands. */
  recordTold(campaignId: number, told: { readonly now: Instant; readonly byItselfAt?: Instant }): Promise<void>
  find(campaignId: number): Promise<Approval | undefined>
  getPreview(campaignId: number): Promise<ApprovalPreview>
  /** Writes a decision down where there is none. @returns what stands then; undefined when nothing was asked */
  decide(
    campaignId: number,
    decided: { readonly decision: ApprovalDecision; readonly by: string; readonly now: Instant },
  ): Promise<Approval | undefined>
}

/** How long a question stands that nobody answers. */
export const approvalDays = 7

/** Whether the words of a person mean this hash: its beginning, at least eight characters. */
export function isSameHash(hash: string, given: string): boolean {
  return given.length >= 8 && hash.startsWith(given.toLowerCase())
}
