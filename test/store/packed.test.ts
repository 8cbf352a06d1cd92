import { describe, expect, it } from 'vitest'
import type { ClaimedDelivery, DeliveryMark } from '../../src/delivery/delivery.ts'
import type { AddrSpec } from '../../src/mail/address.ts'
import { packClaims, packMarks, unpackClaims, unpackMarks } from '../../src/store/ledger/packed.ts'

describe('packMarks and unpackMarks', () => {
  it('give back every kind of mark, with what it has and without what it has not', () => {
    const marks: DeliveryMark[] = [
      { id: 1, attempt: 1, event: 'at_dot' },
      { id: 2 ** 40, attempt: 3, event: 'accept', detail: '250 2.0.0 Ok: ü' },
      { id: 3, attempt: 1, event: 'defer', detail: '450 later', dueAtMs: 1_795_000_000_123, deferrals: 0 },
      { id: 4, attempt: 2, event: 'doubt', detail: '' },
      { id: 5, attempt: 2, event: 'release' },
      { id: 6, attempt: 2, event: 'fail', detail: '550 no' },
    ]
    expect(unpackMarks(packMarks(marks))).toEqual(marks)
  })
})

describe('packClaims and unpackClaims', () => {
  it('give back claimed deliveries in their order', () => {
    const claims: ClaimedDelivery[] = [
      {
        id: 7,
        attempt: 1,
        deferrals: 0,
        doubts: 0,
        subscriberId: 'a',
        address: 'ada@example.com' as AddrSpec,
        variant: '',
      },
      {
        id: 8,
        attempt: 9,
        deferrals: 2,
        doubts: 1,
        subscriberId: 'b',
        address: 'bén@example.com' as AddrSpec,
        displayName: 'Bén "B"',
        variant: 'profile',
      },
    ]
    expect(unpackClaims(packClaims(claims))).toEqual(claims)
  })
})
