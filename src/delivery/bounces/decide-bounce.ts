import type { Instant } from '../../clock.ts'
import type { BouncedRecipient, BounceReason } from './bounce.ts'

/** What follows for the reader: never mail again, remember, or nothing. */
export type BounceDecision = 'suppress' | 'count' | 'ignore'

/** What is known of earlier bounces of one address. */
export interface BounceHistory {
  readonly now: Instant
  /** When soft bounces were counted, in any order. */
  readonly countedAt: readonly Instant[]
}

/**
 * When soft bounces add up to a hard one: on so many different days within so many days. A mailbox that is full for a week
 * of weekdays is left; one that is full over a holiday is not.
 */
export const softLimit = { bounces: 7, days: 30 }

const dayMs = 24 * 3600 * 1000

/** What each reason comes to. */
const byReason: Readonly<Record<BounceReason, BounceDecision>> = {
  unknown_user: 'suppress', // 5.1.1, 5.1.3: nobody has this address
  unknown_host: 'suppress', // 5.1.2, 5.4.4: the domain is gone
  moved: 'suppress', // 5.1.6: the person is, and left no address
  no_mail_accepted: 'suppress', // 5.1.10: the domain takes no mail at all (RFC 7505 §3)
  mailbox_full: 'count', // 5.2.2: may be emptied
  mailbox_disabled: 'count', // 5.2.1: may be enabled again
  refused: 'count', // "unknown user" that cannot be believed
  undefined: 'count', // words that nobody knows
  expired: 'count', // 4.4.7: a host that was away for days
  network: 'count', // 4.4.1, 4.4.2: the same
  system: 'count', // 5.3.0: their trouble, but it may be for good
  mailer: 'count', // a program behind the mailbox
  sender_refused: 'ignore', // 5.1.7, 5.1.8: about our address, and so about every reader
  authentication: 'ignore', // 5.7.20 to 5.7.27, 5.7.515: SPF, DKIM, DMARC are ours to mend
  reverse_dns: 'ignore', // 5.7.25: our host's name
  blocked: 'ignore', // 5.7.1: our host's reputation
  policy: 'ignore', // 5.7.z: a rule that the reader did not make
  spam: 'ignore', // about one issue
  virus: 'ignore', // about one issue, or about a filter
  content: 'ignore', // 5.6.z: about one issue
  too_big: 'ignore', // 5.2.3, 5.3.4: about one issue
  rate: 'ignore', // 4.7.28: about how fast we were
  relay: 'ignore', // 5.7.1: their MX record or their server is wrong
  delayed: 'ignore', // nothing has failed yet (RFC 3464 §2.3.3)
  delivered: 'ignore', // the opposite of a failure
  feedback: 'suppress', // they called it spam
  auto_reply: 'ignore', // RFC 3834: they are away
  unsubscribe: 'suppress', // they said so
}

/** What follows from a bounce; the one place that decides whether somebody is never mailed again. */
export function decideBounce(
  { reason }: Pick<BouncedRecipient, 'reason'>,
  { now, countedAt }: BounceHistory,
): BounceDecision {
  const decision = byReason[reason]
  if (decision !== 'count') return decision
  const since = Date.parse(now) - softLimit.days * dayMs
  // Two lists on one day, or one server's two reports, are one sign of trouble.
  const days = new Set([now, ...countedAt].filter((at) => Date.parse(at) > since).map((at) => at.slice(0, 10)))
  return days.size >= softLimit.bounces ? 'suppress' : 'count'
}
