import { hash } from 'node:crypto'
import type { AddrSpec } from '../mail/address.ts'
import { AppError } from '../errors.ts'
import { createMac, type Mac } from '../mac.ts'

/** 64, less a plus and what follows it. */
const mostNameOctets = 64 - 1 - (8 + 1 + 16 + 1 + 16)

/**
 * The envelope sender of one message: a signed sub-address of the bounce mailbox (VERP), so that a bounce names issue and
 * recipient by itself and nobody can forge one. `bounces@…` becomes `bounces+ISSUE.RECIPIENT.MAC@…`, at most 64 octets
 * before the @ (RFC 5321 §4.5.3.1.1).
 */
export function formatReturnPath(base: AddrSpec, recipient: AddrSpec, issueHash: string, key: string): AddrSpec {
  const at = base.lastIndexOf('@')
  const who = hash('sha256', recipient).slice(0, 16)
  const what = `${issueHash.slice(0, 8)}.${who}`
  const mac = prepareKey(key).digest(`return-path\0${what}`, 'hex').slice(0, 16)
  // What is added are letters, digits, dots and a plus: the name is an address still, if it is short enough.
  if (Buffer.byteLength(base) - (base.length - at) > mostNameOctets) {
    throw new AppError('invalid', `delivery.returnPath "${base}" is too long: its name may have at most 21 characters.`)
  }
  return `${base.slice(0, at)}+${what}.${mac}${base.slice(at)}` as AddrSpec
}

let prepared: { readonly key: string; readonly mac: Mac } | undefined

/** There is one key in a program, and preparing it costs more than using it. */
function prepareKey(key: string): Mac {
  if (prepared?.key !== key) prepared = { key, mac: createMac(Buffer.from(key)) }
  return prepared.mac
}
