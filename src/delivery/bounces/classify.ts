/*
 * A mail that came back → what it says. In: the octets of one message. Out: its kind, and kind, status and reason of
 * each recipient. Guaranteed: nothing is thrown, and what is not understood is `none`. Order, because one mail can look
 * like several:
 *   1. a feedback report (RFC 5965): a complaint when a reader made it;
 *   2. a notification of a sending service, mailed instead of posted;
 *   3. a report of a mail system: failures, delays and deliveries (RFC 3464 or in words);
 *   4. an automatic answer (RFC 3834);
 *   5. a reader who wants to leave.
 */
import { parseMessage, type IncomingMessage } from '../../mail/incoming-message.ts'
import { noBounce, type Bounce, type BouncedRecipient, type BounceKind } from './bounce.ts'
import { collectEvidence } from './report/collect-evidence.ts'
import { classifyFeedback } from './feedback.ts'
import { keyOf } from './report/find-recipients.ts'
import type { BounceRule } from './report/find-reason.ts'
import { judgeEvidence } from './report/judge.ts'
import { classifyAutoReply, classifyUnsubscribe } from './replies.ts'
import { isReport } from './report/recognize.ts'
import { readServiceMail } from './service-mail.ts'

const gravest: readonly BounceKind[] = ['complaint', 'hard', 'unsubscribe', 'soft', 'auto_reply', 'none']

/** Classifies one message. */
export async function classifyMessage(octets: Uint8Array): Promise<Bounce> {
  const message = await parseMessage(octets)
  return message === undefined ? noBounce : classifyParsed(message)
}

/** Classifies a message that is read already; with other rules than those of the data file where an evaluation asks for it. */
export function classifyParsed(message: IncomingMessage, rules?: readonly BounceRule[]): Bounce {
  const feedback = classifyFeedback(message)
  if (feedback) return feedback
  const notified = readServiceMail(message)
  if (notified) return summarize(notified)
  if (isReport(message)) return summarize(collectEvidence(message).map((evidence) => judgeEvidence(evidence, rules)))
  return classifyAutoReply(message) ?? classifyUnsubscribe(message) ?? noBounce
}

/** Some reports list one recipient several times; the gravest line counts. */
function summarize(recipients: readonly BouncedRecipient[]): Bounce {
  const byAddress = Map.groupBy(recipients, ({ address }) => keyOf(address))
  const once = [...byAddress.values()].map(findGravest).filter((recipient) => recipient !== undefined)
  const kind = findGravest(once)?.kind
  return kind === undefined ? noBounce : { kind, recipients: once }
}

function findGravest(recipients: readonly BouncedRecipient[]): BouncedRecipient | undefined {
  return recipients.toSorted((a, b) => gravest.indexOf(a.kind) - gravest.indexOf(b.kind))[0]
}
