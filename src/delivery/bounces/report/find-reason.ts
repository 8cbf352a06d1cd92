/*
 * Why a recipient was refused. In: the evidence of one recipient. Out: the reason and whether it is certain to be about
 * the address. Rules of precedence:
 *   1. the rules of bounce-rules.data.json over the server's words, the most trustworthy words first;
 *   2. the status code (RFC 3463), where the words match no rule.
 */
import type { EnhancedStatus } from '../../../mail/reply.ts'
import type { BounceReason } from '../bounce.ts'
import type { Evidence } from './evidence.ts'
import data from './bounce-rules.data.json' with { type: 'json' }

/** One wording and what it means. */
export interface BounceRule {
  readonly reason: BounceReason
  readonly pattern: RegExp
  readonly codes?: RegExp
  /** The words alone prove that the address is gone, whichever command they answered. */
  readonly certain: boolean
  /** Looked for in the whole notice too: some systems report a full mailbox as an unknown user. */
  readonly everywhere: boolean
}

/** The shape of bounce-rules.data.json, which says what each field means. */
interface RuleGroup {
  readonly reason: string
  readonly codes?: string
  readonly certain?: boolean
  readonly everywhere?: boolean
  readonly wordings: readonly { readonly seen: string; readonly words: string }[]
}

/** A reason and how it was found. */
export interface FoundReason {
  readonly reason: BounceReason
  readonly certain: boolean
}

/** The rules of bounce-rules.data.json, in their order. */
export const bounceRules: readonly BounceRule[] = data.rules.flatMap((group: RuleGroup): BounceRule[] =>
  group.wordings.map(({ words }) => ({
    reason: group.reason as BounceReason,
    pattern: new RegExp(words, 'iu'),
    ...(group.codes === undefined ? {} : { codes: new RegExp(group.codes) }),
    certain: group.certain ?? false,
    everywhere: group.everywhere ?? false,
  })),
)

/** The reason that the words, else the status, give; `undefined` is a reason too: a refusal in words nobody knows. */
export function findReason(
  { words, notice, status }: Pick<Evidence, 'words' | 'notice' | 'status'>,
  rules: readonly BounceRule[] = bounceRules,
): FoundReason {
  const anywhere = toPlainWords(notice)
  const stronger = rules.find(({ everywhere, pattern }) => everywhere && pattern.test(anywhere))
  for (const text of words.map(toPlainWords)) {
    const rule = rules.find(({ pattern, codes }) => pattern.test(text) && (codes?.test(status ?? '') ?? true))
    if (rule) return stronger ?? rule
  }
  return { reason: reasonOf(status), certain: true }
}

/** What rules are matched against: words without what only looks like words: links, addresses, host names; white space folded, typographic quotes plain. */
export function toPlainWords(text: string): string {
  return text
    .slice(0, 4000)
    .replace(/https?:\/\/\S+/gi, ' ')
    .replace(/\bhost \S{1,255} \[[^\]\n]{0,60}\]/gi, ' ')
    .replace(/[!-~]{1,100}@[\w.-]{1,200}/g, ' ')
    .replace(/(?<![\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){2,8}(?![\w.])/g, ' ')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/(?:^|\s)[45]\d\d-(?:[45]\.\d+\.\d+)?(?=\s)/g, ' ')
    .replace(/\s+/g, ' ')
}

/** Reasons by status; a comment says which sentence of RFC 3463 §3 or of the registry (RFC 5248 §2.4) each code stands for. */
const byStatus: readonly (readonly [RegExp, BounceReason])[] = [
  [/^5\.1\.(?:1|3)$/, 'unknown_user'], // bad destination mailbox address; its syntax
  [/^5\.1\.2$/, 'unknown_host'], // bad destination system address
  [/^5\.1\.6$/, 'moved'], // mailbox has moved, no forwarding address
  [/^5\.1\.10$/, 'no_mail_accepted'], // recipient address has null MX (RFC 7505 §4.2)
  [/^5\.1\.351$/, 'unknown_user'], // Exchange Online: the remote server knows no such recipient
  [/^5\.4\.4$/, 'unknown_host'], // unable to route: no directory entry for the host
  [/^[45]\.1\.[78]$/, 'sender_refused'], // bad sender's mailbox address; its system
  [/^[45]\.2\.1$/, 'mailbox_disabled'], // disabled, not accepting: may come back
  [/^[45]\.2\.2$/, 'mailbox_full'],
  [/^[45]\.(?:2|3)\.(?:3|4)$/, 'too_big'], // over the mailbox's, or the system's, limit for one message
  [/^[45]\.3\.\d+$/, 'system'],
  [/^4\.4\.7$/, 'expired'], // delivery time expired
  [/^[45]\.4\.\d+$/, 'network'],
  [/^[45]\.6\.\d+$/, 'content'],
  [/^[45]\.7\.25$/, 'reverse_dns'], // RFC 7372 §3.3
  [/^[45]\.7\.2[0-7]$/, 'authentication'], // RFC 7372 §3
  [/^[45]\.7\.\d+$/, 'policy'],
]

function reasonOf(status: EnhancedStatus | undefined): BounceReason {
  return byStatus.find(([pattern]) => status !== undefined && pattern.test(status))?.[1] ?? 'undefined'
}
