import { addressKey, type AddrSpec } from '../../../src/mail/address.ts'
import type { BounceStore, RecordedBounce } from '../../../src/delivery/bounces/bounce-store.ts'
import { hashRecipient } from '../../../src/delivery/bounces/read-return-path.ts'

/** A BounceStore in memory, which shows what it was told. */
export function createMemoryBounceStore(subscribers: readonly AddrSpec[] = []): BounceStore & {
  readonly bounces: readonly RecordedBounce[]
} {
  const bounces: RecordedBounce[] = []
  const isSame = (one: AddrSpec, other: AddrSpec): boolean => addressKey(one) === addressKey(other)
  return {
    bounces,
    async has(messageHash) {
      return bounces.some((bounce) => bounce.messageHash === messageHash)
    },
    async record(bounce) {
      const known = bounces.some(
        ({ messageHash, address }) => messageHash === bounce.messageHash && isSame(address, bounce.address),
      )
      if (!known) bounces.push(bounce)
      return !known
    },
    async listCountedAt(address, since) {
      return bounces
        .filter((bounce) => isSame(bounce.address, address) && bounce.decision === 'count' && bounce.at >= since)
        .map(({ at }) => at)
    },
    async findByHash(recipientHash) {
      return subscribers.find((address) => hashRecipient(address) === recipientHash)
    },
  }
}
