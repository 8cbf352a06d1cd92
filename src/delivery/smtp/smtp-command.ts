/** What is said for one message, and what cannot be said to a server that lacks an extension. */
import type { Envelope } from '../../mail/envelope.ts'
import { SmtpError, type OutgoingMessage, type SessionOffers } from '../transport.ts'

/** The commands MAIL and RCPT with the parameters that the server offers (RFC 1870 §3, RFC 6152 §3, RFC 6531 §3.4). */
export function formatEnvelope(
  { envelope, octets }: OutgoingMessage,
  offers: SessionOffers,
): { readonly mail: string; readonly rcpt: string } {
  const size = offers.size ? ` SIZE=${countOctets(octets)}` : ''
  const wide = isInternational(envelope) ? ' BODY=8BITMIME SMTPUTF8' : ''
  return {
    mail: `MAIL FROM:<${envelope.mailFrom ?? ''}>${size}${wide}\r\n`,
    rcpt: `RCPT TO:<${envelope.rcptTo}>\r\n`,
  }
}

/** Why this message cannot go over this route, found before anything is said; undefined when it can. */
export function refuseUnfit({ envelope, octets }: OutgoingMessage, offers: SessionOffers): SmtpError | undefined {
  if (isInternational(envelope) && !offers.smtpUtf8) {
    return new SmtpError(`The SMTP server does not take addresses like ${envelope.rcptTo} (it offers no SMTPUTF8).`, {
      permanent: true,
      scope: 'recipient',
      phase: 'mail',
    })
  }
  const size = offers.maxOctets === undefined ? 0 : countOctets(octets)
  if (offers.maxOctets === undefined || size <= offers.maxOctets) return undefined
  return new SmtpError(
    `The message has ${size} octets and the SMTP server takes ${offers.maxOctets}. Lower rendering.budgetBytes or selection.limit.`,
    { permanent: true, scope: 'campaign', phase: 'mail' },
  )
}

/** RFC 6531 §3.1: an address outside ASCII; domains are A-labels already. */
function isInternational({ mailFrom, rcptTo }: Envelope): boolean {
  return !isAscii(rcptTo) || (mailFrom !== null && !isAscii(mailFrom))
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

function countOctets(octets: readonly Uint8Array[]): number {
  return octets.reduce((sum, piece) => sum + piece.byteLength, 0)
}

const lineDot = Buffer.from('\r\n.')

/**
 * The octets with dots doubled at line starts (RFC 5321 §4.5.2). What the message template made has none and says so;
 * everything else is searched.
 */
export function stuffDots({ octets, hasNoLineDot = false }: OutgoingMessage): readonly Uint8Array[] {
  if (hasNoLineDot) return octets
  const whole = Buffer.concat(octets)
  if (whole[0] !== 0x2e && !whole.includes(lineDot)) return octets
  const stuffed = whole.toString('latin1').replace(/^\./, '..').replaceAll('\r\n.', '\r\n..')
  return [Buffer.from(stuffed, 'latin1')]
}
