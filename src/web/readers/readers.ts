import type { Instant } from '../../clock.ts'
import type { AddrSpec } from '../../mail/address.ts'
import type { DeliveryWishes, Profile } from '../../subscribers/profile.ts'
import type { SubscriptionStatus } from '../../subscribers/subscription.ts'
import type { TokenClaim } from '../../subscribers/token.ts'

/** What a page shows of the reader whom its token names. */
export interface PageReader {
  readonly address: AddrSpec
  readonly status: SubscriptionStatus
  readonly changedAt: Instant
  /** Absent when the address never was confirmed. */
  readonly confirmedAt?: Instant
  readonly profile: Profile
  readonly wishes: DeliveryWishes
}

/** Where and how somebody acted on a page, kept as proof. */
export interface PageProof {
  readonly ip?: string
  /** Path of the page, without its token. */
  readonly source: string
  /** The sentence above the button. */
  readonly wording?: string
}

/** What a reader may change about an issue. */
export interface Preferences {
  readonly profile: Profile
  readonly wishes: DeliveryWishes
}

/** More or less of a topic. */
export interface WeightStep {
  readonly topic: string
  readonly direction: 1 | -1
}

/** The port of the pages to the readers of a list; only the actions write. A claim comes from a token that was checked. */
export interface Readers {
  /** Undefined when the person was erased, or the list is none of ours. */
  find(claim: TokenClaim): Promise<PageReader | undefined>
  /** Sends a confirmation mail where one is due, and says nothing about whether it did. */
  subscribe(address: AddrSpec, proof: PageProof): Promise<void>
  /** A new mail for a link that has expired, within the same limits. */
  sendConfirmationAgain(claim: TokenClaim, proof: PageProof): Promise<void>
  /**
   * @param proof with the time of the token: a link from before the person left does not bring them back
   * @returns whether it was this click that did it
   */
  confirm(claim: TokenClaim, proof: PageProof & { readonly issuedAt: Instant }): Promise<boolean>
  /** Sends the mail with the reader's links. */
  sendWelcome(claim: TokenClaim): Promise<void>
  /** Sends the mail about what is new, unless they left or must not be mailed. */
  sendChanges(claim: TokenClaim, changes: readonly string[]): Promise<void>
  /** Sends the mail to whoever left, unless they are back or there is more that forbids to mail them. */
  sendGoodbye(claim: TokenClaim): Promise<void>
  savePreferences(claim: TokenClaim, preferences: Preferences, proof: PageProof): Promise<void>
  /** Moves the weight of a topic by one step. */
  adjust(claim: TokenClaim, step: WeightStep, proof: PageProof): Promise<void>
  unsubscribe(claim: TokenClaim, proof: PageProof): Promise<void>
  /** Takes an unsubscribe back. */
  undo(claim: TokenClaim, proof: PageProof): Promise<void>
}
