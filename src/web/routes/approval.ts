import type { Context, Hono } from 'hono'
import { AppError } from '../../errors.ts'
import type { PageApproval } from '../approvals.ts'
import { readForm } from '../requests/form.ts'
import { readClaim } from '../readers/reader-token.ts'
import { buildHead, sendPage, type Site } from '../site.ts'

/** The owner's word: a page with two buttons, behind the signed link of the mail that asks. */
export function addApprovalRoutes(app: Hono, site: Site): void {
  app.get('/approve/:token', async (c) => show(c, site, await readApproval(c, site)))
  app.get('/approve/:token/preview', async (c) => c.html((await readApproval(c, site)).approval.preview))
  app.post('/approve/:token', async (c) => {
    const { campaignId, hash } = await readApproval(c, site)
    const choice = (await readForm(c)).get('choice')
    if (choice !== 'approve' && choice !== 'stop') {
      throw new AppError('invalid', 'The form came without an answer. Please press one of its buttons.')
    }
    await site.approvals.decide(campaignId, hash, choice === 'approve' ? 'approved' : 'stopped')
    return show(c, site, await readApproval(c, site))
  })
}

interface ApprovalReading {
  readonly campaignId: number
  readonly hash: string
  readonly approval: PageApproval
}

async function readApproval(c: Context, site: Site): Promise<ApprovalReading> {
  const { claim, isExpired } = readClaim(c, site, 'approve')
  const hash = claim.detail ?? ''
  const campaignId = Number(claim.subscriberId)
  const approval = isExpired ? undefined : await site.approvals.find(campaignId, hash)
  if (approval !== undefined) return { campaignId, hash, approval }
  throw new AppError('not_found', 'This link is too old; "courant campaigns list" shows what waits for approval.')
}

function show(c: Context, site: Site, { approval }: ApprovalReading): Response {
  const { subject, recipientCount, isOpen, byItselfAt = '', decision } = approval
  const path = `/approve/${c.req.param('token') ?? ''}`
  const words = { approved: 'Approved', stopped: 'Stopped' }
  const title = decision === undefined ? (isOpen ? 'May this go out?' : 'Decided already') : words[decision]
  const flags = {
    isOpen,
    isOne: recipientCount === 1,
    isApproved: decision === 'approved',
    isStopped: decision === 'stopped',
  }
  const view = { ...buildHead(site, title), path, subject, recipientCount, byItselfAt, ...flags }
  return sendPage(c, site, ['approval', view])
}
