/** The wiring of approvals: the owner's word in, a campaign that may start, or that never will, out. */
import type { App } from '../../app.ts'
import type { OpenedLedger } from '../store.ts'
import { isSameHash, type Approval, type ApprovalDecision } from '../../delivery/approval.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import { AppError } from '../../errors.ts'
import { createApprovalStore } from '../../store/ledger/approvals.ts'
import { createRunStore } from '../../store/runs.ts'

/** A word about a campaign. */
export interface OwnerWord {
  readonly decision: ApprovalDecision
  /** Through what: `command`, `page`, `itself`, `time`. */
  readonly by: string
  /** What the owner saw, or the beginning of it; anything without it. */
  readonly hash?: string
}

/**
 * Writes a word down and wakes the run that waits for it. The same word twice is the same as once.
 *
 * @throws AppError `not_found` without a question, `conflict` for another issue or after another word
 */
export async function decideCampaign(
  app: App,
  { ledger, store }: Pick<OpenedLedger, 'ledger' | 'store'>,
  { id, decision, by, hash }: OwnerWord & { readonly id: number },
): Promise<Approval> {
  const approvals = createApprovalStore(store.db)
  const asked = await approvals.find(id)
  if (!asked) throw new AppError('not_found', `Campaign ${id} waits for no approval.`)
  if (hash !== undefined && !isSameHash(asked.hash, hash)) {
    throw new AppError(
      'conflict',
      `Campaign ${id} is of the issue ${asked.hash.slice(0, 16)}, and not of ${hash.slice(0, 16)}.`,
    )
  }
  const campaign = await ledger.findCampaign(id)
  if (asked.decision === undefined && campaign?.status !== 'draft') {
    throw new AppError('conflict', `Campaign ${id} is ${campaign?.status ?? 'gone'}: it waits for no word any more.`)
  }
  const now = app.clock.now()
  const stands = (await approvals.decide(id, { decision, by, now })) ?? asked
  if (stands.decision !== decision) {
    throw new AppError('conflict', `Campaign ${id} was ${stands.decision} at ${stands.decidedAt} already.`)
  }
  if (decision === 'stopped' && campaign?.status === 'draft')
    await ledger.moveCampaign(id, 'cancel', { now, reason: 'not approved' })
  await createRunStore(store.db).wakeRun(String(id), now)
  return stands
}

/** Refuses to start what waits for a word. @throws AppError `conflict` */
export async function checkApproved({ store }: OpenedLedger, { id }: Pick<Campaign, 'id'>): Promise<void> {
  const approval = await createApprovalStore(store.db).find(id)
  if (approval === undefined || approval.decision === 'approved') return
  throw new AppError(
    'conflict',
    `Campaign ${id} waits for its approval: "courant campaigns approve ${id}", or the page in the mail to the owner.`,
  )
}
