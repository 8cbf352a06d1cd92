/** The owner's word in a run: the question, its mail, and whether the issue may go out. */
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { mailOwner } from '../sending/alarm.ts'
import { decideCampaign } from '../sending/approval.ts'
import { buildLinks } from '../sending/delivery.ts'
import type { OpenedLedger } from '../store.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import { approvalDays, type Approval } from '../../delivery/approval.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import { buildRecipient } from '../../delivery/recipient.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { fillHtml, fillText } from '../../rendering/fill.ts'
import type { RunOutcome } from '../../schedule/run-store.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { createApprovalStore } from '../../store/ledger/approvals.ts'
import { createToken } from '../../subscribers/token.ts'

interface Asking {
  readonly app: App
  readonly opened: OpenedLedger
}

/** Between two looks while nobody says anything; a word wakes the run. */
const lookEveryMs = 15 * 60_000
const hourMs = 3_600_000

/** Notes that a campaign needs a word, with the issue as the sender would get it. */
export async function askApproval(
  { app, opened }: Asking,
  { id }: Campaign,
  { issue, newsletter, rendered }: Pick<PreparedIssue, 'issue' | 'newsletter' | 'rendered'>,
): Promise<void> {
  const now = app.clock.now()
  const { slots } = buildRecipient(newsletter.from, buildLinks(app, newsletter, now))
  const preview = { html: fillHtml(rendered.html, slots), text: fillText(rendered.text, slots) }
  await createApprovalStore(opened.store.db).ask(id, { hash: issue.hash, preview, now })
}

/** How the run ends or waits without the owner's word; undefined when the issue may go out. */
export async function holdForApproval(
  schedule: Schedule,
  campaign: Campaign,
  asking: Asking,
): Promise<RunOutcome | undefined> {
  if (campaign.status === 'cancelled') return nothingSent(`campaign ${campaign.id} was cancelled`)
  if (campaign.status !== 'draft') return undefined
  const approval = await createApprovalStore(asking.opened.store.db).find(campaign.id)
  if (approval === undefined || approval.decision === 'approved') return undefined
  if (approval.decision === 'stopped') return nothingSent(`campaign ${campaign.id} was stopped by its owner`)
  const now = asking.app.clock.now()
  if (approval.byItselfAt !== undefined && approval.byItselfAt <= now) {
    await decideCampaign(asking.app, asking.opened, { id: campaign.id, decision: 'approved', by: 'itself' })
    return undefined
  }
  if (Date.parse(approval.askedAt) + approvalDays * 24 * hourMs <= Date.parse(now)) {
    await decideCampaign(asking.app, asking.opened, { id: campaign.id, decision: 'stopped', by: 'time' })
    return { ...nothingSent(`nobody approved campaign ${campaign.id} within ${approvalDays} days`), status: 'failed' }
  }
  return waitForWord(schedule, campaign, { ...asking, approval, now })
}

/** What did not go out is remembered by nobody. */
function nothingSent(detail: string): RunOutcome & { readonly status: 'skipped' } {
  return { status: 'skipped', detail, digest: JSON.stringify({ left: [], sent: [] }) }
}

async function waitForWord(
  { approval: rule }: Schedule,
  campaign: Campaign,
  { app, opened, approval, now }: Asking & { readonly approval: Approval; readonly now: Instant },
): Promise<RunOutcome> {
  const byItselfAt =
    approval.toldAt === undefined && typeof rule === 'object'
      ? formatInstant(Date.parse(now) + rule.hours * hourMs)
      : approval.byItselfAt
  const known = { ...approval, ...(byItselfAt === undefined ? {} : { byItselfAt }) }
  if (approval.toldAt === undefined) {
    if (!(await tellOwner(campaign, known, { app, opened }))) {
      const retryAt = formatInstant(Date.parse(now) + lookEveryMs / 3)
      return { status: 'waiting', detail: 'the mail that asks the owner for approval was not taken', retryAt }
    }
    const told = byItselfAt === undefined ? { now } : { now, byItselfAt }
    await createApprovalStore(opened.store.db).recordTold(campaign.id, told)
  }
  const lookAt = formatInstant(Date.parse(now) + lookEveryMs)
  return {
    status: 'waiting',
    detail: `campaign ${campaign.id} waits for approval${byItselfAt === undefined ? '' : `, or goes out by itself at ${byItselfAt}`}`,
    retryAt: byItselfAt !== undefined && byItselfAt < lookAt ? byItselfAt : lookAt,
  }
}

async function tellOwner(
  { id, list, subject, recipientCount }: Campaign,
  { hash, byItselfAt }: Approval,
  { app, opened }: Asking,
): Promise<boolean> {
  const page = findPage(app, { id, list, hash })
  const { html } = await createApprovalStore(opened.store.db).getPreview(id)
  const readers = recipientCount === 1 ? '1 reader' : `${recipientCount} readers`
  const rule =
    byItselfAt === undefined
      ? `It goes out only when you approve it, within ${approvalDays} days.`
      : `It goes out by itself at ${byItselfAt}, unless you stop it.`
  const lines = [
    `An issue for ${readers} of the list "${list}" is ready:\n\n  ${subject}`,
    rule,
    ...(page === undefined ? [] : [`Approve or stop it on this page:\n${page}`]),
    `On the command line:\n  courant campaigns approve ${id} --hash ${hash.slice(0, 16)}\n  courant campaigns cancel ${id}`,
    'Below is the issue as readers get it.',
  ]
  return mailOwner(app, { subject: `To approve: ${subject}`, text: `${lines.join('\n\n')}\n`, html })
}

/** Address of the page with the two buttons; undefined where there are no pages. */
function findPage(app: App, { id, list, hash }: { id: number; list: string; hash: string }): string | undefined {
  const newsletter = buildNewsletter(app.config, app.source)
  const now = app.clock.now()
  const { keys } = buildLinks(app, newsletter, now)
  if (keys === undefined || newsletter.publicUrl === undefined) return undefined
  const token = createToken(
    keys,
    { purpose: 'approve', list, subscriberId: String(id), detail: hash.slice(0, 32) },
    now,
  )
  return `${newsletter.publicUrl}/approve/${token}`
}
