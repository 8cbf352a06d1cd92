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
const atext = String.raw`[[[\p{L}\p{M}\p{N}\p{S}]--\p{ASCII}]A-Za-z0-9!#$%&'*+\-\/=?^_\x60\{\|\}~]`
const dotAtom = new RegExp(`^${atext}+(?:\\.${atext}+)*$`, 'v')
// UTS 46 decodes percent signs and drops controls; what it may see is only what a person means as a domain name.
const domainText = /^[\p{L}\p{M}\p{N}.\-\u3002\u200c\u200d]+$/u
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
const plainAddress = /^[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@([a-z0-9.-]+)$/i

/**
 * Reads a bare address: a dot-atom local part and a domain name with a dot, which becomes its lower-case A-label.
 * White space around it and one dot after the domain are dropped. Quoted local parts, comments, groups, routes, address
 * literals and line breaks are refused, and so is anything over the limits of RFC 5321 §4.5.3.1 (64 octets, 254 in all).
 *
 * @returns undefined when the text is not such an address
 */
export function parseAddress(text: string): AddrSpec | undefined {
  if (hasLineBreak(text)) return undefined
  const trimmed = text.trim()
  const plain = plainAddress.exec(trimmed)
  const at = trimmed.lastIndexOf('@')
  if (at < 1) return undefined
  const domain = parseDomain(plain?.[1] ?? trimmed.slice(at + 1))
  if (domain === undefined) return undefined
  const localPart = plain ? trimmed.slice(0, at) : trimmed.slice(0, at).normalize('NFC')
  if (!plain && !dotAtom.test(localPart)) return undefined
  const address = `${localPart}@${domain}`
  if (isLonger(localPart, 64) || isLonger(address, 254)) return undefined
  return address as AddrSpec
}

/** The domain of an address. */
export function domainOf(address: AddrSpec): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

const knownDomains = new Map<string, string | undefined>()

/** A domain name as lower-case A-labels (UTS 46); undefined unless it has two labels and a top level that is no number. */
export function parseDomain(text: string): string | undefined {
  if (knownDomains.has(text)) return knownDomains.get(text)
  const domain = readDomain(text)
  // A list of a million readers has few domains; a hostile one must not fill the memory.
  if (knownDomains.size >= 20_000) knownDomains.clear()
  knownDomains.set(text, domain)
  return domain
}

function readDomain(text: string): string | undefined {
  if (text.length > 255 || !domainText.test(text)) return undefined
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

/**
 * The form two addresses are compared in, and the only one: the local part in lower case and NFC, the domain as it is.
 * Dots and +tags are kept apart, because only the mailbox's own server knows what they mean (RFC 5321 §2.3.11).
 */
export function addressKey(address: AddrSpec): string {
  const lower = address.toLowerCase()
  return isAscii(lower) ? lower : lower.replaceAll('ς', 'σ').normalize('NFC')
}

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Cherokee'].map(
  (name) => new RegExp(`\\p{Script=${name}}`, 'u'),
)

/** Whether the local part can be taken for another one: it mixes alphabets, or has full-width and other compatibility forms. */
export function isConfusable(address: AddrSpec): boolean {
  if (isAscii(address)) return false
  const localPart = address.slice(0, address.lastIndexOf('@'))
  return localPart.normalize('NFKC') !== localPart || scripts.filter((script) => script.test(localPart)).length > 1
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

function isLonger(text: string, maxOctets: number): boolean {
  return text.length * 3 > maxOctets && Buffer.byteLength(text) > maxOctets
}

function hasLineBreak(text: string): boolean {
  return /[\r\n\0]/.test(text)
}
