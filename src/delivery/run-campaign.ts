/**
 * Message template × recipients → outcomes. One message per recipient; every recipient gets exactly one outcome, in the
 * order given, whatever happens. A refused recipient stops nobody else; a server that serves nobody stops the sending, and
 * who was not tried is deferred.
 */
import type { AddrSpec } from '../mail/address.ts'
import { formatReply } from '../mail/reply.ts'
import { buildReport, type DeliveryOutcome, type DeliveryReport } from './outcome.ts'
import type { MessageRecipient, MessageTemplate } from './message-template.ts'
import { SmtpError, type Transport } from './transport.ts'

/** Failures of the route in a row, without an acceptance between, that end a sending. */
const routeFailureLimit = 3

/** One sending. */
export interface CampaignRun {
  readonly template: MessageTemplate
  readonly recipients: readonly MessageRecipient[]
  readonly transport: Transport
  /** Envelope sender for a recipient. */
  readonly mailFrom: (recipient: AddrSpec) => AddrSpec
  /** Messages under way at once. */
  readonly concurrency: number
  readonly signal: AbortSignal
  readonly onOutcome?: (outcome: DeliveryOutcome) => void
}

/** Sends until everybody was tried, the signal aborts, or the server serves nobody. */
export async function runCampaign(run: CampaignRun): Promise<DeliveryReport> {
  const outcomes = new Map<number, DeliveryOutcome>()
  const queue = run.recipients.entries()
  let routeFailures = 0
  let stopped: string | undefined

  const work = async (): Promise<void> => {
    for (const [index, recipient] of queue) {
      if (run.signal.aborted) stopped ??= 'stopped by request'
      if (stopped !== undefined) {
        outcomes.set(index, deferUntried(run.template, recipient, stopped))
        continue
      }
      const { outcome, failedRoute } = await deliver(run, recipient)
      routeFailures = failedRoute ? routeFailures + 1 : 0
      if (routeFailures >= routeFailureLimit) stopped ??= outcome.detail
      outcomes.set(index, outcome)
      run.onOutcome?.(outcome)
    }
  }
  await Promise.all(Array.from({ length: run.concurrency }, work))
  const ordered = run.recipients.map((_, index) => outcomes.get(index)).filter((outcome) => outcome !== undefined)
  return buildReport(ordered, stopped)
}

async function deliver(
  { template, transport, mailFrom }: CampaignRun,
  recipient: MessageRecipient,
): Promise<{ outcome: DeliveryOutcome; failedRoute: boolean }> {
  const { address } = recipient.mailbox
  const { messageId, octets } = template.compose(recipient)
  try {
    const reply = await transport.send({ mailFrom: mailFrom(address), rcptTo: address }, octets)
    return {
      outcome: { address, messageId, status: 'accepted', reply, detail: formatReply(reply) },
      failedRoute: false,
    }
  } catch (error) {
    if (!(error instanceof SmtpError)) throw error
    const { permanent, reply, message, scope, phase } = error
    const status = permanent ? 'failed' : 'deferred'
    // Nobody knows (RFC 5321 §6.1), and whoever sends again should know that.
    const detail = phase === 'dot' && reply === undefined ? `${message} It may have been taken all the same.` : message
    return {
      outcome: { address, messageId, status, detail, ...(reply ? { reply } : {}) },
      failedRoute: scope === 'route',
    }
  }
}

function deferUntried(template: MessageTemplate, recipient: MessageRecipient, reason: string): DeliveryOutcome {
  const { messageId } = template.compose(recipient)
  return { address: recipient.mailbox.address, messageId, status: 'deferred', detail: `not tried: ${reason}` }
}
