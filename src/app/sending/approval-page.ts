/** The wiring of the owner's page: campaigns and approvals of the store in, what the page needs out. */
import type { App } from '../../app.ts'
import { decideCampaign } from './approval.ts'
import { isSameHash } from '../../delivery/approval.ts'
import { createApprovalStore } from '../../store/ledger/approvals.ts'
import { createLedgerStore } from '../../store/ledger/ledger-store.ts'
import type { Store } from '../../store/open.ts'
import type { Approvals } from '../../web/approvals.ts'

/** What waits for its owner's word, as a page reads and decides it. */
export function createApprovals(app: App, store: Store): Approvals {
  const ledger = createLedgerStore(store.db, store.engine)
  const approvals = createApprovalStore(store.db)
  return {
    async find(campaignId, hash) {
      const [approval, campaign] = [await approvals.find(campaignId), await ledger.findCampaign(campaignId)]
      if (!approval || !campaign || !isSameHash(approval.hash, hash)) return undefined
      const { byItselfAt, decision } = approval
      const { subject, recipientCount, status } = campaign
      const { html } = await approvals.getPreview(campaignId)
      const isOpen = decision === undefined && status === 'draft'
      return {
        subject,
        recipientCount,
        isOpen,
        preview: html,
        ...(byItselfAt === undefined ? {} : { byItselfAt }),
        ...(decision === undefined ? {} : { decision }),
      }
    },
    async decide(campaignId, hash, decision) {
      await decideCampaign(app, { ledger, store }, { id: campaignId, decision, by: 'page', hash })
    },
  }
}
