/** What ends a message, or the conversation, as an error that says what may have become of it. */
import { formatReply, parseReply } from '../../mail/reply.ts'
import type { RawReply } from './reply-reader.ts'
import { SmtpError, type SmtpPhase } from '../transport.ts'

/** The server refused, in this phase. */
export function buildRefusal(phase: SmtpPhase, { raw, code }: RawReply): SmtpError {
  const reply = parseReply(raw) ?? { code, text: raw }
  const scope = phase === 'mail' || code === 421 ? 'route' : 'recipient'
  return new SmtpError(formatReply(reply), { permanent: code >= 500, scope, phase, reply })
}

/** The conversation ended, in this phase, without an answer. */
export function buildBreak(name: string, phase: SmtpPhase, reason: string, cause?: unknown): SmtpError {
  const message = `The SMTP server ${name} did not finish (${reason}, in phase ${phase}).`
  return new SmtpError(message, { permanent: false, scope: 'route', phase, cause })
}
