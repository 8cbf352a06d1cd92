import type { EnhancedStatus } from '../../../mail/reply.ts'
import { hardReasons, type BouncedRecipient, type BounceReason } from '../bounce.ts'
import type { Evidence } from './evidence.ts'
import { findReason, type BounceRule, type FoundReason } from './find-reason.ts'

const succeeded = new Set<string | undefined>(['delivered', 'relayed', 'expanded'])

/**
 * What the evidence of one recipient comes to. A hard bounce ends a subscription, so it takes more than a word: the refusal
 * must be about the recipient and not about the sender or the content.
 */
export function judgeEvidence(evidence: Evidence, rules?: readonly BounceRule[]): BouncedRecipient {
  const { address, action, status, words, notice } = evidence
  if (succeeded.has(action) || (action !== 'failed' && status?.startsWith('2.'))) {
    return { address, kind: 'none', status: status ?? '2.0.0', reason: 'delivered' }
  }
  const said = quote(words[0] ?? notice)
  if (action === 'delayed' || isWarning(notice)) {
    return { address, kind: 'soft', status: status ?? '4.0.0', reason: 'delayed', ...said }
  }
  const found = findReason(evidence, rules)
  const reason = checkReason(found, evidence)
  const kind = hardReasons.has(reason) ? 'hard' : 'soft'
  return { address, kind, status: status ?? guessStatus(reason), reason, ...said }
}

/** A hard reason stands only where the rest of the evidence agrees; else it is a refusal of unknown cause. */
function checkReason(found: FoundReason, evidence: Evidence): BounceReason {
  if (!hardReasons.has(found.reason)) return found.reason
  if (evidence.isPreset === true) return 'refused'
  if (evidence.command === 'MAIL' || evidence.command === 'CONN') return 'sender_refused'
  // 5.7.1 about a domain is a rule about ours, such as a sender without MX record (RFC 3463 §3.8).
  if (isAboutDomain(found.reason) && evidence.status === '5.7.1') return 'policy'
  // A name that cannot be resolved for now is not a name that nobody has.
  if (found.reason === 'unknown_host' && evidence.status?.startsWith('4.') === true) return 'network'
  return found.reason !== 'unknown_user' || found.certain || isAboutRecipient(evidence) ? found.reason : 'refused'
}

function isAboutDomain(reason: BounceReason): boolean {
  return reason === 'no_mail_accepted' || reason === 'unknown_host'
}

/**
 * Whether "user unknown" can be believed. Mobile carriers answer just that after DATA when a reader's filter refuses the
 * content; a status of 5.1.z is about the address in any case (RFC 3463 §3.2).
 */
function isAboutRecipient({ command, status, structured }: Evidence): boolean {
  if (status !== undefined && /^[45]\.1\.\d+$/.test(status)) return true
  if (command !== undefined) return command === 'RCPT'
  // 5.0.0 says nothing, 5.2.z speaks of a mailbox that exists, 5.7.z of what is not allowed.
  return structured && (status === undefined || /^5\.[345]\./.test(status))
}

const warning =
  /warning (?:message )?only|advisory[- ]only|(?:has|have|was) been (?:delayed|postponed)|do not need to resend|not yet been delivered|delivery attempts will continue|will be retried|still being retried/i

function isWarning(notice: string): boolean {
  return warning.test(notice)
}

/** The class is known even where no code is given. */
function guessStatus(reason: BounceReason): EnhancedStatus {
  return reason === 'expired' || reason === 'network' ? '4.0.0' : '5.0.0'
}

function quote(words: string): { words?: string } {
  const text = words.replace(/\s+/g, ' ').trim().slice(0, 500)
  return text === '' ? {} : { words: text }
}
