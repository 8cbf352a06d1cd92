/** The wiring of the plan: what a sending would be, before it is one; bound by a hash. */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import type { Instant } from '../../clock.ts'
import { limitRate, parseRate } from '../../delivery/sending/pace.ts'
import { AppError } from '../../errors.ts'
import type { Mailbox } from '../../mail/address.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import type { Store } from '../../store/open.ts'
import { checkPrepared } from '../preflight.ts'
import type { PreparedIssue } from '../prepare.ts'
import { prepareMessages } from './delivery.ts'
import { countFigures, type PlanFigures } from './plan-figures.ts'
import { planReaders, type PlannedReaders } from './readers.ts'
import { countParts } from './selection-book.ts'
import { planSelections, type SelectionChoices, type SelectionPlan } from './selections.ts'

/** Who would get what, when it would be over, and what speaks against it. */
export interface Plan extends PlanFigures {
  readonly list: string
  readonly number: number
  /** Seconds it takes at the rate of the settings; without one, only the server knows. */
  readonly seconds?: number
  readonly findings: readonly Finding[]
  /** Bound to the octets of each selection, the list and its readers, the sender and the server. */
  readonly hash: string
}

/** A plan with what a campaign is made of. */
export interface PlannedSending {
  readonly plan: Plan
  readonly selections: SelectionPlan
}

/** Plans the sending of an issue to a list. @throws AppError `not_found` when nobody may be mailed now */
export async function planSending(
  app: App,
  store: Store,
  prepared: PreparedIssue,
  choices: SelectionChoices,
): Promise<PlannedSending> {
  const selections = await planSelections(app, store, prepared, choices)
  const readers = await planReaders(store, selections)
  const releasedAt = choices.releasedAt ?? app.clock.now()
  return { selections, plan: await buildPlan(app, prepared, { selections, readers, releasedAt }) }
}

/** Refuses to send what is not what was planned. @throws AppError `conflict` */
export function checkPlan({ hash }: Plan, planned: string): void {
  if (hash.startsWith(planned) && planned.length >= 8) return
  throw new AppError(
    'conflict',
    `The issue, the list or the settings are not what was planned (now ${hash.slice(0, 16)}, planned ${planned}). Look at a new plan.`,
  )
}

interface Parts {
  readonly selections: SelectionPlan
  readonly readers: PlannedReaders
  readonly releasedAt: Instant
}

async function buildPlan(app: App, prepared: PreparedIssue, { selections, readers, releasedAt }: Parts): Promise<Plan> {
  const { findings, overhead } = await checkCopies(app, prepared, { selections, first: readers.first })
  return {
    ...countFigures(prepared.issue.subject, selections, { readers, releasedAt, overhead }),
    list: selections.list,
    number: selections.number,
    ...countSeconds(app, readers.recipientCount),
    findings,
    hash: hashPlan(app, prepared, { selections, readers }),
  }
}

/** Preflight of the issue as it is and of the largest selection; and what a message has besides its two parts. */
async function checkCopies(
  app: App,
  prepared: PreparedIssue,
  { selections: { book }, first }: { readonly selections: SelectionPlan; readonly first: Mailbox | undefined },
): Promise<{ readonly findings: Finding[]; readonly overhead: number }> {
  if (first === undefined) return { findings: [], overhead: 0 }
  const { template, recipients } = prepareMessages(app, prepared, [first])
  const [one] = recipients
  if (!one) return { findings: [], overhead: 0 }
  const overhead = template.compose(one).octets.length - countParts(prepared)
  const copies = [prepared, ...(book.largest === book.plain ? [] : [{ ...prepared, ...book.largest }])]
  const found = await Promise.all(copies.map((copy) => checkPrepared(app, copy, one.slots)))
  const byText = new Map(found.flat().map((finding) => [`${finding.code} ${finding.message}`, finding]))
  return { findings: [...byText.values()], overhead }
}

function countSeconds({ config: { delivery } }: App, count: number): Pick<Plan, 'seconds'> {
  const rate = delivery.rate === undefined ? undefined : parseRate(delivery.rate)
  const limited = limitRate(rate, delivery.warmup, Date.now())
  return limited ? { seconds: Math.ceil((count * limited.perMs) / limited.count / 1000) } : {}
}

function hashPlan(
  { config }: App,
  { issue }: PreparedIssue,
  { selections: { list, number, book }, readers }: Pick<Parts, 'selections' | 'readers'>,
): string {
  return createHash('sha256')
    .update(JSON.stringify([issue.hash, number, book.hash, list, config.newsletter, config.smtp.host, config.delivery]))
    .update(readers.hash)
    .digest('hex')
}
