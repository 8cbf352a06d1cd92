import { randomFillSync } from 'node:crypto'
import type { Instant } from '../clock.ts'
import type { AddrSpec, Mailbox } from '../mail/address.ts'

/**
 * 26 characters: the time of making, a running number and 60 random bits, so that ids made later sort later and tables grow
 * at their end. It opens nothing by itself: every link carries an HMAC over it.
 */
export type SubscriberId = string & { readonly __brand: 'SubscriberId' }

/** A person with a mailbox. */
export interface Subscriber {
  readonly id: SubscriberId
  readonly mailbox: Mailbox
  readonly createdAt: Instant
  /** Import that made the record, if one did. */
  readonly importId?: number
}

/** The port to stored subscribers; an address is found in any spelling that has the same `addressKey`. */
export interface SubscriberStore {
  find(id: SubscriberId): Promise<Subscriber | undefined>
  findByAddress(address: AddrSpec): Promise<Subscriber | undefined>
  /** @throws AppError `conflict` when the address is there already */
  insert(subscriber: Subscriber): Promise<void>
  updateName(id: SubscriberId, name: string | undefined): Promise<void>
  /** Deletes the record and, with it, all subscriptions. */
  delete(id: SubscriberId): Promise<void>
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz' // Crockford's base 32: no i, l, o, u
const pool = new Uint8Array(8192)
const last = { timeMs: -1, timeText: '', number: 0, used: pool.length }

/**
 * A new id, after every one that this process made for the same or an earlier time.
 *
 * @param epochMs time of making
 */
export function createSubscriberId(epochMs: number): SubscriberId {
  if (epochMs > last.timeMs || last.number >= 2 ** 25 - 1) {
    last.timeMs = Math.max(epochMs, last.timeMs + 1)
    last.timeText = encode(last.timeMs, 9)
    last.number = 0
  }
  last.number += 1
  if (last.used + 12 > pool.length) {
    randomFillSync(pool)
    last.used = 0
  }
  let text = last.timeText + encode(last.number, 5)
  for (const end = last.used + 12; last.used < end; last.used += 1) text += alphabet[(pool[last.used] ?? 0) & 31]
  return text as SubscriberId
}

function encode(value: number, length: number): string {
  let text = ''
  for (let rest = value, index = 0; index < length; index += 1) {
    text = `${alphabet[rest % 32]}${text}`
    rest = Math.floor(rest / 32)
  }
  return text
}
