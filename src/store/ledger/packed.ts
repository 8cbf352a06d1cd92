/*
 * Marks and claims in columns: the form in which they cross to the thread of the ledger. An object for each mark costs ten
 * times what an array of numbers for all of them does.
 */
import type { ClaimedDelivery, DeliveryMark } from '../../delivery/delivery.ts'
import type { AddrSpec } from '../../mail/address.ts'

const events: readonly DeliveryMark['event'][] = ['at_dot', 'accept', 'doubt', 'release', 'defer', 'fail']
const numbersOfMark = 5
const numbersOfClaim = 4

/** Marks as numbers (id, attempt, event, due time, deferrals; NaN for what is absent) and texts. */
export interface PackedMarks {
  readonly numbers: Float64Array
  readonly details: readonly (string | undefined)[]
}

/** Marks as columns. */
export function packMarks(marks: readonly DeliveryMark[]): PackedMarks {
  const numbers = new Float64Array(marks.length * numbersOfMark)
  const details: (string | undefined)[] = []
  let at = 0
  for (const { id, attempt, event, detail, dueAtMs = Number.NaN, deferrals = Number.NaN } of marks) {
    numbers[at] = id
    numbers[at + 1] = attempt
    numbers[at + 2] = events.indexOf(event)
    numbers[at + 3] = dueAtMs
    numbers[at + 4] = deferrals
    at += numbersOfMark
    details.push(detail)
  }
  return { numbers, details }
}

/** What `packMarks` packed. */
export function unpackMarks({ numbers, details }: PackedMarks): DeliveryMark[] {
  return details.map((detail, index) => {
    const at = index * numbersOfMark
    return {
      id: numbers[at] ?? 0,
      attempt: numbers[at + 1] ?? 0,
      event: events[numbers[at + 2] ?? -1] ?? 'release',
      detail,
      dueAtMs: toOptional(numbers[at + 3]),
      deferrals: toOptional(numbers[at + 4]),
    }
  })
}

function toOptional(value = Number.NaN): number | undefined {
  return Number.isNaN(value) ? undefined : value
}

/** Claimed deliveries as numbers (id, attempt, deferrals, doubts) and columns of text. */
export interface PackedClaims {
  readonly numbers: Float64Array
  readonly subscriberIds: readonly string[]
  readonly addresses: readonly AddrSpec[]
  readonly displayNames: readonly (string | undefined)[]
  readonly variants: readonly string[]
}

/** Claimed deliveries as columns. */
export function packClaims(claims: readonly ClaimedDelivery[]): PackedClaims {
  const numbers = new Float64Array(claims.length * numbersOfClaim)
  let at = 0
  for (const { id, attempt, deferrals, doubts } of claims) {
    numbers[at] = id
    numbers[at + 1] = attempt
    numbers[at + 2] = deferrals
    numbers[at + 3] = doubts
    at += numbersOfClaim
  }
  return {
    numbers,
    subscriberIds: claims.map(({ subscriberId }) => subscriberId),
    addresses: claims.map(({ address }) => address),
    displayNames: claims.map(({ displayName }) => displayName),
    variants: claims.map(({ variant }) => variant),
  }
}

/** What `packClaims` packed. */
export function unpackClaims(packed: PackedClaims): ClaimedDelivery[] {
  const { numbers, subscriberIds, addresses, displayNames, variants } = packed
  return addresses.map((address, index) => {
    const at = index * numbersOfClaim
    return {
      id: numbers[at] ?? 0,
      attempt: numbers[at + 1] ?? 0,
      deferrals: numbers[at + 2] ?? 0,
      doubts: numbers[at + 3] ?? 0,
      subscriberId: subscriberIds[index] ?? '',
      address,
      variant: variants[index] ?? '',
      displayName: displayNames[index],
    }
  })
}
