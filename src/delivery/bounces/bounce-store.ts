import type { Instant } from '../../clock.ts'
import type { AddrSpec } from '../../mail/address.ts'
import type { Suppression } from '../../subscribers/suppression.ts'
import type { BouncedRecipient } from './bounce.ts'
import type { BounceDecision } from './decide-bounce.ts'

/** A bounce that is known to be about a message of ours. */
export interface RecordedBounce extends Omit<BouncedRecipient, 'address'> {
  /** SHA-256 of the mail that said so, or id of the provider's event: the same report counts once. */
  readonly messageHash: string
  readonly address: AddrSpec
  readonly at: Instant
  /** First digits of the issue's hash, where the report tells. */
  readonly issue?: string
  readonly decision: BounceDecision
  /** Written together with the bounce, where the decision is to suppress. */
  readonly suppression?: Suppression
}

/** The port to what came back. */
export interface BounceStore {
  /** Whether a report was recorded. */
  has(messageHash: string): Promise<boolean>
  /**
   * Records a bounce and its suppression in one transaction.
   *
   * @returns false, and changes nothing, when this report on this address is recorded already
   */
  record(bounce: RecordedBounce): Promise<boolean>
  /** When bounces of the address were counted, since then. */
  listCountedAt(address: AddrSpec, since: Instant): Promise<readonly Instant[]>
  /**
   * The subscriber whose address hashes to these 16 digits (`hashRecipient`): for reports that name another address,
   * because the mail was forwarded. It is rare, and may read every address.
   */
  findByHash(recipientHash: string): Promise<AddrSpec | undefined>
}
