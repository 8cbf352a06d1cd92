/** The wiring of the plan: what a sending would be, before it is one; a pure look, bound by a hash. */
import { createHash } from 'node:crypto'
import type { App, PreparedIssue } from '../../app.ts'
import { listRecipients } from '../audience.ts'
import { prepareMessages } from './delivery.ts'
import { checkPrepared } from '../preflight.ts'
import { limitRate, parseRate } from '../../delivery/sending/pace.ts'
import { AppError } from '../../errors.ts'
import type { Mailbox } from '../../mail/address.ts'
import type { Finding } from '../../rendering/preflight/finding.ts'
import type { ListSlug } from '../../subscribers/subscription.ts'

/** Who would get what, when it would be over, and what speaks against it. */
export interface Plan {
  readonly subject: string
  readonly list: string
  readonly recipientCount: number
  /** Octets of one message, without a signature. */
  readonly messageBytes: number
  readonly totalBytes: number
  /** Seconds it takes at the rate of the settings, or at a guess of one message a second and connection. */
  readonly seconds: number
  readonly findings: readonly Finding[]
  /** Bound to the octets of the issue, the list and its readers, the sender and the server. */
  readonly hash: string
}

/** Makes the plan of an issue for a list. */
export async function buildPlan(app: App, prepared: PreparedIssue, list: ListSlug): Promise<Plan> {
  const recipients = await listRecipients(app, list)
  const { template, recipients: first } = prepareMessages(app, prepared, recipients.slice(0, 1))
  const [one] = first
  const messageBytes = one === undefined ? 0 : template.compose(one).octets.length
  return {
    subject: prepared.issue.subject,
    list,
    recipientCount: recipients.length,
    messageBytes,
    totalBytes: messageBytes * recipients.length,
    seconds: estimateSeconds(app, recipients.length),
    findings: one === undefined ? [] : await checkPrepared(app, prepared, one.slots),
    hash: hashPlan(app, prepared, { list, recipients }),
  }
}

/** Refuses to send what is not what was planned. @throws AppError `conflict` */
export async function checkPlan(
  app: App,
  prepared: PreparedIssue,
  bound: { list: ListSlug; hash: string },
): Promise<void> {
  const recipients = await listRecipients(app, bound.list)
  const hash = hashPlan(app, prepared, { list: bound.list, recipients })
  if (hash.startsWith(bound.hash) && bound.hash.length >= 8) return
  throw new AppError(
    'conflict',
    `The issue, the list or the settings are not what was planned (now ${hash.slice(0, 16)}, planned ${bound.hash}). Look at a new plan.`,
  )
}

function estimateSeconds({ config }: App, count: number): number {
  const rate = config.delivery.rate === undefined ? undefined : parseRate(config.delivery.rate)
  const limited = limitRate(rate, config.delivery.warmup, Date.now())
  return Math.ceil(count * (limited ? limited.perMs / limited.count / 1000 : 1 / config.smtp.connections))
}

function hashPlan(
  { config }: App,
  { issue, rendered }: PreparedIssue,
  { list, recipients }: { readonly list: string; readonly recipients: readonly Mailbox[] },
): string {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([issue.hash, rendered, list, config.newsletter, config.smtp.host, config.delivery]))
  for (const { address } of recipients) hash.update(`\0${address}`)
  return hash.digest('hex')
}
