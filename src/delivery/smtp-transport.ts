import { createTransport } from 'nodemailer'
import type { ConnectionOptions } from 'node:tls'
import { parseReply } from '../mail/reply.ts'
import { buildSmtpError, type NodemailerError } from './smtp/smtp-failure.ts'
import type { Transport } from './transport.ts'

/** How to reach the SMTP server. */
export interface SmtpOptions {
  readonly host: string
  readonly port: number
  /** `starttls` refuses a server that does not offer it (RFC 3207 §6: nothing is ever sent in clear). */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user?: string
  readonly password?: string
  readonly connections: number
  /** Longest wait for an answer to a command. */
  readonly timeoutMs: number
  /** Longest wait for the answer to the final dot; ten minutes by default (RFC 5321 §4.5.3.2.6). */
  readonly dotTimeoutMs?: number
  /** For servers whose certificate is not signed by a public authority. */
  readonly tls?: ConnectionOptions
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
    ...(options.tls === undefined ? {} : { tls: options.tls }),
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
