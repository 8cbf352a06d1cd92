import { createTransport } from 'nodemailer'
import { formatReply, parseReply } from '../mail/reply.ts'
import { SmtpError, type SmtpScope, type Transport } from './transport.ts'

/** How to reach the SMTP server. */
export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /** `starttls` refuses a server that does not offer it (RFC 3207 §6: nothing is ever sent in clear). */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user?: string
  readonly password?: string
  readonly connections: number
  readonly timeoutMs: number
}

/** What Nodemailer puts on its errors. */
interface NodemailerError extends Error {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly command?: string
}

/** Pooled connections to one SMTP server. */
export function openSmtpTransport(options: SmtpOptions): Transport {
  const pool = createTransport({
    pool: true,
    host: options.host,
    port: options.port,
    secure: options.security === 'tls',
    requireTLS: options.security === 'starttls',
    ignoreTLS: options.security === 'none',
    maxConnections: options.connections,
    maxMessages: Infinity,
    connectionTimeout: Math.min(options.timeoutMs, 30_000),
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.password ?? '' } }),
  })
  const where = `${options.host}:${options.port}`
  return {
    async verify() {
      await pool.verify().catch((error: unknown) => {
        throw buildSmtpError(error as NodemailerError, where)
      })
    },
    async send({ mailFrom, rcptTo }, message) {
      try {
        const info = await pool.sendMail({
          envelope: { from: mailFrom ?? '', to: [rcptTo] },
          raw: Buffer.from(message.buffer, message.byteOffset, message.byteLength),
        })
        return parseReply(info.response) ?? { code: 250, text: info.response }
      } catch (error) {
        throw buildSmtpError(error as NodemailerError, where)
      }
    },
    close() {
      pool.close()
    },
  }
}

function buildSmtpError(error: NodemailerError, where: string): SmtpError {
  const reply = error.response === undefined ? undefined : parseReply(error.response)
  const scope = scopeOf(error)
  const permanent = reply !== undefined && reply.code >= 500 && scope === 'recipient'
  const words = reply ? formatReply(reply) : error.message
  return new SmtpError(scope === 'route' ? describeRoute(error, where, words) : words, {
    permanent,
    scope,
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

function describeRoute({ code }: NodemailerError, where: string, words: string): string {
  switch (code) {
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
