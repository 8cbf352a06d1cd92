import { isConfusable, type AddrSpec } from '../mail/address.ts'
import advice from './address-advice.data.json' with { type: 'json' }

/** What is to be thought about a good address; never a reason to change it. */
export interface AddressAdvice {
  /** The address that was probably meant. */
  readonly suggestion?: string
  /** Read by several people or by a machine: `info@`, `noreply@`. */
  readonly isRole: boolean
  /** From a service of mailboxes that live for minutes. */
  readonly isDisposable: boolean
  /** Looks like another address: mixed alphabets, full-width letters. */
  readonly isConfusable: boolean
}

const common = new Set(advice.commonDomains)
const roles = new Set(advice.roles)
const disposable = new Set(advice.disposableDomains)
const typos: Readonly<Record<string, string>> = advice.typos
const suggestions = new Map<string, string | undefined>()

/** Advice on an address by its words alone; nothing is looked up. */
export function adviseAddress(address: AddrSpec): AddressAdvice {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const meant = suggestDomain(domain)
  return {
    ...(meant === undefined ? {} : { suggestion: `${address.slice(0, at)}@${meant}` }),
    isRole: roles.has(address.slice(0, at).toLowerCase()),
    isDisposable: disposable.has(domain),
    isConfusable: isConfusable(address),
  }
}

/** The advice as a sentence fragment; undefined when there is none. */
export function describeAdvice({ suggestion, isRole, isDisposable, isConfusable }: AddressAdvice): string | undefined {
  if (suggestion !== undefined) return `may be a slip of the keys for ${suggestion}`
  if (isDisposable) return 'is a mailbox that lives for minutes'
  if (isRole) return 'is read by several people or by a machine'
  return isConfusable ? 'looks like another address' : undefined
}

/** A domain one slip away from a common one; the many readers of one domain are asked about once. */
function suggestDomain(domain: string): string | undefined {
  if (common.has(domain)) return undefined
  if (suggestions.has(domain)) return suggestions.get(domain)
  if (suggestions.size >= 20_000) suggestions.clear()
  const found = typos[domain] ?? [...common].find((other) => other.length > 6 && isOneSlip(domain, other))
  suggestions.set(domain, found)
  return found
}

/** Whether one letter is missing, too much, wrong, or changed places with its neighbour. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other || Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  const left = one.slice(start, one.length - end)
  const right = other.slice(start, other.length - end)
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
