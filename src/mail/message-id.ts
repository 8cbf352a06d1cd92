import { hash } from 'node:crypto'
import type { AddrSpec } from './address.ts'

/**
 * The Message-ID of one issue for one address (RFC 5322 §3.6.4), with angle brackets. The same on every attempt, so that
 * a second copy is recognised, and different per recipient, because large providers limit mails of one Message-ID.
 */
export function formatMessageId(issueHash: string, address: AddrSpec, domain: string): string {
  const recipient = hash('sha256', `${issueHash}\0${address}`).slice(0, 24)
  return `<${issueHash.slice(0, 16)}.${recipient}@${domain}>`
}
