/** What ends a message, or the conversation, as an error that says what may have become of it. */
import { formatReply, parseReply } from '../../mail/reply.ts'
import type { RawReply } from './reply-reader.ts'
import { SmtpError, type SmtpPhase } from '../transport.ts'

/** The server refused, in this phase. */
export function buildRefusal(phase: SmtpPhase, { raw, code }: RawReply): SmtpError {
  const reply = parseReply(raw) ?? { code, text: raw }
  const scope = phase === 'mail' || code === 421 ? 'route' : 'recipient'
  // 530: it wants TLS or a log-in first (RFC 3207 §4, RFC 4954 §6), and it is for us to know which settings those are.
  const advice = code === 530 ? ' (smtp.security: starttls, or smtp.user and COURANT_SMTP_PASSWORD)' : ''
  return new SmtpError(formatReply(reply) + advice, { permanent: code >= 500, scope, phase, reply })
}

/** The conversation ended, in this phase, without an answer. */
export function buildBreak(name: string, phase: SmtpPhase, reason: string, cause?: unknown): SmtpError {
  const message = `The SMTP server ${name} did not finish (${reason}, in phase ${phase}).`
  return new SmtpError(message, { permanent: false, scope: 'route', phase, cause })
}
