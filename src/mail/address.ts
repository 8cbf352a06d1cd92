import { domainToASCII } from 'node:url'
import { AppError } from '../errors.ts'

/** local-part@domain in normal form (RFC 5322 §3.4.1); only `parseAddress` makes one. */
export type AddrSpec = string & { readonly __brand: 'AddrSpec' }

/** Display name and address (RFC 5322 §3.4). */
export interface Mailbox {
  readonly displayName?: string
  readonly address: AddrSpec
}

// RFC 5322 §3.2.3 atext, widened by RFC 6531 §3.3 to every non-ASCII letter, mark, number and symbol.
const atext = String.raw`[\p{L}\p{M}\p{N}\p{S}!#$%&'*+\-/=?^_\x60{|}~]`
const dotAtom = new RegExp(`^${atext}+(?:\\.${atext}+)*$`, 'u')
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i

/**
 * Reads a bare address: a dot-atom local part and a domain name with a dot, which becomes its lower-case A-label.
 * Quoted local parts, comments, groups, routes and address literals are refused, and so is anything over the limits of
 * RFC 5321 §4.5.3.1 (64 octets, 254 in all).
 *
 * @returns undefined when the text is not such an address
 */
export function parseAddress(text: string): AddrSpec | undefined {
  const trimmed = text.trim().normalize('NFC')
  const at = trimmed.lastIndexOf('@')
  if (at < 1) return undefined
  const localPart = trimmed.slice(0, at)
  const domain = parseDomain(trimmed.slice(at + 1))
  if (domain === undefined || !dotAtom.test(localPart)) return undefined
  const address = `${localPart}@${domain}`
  if (Buffer.byteLength(localPart) > 64 || Buffer.byteLength(address) > 254) return undefined
  return address as AddrSpec
}

/** A domain name as lower-case A-labels (UTS 46); undefined unless it has two labels and a top level that is no number. */
export function parseDomain(text: string): string | undefined {
  const ascii = domainToASCII(text.replace(/\.$/, ''))
  const labels = ascii.split('.')
  if (labels.length < 2 || /^\d+$/.test(labels.at(-1) ?? '')) return undefined
  return labels.every((part) => label.test(part)) && ascii.length <= 253 ? ascii : undefined
}

/** Reads `Name <address>`, `"Name" <address>` or a bare address. */
export function parseMailbox(text: string): Mailbox | undefined {
  if (hasLineBreak(text)) return undefined
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<([^<>]+)>\s*$/u.exec(text)
  if (!match) {
    const address = parseAddress(text)
    return address === undefined ? undefined : { address }
  }
  const address = parseAddress(match[3] ?? '')
  if (address === undefined) return undefined
  const displayName = (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '').trim()
  return displayName === '' ? { address } : { displayName, address }
}

/** As parseMailbox, for settings and options: says what is wrong instead of being undefined. */
export function getMailbox(text: string, what: string): Mailbox {
  const mailbox = parseMailbox(text)
  if (!mailbox) {
    throw new AppError(
      'invalid',
      `${what} is "${text}", which is no address. Write name@example.com or Name <name@example.com>.`,
    )
  }
  return mailbox
}

/** The form two addresses are compared in: the local part case-folded; dots and +tags are kept apart. */
export function addressKey(address: AddrSpec): string {
  return address.toLowerCase()
}

function hasLineBreak(text: string): boolean {
  return /[\r\n\0]/.test(text)
}
