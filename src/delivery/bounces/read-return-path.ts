import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a return path of ours says: the start of the issue's hash and of the recipient's. */
export interface ReturnPathReading {
  /** First 8 hexadecimal digits of the issue's hash. */
  readonly issue: string
  /** First 16 hexadecimal digits of the SHA-256 of the recipient's address. */
  readonly recipientHash: string
}

const shape = /\+([0-9a-f]{8}\.[0-9a-f]{16})\.([0-9a-f]{16})@/i

/**
 * Reads an address that `formatReturnPath` made with the same key; anything else, and any changed letter, is undefined.
 * What relays write before the `+` does not matter.
 */
export function readReturnPath(address: string, key: string): ReturnPathReading | undefined {
  const [, what, mac] = shape.exec(address.toLowerCase()) ?? []
  if (what === undefined || mac === undefined) return undefined
  const expected = createHmac('sha256', key).update(`return-path\0${what}`).digest().subarray(0, 8)
  if (!timingSafeEqual(expected, Buffer.from(mac, 'hex'))) return undefined
  const [issue = '', recipientHash = ''] = what.split('.')
  return { issue, recipientHash }
}

/** The recipient's part of a return path. */
export function hashRecipient(address: string): string {
  return createHash('sha256').update(address).digest('hex').slice(0, 16)
}
