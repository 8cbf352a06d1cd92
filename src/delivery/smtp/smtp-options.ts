import type { ConnectionOptions } from 'node:tls'

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
