/**
 * The wiring of a campaign's beginning: a planned sending in, a campaign out whose recipients, renderings, selections and
 * place in the archive are frozen, all of it in one transaction.
 */
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { archiveIssue, renderPublicCopy } from '../pages/archive.ts'
import type { OpenedLedger } from '../store.ts'
import type { Instant } from '../../clock.ts'
import type { Campaign, FrozenRendering, InDoubtPolicy } from '../../delivery/campaign.ts'
import type { Newsletter } from '../../issue/issue.ts'
import { createIssueArchive } from '../../store/issues/issues.ts'
import { createLedgerStore } from '../../store/ledger/ledger-store.ts'
import { createSelectionStore } from '../../store/issues/selections.ts'
import { transact } from '../../store/transact.ts'
import type { SelectionStore } from '../../subscribers/selection.ts'
import { refuseErrors } from '../preflight.ts'
import { checkPlan, planSending, type Plan } from './plan.ts'
import type { SelectionChoices, SelectionPlan } from './selections.ts'
import { AppError, errorCode } from '../../errors.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'

/** What is frozen with a campaign besides its renderings: all that its messages are made of, so that every run sends the same octets. */
export interface CampaignContent {
  readonly newsletter: Newsletter
  readonly issueHash: string
  readonly issueNumber?: number
  readonly date: Instant
}

/** Choices for a new campaign. */
export interface CampaignChoices extends SelectionChoices {
  readonly inDoubt?: InDoubtPolicy
  readonly scheduledFor?: Instant
  /** Hash of the plan that it must be. */
  readonly plan?: string
  /** Errors of preflight that are allowed. */
  readonly force?: readonly string[]
}

/** A campaign, and what preflight said of it when it was made; nothing of one that was there. */
export interface BegunCampaign {
  readonly campaign: Campaign
  readonly findings: readonly Finding[]
}

/**
 * The campaign of this issue to this list: the one that is there, or a new one.
 *
 * @throws AppError `invalid` for errors of preflight, `conflict` for another plan, `not_found` when nobody gets anything
 */
export async function beginCampaign(
  app: App,
  opened: OpenedLedger,
  prepared: PreparedIssue,
  choices: CampaignChoices,
): Promise<BegunCampaign> {
  const find = () => opened.ledger.findCampaignOf(choices.list, prepared.issue.hash)
  const known = await find()
  if (known) return { campaign: known, findings: [] }
  const releasedAt = choices.scheduledFor ?? app.clock.now()
  const { plan, selections } = await planSending(app, opened.store, prepared, { releasedAt, ...choices })
  const findings = refuseErrors(plan.findings, choices.force ?? [])
  if (choices.plan !== undefined) checkPlan(plan, choices.plan)
  if (plan.recipientCount === 0) throw nothingForAnybody(plan)
  try {
    return { campaign: await freezeCampaign(app, opened, prepared, { ...choices, selections }), findings }
  } catch (error) {
    // Two that begin at once: the other one was quicker.
    const other = errorCode(error) === 'conflict' ? await find() : undefined
    if (other) return { campaign: other, findings }
    throw error
  }
}

function nothingForAnybody({ list, leftOut }: Plan): AppError {
  const reasons = leftOut.map(({ reason, readerCount }) => `${readerCount} ${reason}`).join('; ')
  return new AppError('not_found', `There is nothing to send to "${list}" now: ${reasons}.`, {
    details: { nothingToSend: true, leftOut },
  })
}

async function freezeCampaign(
  app: App,
  { store }: OpenedLedger,
  { issue, newsletter, templates }: PreparedIssue,
  { selections: plan, inDoubt, scheduledFor }: CampaignChoices & { readonly selections: SelectionPlan },
): Promise<Campaign> {
  const { list, number, book, cohorts } = plan
  const now = app.clock.now()
  const content: CampaignContent = { newsletter, issueHash: issue.hash, issueNumber: number, date: now }
  const draft = {
    list,
    subject: issue.subject,
    issueHash: issue.hash,
    inDoubt: inDoubt ?? app.config.delivery.inDoubt,
    content: JSON.stringify(content),
    cohorts,
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
  }
  const copy = renderPublicCopy(book.plain, templates, app.config.rendering.budgetBytes)
  const kept = { issue: { ...book.plain.issue, others: book.others }, copy }
  return transact(store.db, store.engine, async (trx) => {
    await archiveIssue(createIssueArchive(trx), { list, number, now }, kept)
    const renderings = await freezeSelections(createSelectionStore(trx, store.engine), plan)
    return createLedgerStore(trx, store.engine).createCampaign({ ...draft, renderings }, now)
  })
}

async function freezeSelections(store: SelectionStore, { list, number, book }: SelectionPlan) {
  const { date } = book.plain.issue
  const frozen: FrozenRendering[] = []
  for (const { variant, papers, rendering, profileKey } of book.selections) {
    const selectionId = await store.insert({ list, issueNumber: number, date, profileKey, papers })
    frozen.push({ variant, selectionId, body: rendering })
  }
  return frozen
}
