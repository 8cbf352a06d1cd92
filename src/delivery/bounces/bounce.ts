import type { EnhancedStatus } from '../../mail/reply.ts'

/** What a mail that came back says; `none` is every mail that reports nothing, and every mail that is not to be trusted. */
export type BounceKind = 'hard' | 'soft' | 'complaint' | 'auto_reply' | 'unsubscribe' | 'none'

/** Why a message was refused, in our words; `reasonKinds` says which of them speak about the address itself. */
export type BounceReason =
  | 'unknown_user'
  | 'unknown_host'
  | 'moved'
  | 'no_mail_accepted'
  | 'mailbox_full'
  | 'mailbox_disabled'
  | 'refused'
  | 'sender_refused'
  | 'authentication'
  | 'reverse_dns'
  | 'blocked'
  | 'policy'
  | 'spam'
  | 'virus'
  | 'content'
  | 'too_big'
  | 'rate'
  | 'relay'
  | 'network'
  | 'expired'
  | 'delayed'
  | 'system'
  | 'mailer'
  | 'undefined'
  | 'delivered'
  | 'feedback'
  | 'auto_reply'
  | 'unsubscribe'

/** The reasons that make an address unusable for good; each other refusal is soft. */
export const hardReasons: ReadonlySet<BounceReason> = new Set([
  'unknown_user',
  'unknown_host',
  'moved',
  'no_mail_accepted',
])

/** What is said of one recipient. */
export interface BouncedRecipient {
  /** As reported: not always one that `parseAddress` would take. */
  readonly address: string
  readonly kind: BounceKind
  /** Absent where the mail gives none and none can be concluded, as in complaints. */
  readonly status?: EnhancedStatus
  readonly reason: BounceReason
  /** The server's words, at most 500 characters, white space folded. */
  readonly words?: string
}

/** A mail that came back, understood. */
export interface Bounce {
  /** The gravest of the recipients' kinds. */
  readonly kind: BounceKind
  readonly recipients: readonly BouncedRecipient[]
}

/** A mail that reports nothing. */
export const noBounce: Bounce = { kind: 'none', recipients: [] }
