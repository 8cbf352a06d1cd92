import { formatReply, parseReply } from '../../mail/reply.ts'
import { SmtpError, type SmtpPhase, type SmtpScope } from '../transport.ts'

/** What Nodemailer puts on its errors. */
export interface NodemailerError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
}

/** Nodemailer's error as ours, with the setting to look at where the server serves nobody. */
export function buildSmtpError(error: NodemailerError, where: string): SmtpError {
  const reply = error.response === undefined ? undefined : parseReply(error.response)
  const scope = scopeOf(error)
  const permanent = isCertificateFault(error) || (reply !== undefined && reply.code >= 500 && scope === 'recipient')
  const words = reply ? formatReply(reply) : (findTlsFault(error) ?? error.message)
  return new SmtpError(scope === 'route' ? describeRoute(error, where, words) : words, {
    permanent,
    scope,
    phase: phaseOf(error),
    cause: error,
    ...(reply ? { reply } : {}),
  })
}

/** Log-in, TLS, connecting and the greeting concern everybody; so does a refusal of the sender. */
function scopeOf({ code, command }: NodemailerError): SmtpScope {
  if (['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EREQUIRETLS', 'EDNS', 'EPROXY', 'EPROTOCOL'].includes(code ?? ''))
    return 'route'
  if (['ECONNECTION', 'ESOCKET', 'ETIMEDOUT'].includes(code ?? '') && (command === undefined || command === 'CONN'))
    return 'route'
  return command === 'MAIL FROM' || command === 'EHLO' || command === 'HELO' ? 'route' : 'recipient'
}

/** Nobody becomes trustworthy by being asked again. */
function isCertificateFault({ message }: NodemailerError): boolean {
  return /certificate|self[- ]signed|altnames/i.test(message)
}

/** What OpenSSL says of a handshake, without its numbers and files: `tlsv1 alert protocol version`. */
function findTlsFault({ message }: NodemailerError): string | undefined {
  return /:SSL routines:[^:]*:([^:]+):/.exec(message)?.[1]
}

function phaseOf({ code, command }: NodemailerError): SmtpPhase {
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') return 'login'
  if (command === 'MAIL FROM') return 'mail'
  if (command === 'RCPT TO') return 'rcpt'
  return command === 'DATA' ? 'dot' : 'connect'
}

function describeRoute(error: NodemailerError, where: string, words: string): string {
  if (isCertificateFault(error))
    return `The certificate of the SMTP server ${where} proves nothing (${words}). Renew it, set smtp.host to the name that stands in it, or name who signed it in NODE_EXTRA_CA_CERTS.`
  switch (findTlsFault(error) === undefined ? error.code : 'ETLS') {
    case 'EAUTH':
    case 'ENOAUTH':
      return `The SMTP server ${where} refused the log-in (${words}). Check smtp.user and COURANT_SMTP_PASSWORD.`
    case 'ETLS':
    case 'EREQUIRETLS':
      return `No secure connection to the SMTP server ${where} (${words}). Set smtp.security to what the server offers: starttls, tls, or none on this machine only.`
    case 'EDNS':
      return `The SMTP server ${where} has no address (${words}). Check smtp.host.`
    default:
      return `The SMTP server ${where} did not serve us (${words}). Check smtp.host, smtp.port and smtp.security, and that the server runs.`
  }
}
