import { createHash } from 'node:crypto'
import type { Instant } from '../clock.ts'
import { addressKey, type AddrSpec } from '../mail/address.ts'
import type { ListSlug } from './subscription.ts'

/** Why an address must not be mailed. */
export type SuppressionReason = 'unsubscribe' | 'hard_bounce' | 'complaint' | 'manual'

/** A standing instruction never to mail an address; it outlives the subscriber's record. */
export interface Suppression {
  /** Key of the address (`addressKey`), or `hash:…` of it after the person was erased. */
  readonly key: string
  /** The list it is for; absent means every list. */
  readonly list?: ListSlug
  readonly reason: SuppressionReason
  readonly since: Instant
  /** Where it came from: a file, a bounce, a page. */
  readonly source?: string
  readonly importId?: number
}

/** The port to suppressions; every question asks for the address and for its hash. */
export interface SuppressionStore {
  /** The strictest suppression that stops mail of this list to this address. */
  find(address: AddrSpec, list?: ListSlug): Promise<Suppression | undefined>
  listOf(address: AddrSpec): Promise<readonly Suppression[]>
  /** Keeps what is there already when the address is suppressed for the same list; says whether it was new. */
  insert(suppression: Suppression): Promise<boolean>
  /** Takes back one, or those of all lists and reasons when neither is given; says how many there were. */
  delete(address: AddrSpec, which?: { list?: ListSlug; reason?: SuppressionReason }): Promise<number>
  /** Replaces the address by its hash in everything suppressed for it. */
  forget(address: AddrSpec): Promise<void>
  listPage(page: { after?: string; limit: number }): Promise<readonly Suppression[]>
}

/** What remains of an erased address: enough to know it again, not enough to read it. */
export function hashAddressKey(key: string): string {
  return `hash:${createHash('sha256').update(`courant suppression\0${key}`).digest('hex')}`
}

/** Both keys under which an address may be suppressed. */
export function suppressionKeys(address: AddrSpec): readonly [string, string] {
  const key = addressKey(address)
  return [key, hashAddressKey(key)]
}

/** How hard each reason is: a harder one wins where several hold. */
export const suppressionSeverity: Readonly<Record<SuppressionReason, number>> = {
  unsubscribe: 0,
  manual: 1,
  hard_bounce: 2,
  complaint: 3,
}
