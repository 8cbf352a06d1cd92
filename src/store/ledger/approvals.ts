import type { Kysely, Selectable } from 'kysely'
import type { Instant } from '../../clock.ts'
import type { Approval, ApprovalDecision, ApprovalPreview, ApprovalStore } from '../../delivery/approval.ts'
import { AppError } from '../../errors.ts'
import type { ApprovalsTable, Schema } from '../schema.ts'

type Row = Omit<Selectable<ApprovalsTable>, 'preview'>

const columns = [
  'campaign_id',
  'hash',
  'asked_at',
  'told_at',
  'by_itself_at',
  'decision',
  'decided_at',
  'decided_by',
] as const

/** Approvals in the database. The first decision stands, because its condition is in the statement that writes it. */
export function createApprovalStore(db: Kysely<Schema>): ApprovalStore {
  const find = async (campaignId: number): Promise<Approval | undefined> =>
    toApproval(
      await db.selectFrom('approvals').select(columns).where('campaign_id', '=', campaignId).executeTakeFirst(),
    )
  return {
    find,
    async ask(campaignId, { hash, preview, now }) {
      await db
        .insertInto('approvals')
        .values({ campaign_id: campaignId, hash, preview: JSON.stringify(preview), asked_at: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async recordTold(campaignId, { now, byItselfAt }) {
      await db
        .updateTable('approvals')
        .set({ told_at: now, by_itself_at: byItselfAt ?? null })
        .where('campaign_id', '=', campaignId)
        .where('told_at', 'is', null)
        .execute()
    },
    async getPreview(campaignId) {
      const query = db.selectFrom('approvals').select('preview').where('campaign_id', '=', campaignId)
      const row = await query.executeTakeFirst()
      if (row) return JSON.parse(row.preview) as ApprovalPreview
      throw new AppError('not_found', `Campaign ${campaignId} has no preview.`)
    },
    async decide(campaignId, { decision, by, now }) {
      await db
        .updateTable('approvals')
        .set({ decision, decided_at: now, decided_by: by })
        .where('campaign_id', '=', campaignId)
        .where('decision', 'is', null)
        .execute()
      return find(campaignId)
    },
  }
}

function toApproval(row: Row | undefined): Approval | undefined {
  if (!row) return undefined
  return {
    campaignId: row.campaign_id,
    hash: row.hash,
    askedAt: row.asked_at as Instant,
    ...(row.told_at === null ? {} : { toldAt: row.told_at as Instant }),
    ...(row.by_itself_at === null ? {} : { byItselfAt: row.by_itself_at as Instant }),
    ...(row.decision === null ? {} : { decision: row.decision as ApprovalDecision }),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at as Instant }),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
  }
}
