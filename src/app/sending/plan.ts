/** The wiring of the plan: what a sending would be, before it is one; bound by a hash. */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { checkPrepared } from '../preflight.ts'
import { prepareMessages } from './delivery.ts'
import { countParts } from './selection-book.ts'
import { planSelections, type SelectionChoices, type SelectionPlan } from './selections.ts'
import { planReaders, type PlannedReaders } from './readers.ts'
import { formatInstant, type Instant } from '../../clock.ts'
import { limitRate, parseRate } from '../../delivery/sending/pace.ts'
import { AppError } from '../../errors.ts'
import type { Mailbox } from '../../mail/address.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import type { Store } from '../../store/open.ts'

/** Readers who get it at one time. */
export interface PlannedWave {
  readonly at: Instant
  readonly readerCount: number
}

/** Readers whose selections have one subject: it names the papers that come first for them. */
export interface PlannedSubject {
  readonly subject: string
  readonly readerCount: number
}

/** Readers of the list who get nothing, for one reason. */
export interface LeftOut {
  readonly reason: string
  readonly readerCount: number
}

/** Who would get what, when it would be over, and what speaks against it. */
export interface Plan {
  /** What most readers find in their inbox. */
  readonly subject: string
  /** Every subject, the most read one first. */
  readonly subjects: readonly PlannedSubject[]
  readonly list: string
  readonly number: number
  readonly recipientCount: number
  /** How many different issues, each for readers who chose and had the same. */
  readonly selectionCount: number
  /** Octets of one message without a signature; the median is over the readers. */
  readonly messageBytes: { readonly least: number; readonly median: number; readonly most: number }
  readonly totalBytes: number
  readonly waves: readonly PlannedWave[]
  readonly leftOut: readonly LeftOut[]
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
  const sizes = listSizes(selections, readers, overhead)
  const subjects = listSubjects(selections, readers)
  return {
    subject: subjects[0]?.subject ?? prepared.issue.subject,
    subjects,
    list: selections.list,
    number: selections.number,
    recipientCount: readers.recipientCount,
    selectionCount: readers.countByVariant.size,
    messageBytes: {
      least: sizes[0]?.bytes ?? 0,
      median: findMedian(sizes, readers.recipientCount),
      most: sizes.at(-1)?.bytes ?? 0,
    },
    totalBytes: sizes.reduce((sum, { bytes, count }) => sum + bytes * count, 0),
    waves: [...readers.countByTime]
      .map(([atMs, readerCount]) => ({ at: atMs === 0 ? releasedAt : formatInstant(atMs), readerCount }))
      .sort((one, other) => (one.at < other.at ? -1 : 1)),
    leftOut: [...readers.countByReason]
      .map(([reason, readerCount]) => ({ reason, readerCount }))
      .sort((one, other) => other.readerCount - one.readerCount || (one.reason < other.reason ? -1 : 1)),
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

/** Ties go by the alphabet, so that a plan says the same each time. */
function listSubjects({ book }: SelectionPlan, { countByVariant }: PlannedReaders): PlannedSubject[] {
  const counts = new Map<string, number>()
  for (const { variant, subject } of book.selections)
    counts.set(subject, (counts.get(subject) ?? 0) + (countByVariant.get(variant) ?? 0))
  return [...counts]
    .map(([subject, readerCount]) => ({ subject, readerCount }))
    .filter(({ readerCount }) => readerCount > 0)
    .sort((one, other) => other.readerCount - one.readerCount || (one.subject < other.subject ? -1 : 1))
}

interface Size {
  readonly bytes: number
  readonly count: number
}

function listSizes({ book }: SelectionPlan, { countByVariant }: PlannedReaders, overhead: number): Size[] {
  return book.selections
    .map(({ variant, partBytes }) => ({ bytes: partBytes + overhead, count: countByVariant.get(variant) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.bytes - other.bytes)
}

function findMedian(sizes: readonly Size[], total: number): number {
  let seen = 0
  return sizes.find(({ count }) => (seen += count) * 2 >= total)?.bytes ?? 0
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
