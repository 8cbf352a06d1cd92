/**
 * Host, security and log-in → a session. Connecting, TLS, STARTTLS and AUTH are Nodemailer's; the conversation after
 * them is ours (smtp-session.ts), on the socket that Nodemailer opened. `PrivateConnection` is all that is used of it
 * beyond its documentation; a test pins it to the installed version.
 */
import { Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { buildSmtpError, type NodemailerError } from './smtp-failure.ts'
import type { SmtpOptions } from './smtp-options.ts'
import { createSmtpSession, type SessionDeadlines, type SessionUse } from './smtp-session.ts'
import { createTurnEnd } from './turn-end.ts'
import type { MailSession, Route, SessionOffers } from '../transport.ts'

/** The seam: fields of Nodemailer's connection that have no public name. */
interface PrivateConnection {
  readonly _socket: Socket
  readonly _supportedExtensions: readonly string[]
  readonly _maxAllowedSize: number
  readonly _onSocketData: () => void
  readonly _onSocketClose: () => void
  readonly _onSocketEnd: () => void
  readonly _onSocketError: () => void
  readonly _onSocketTimeout: () => void
  readonly _clearPhase: () => void
}

/** Sessions to one SMTP server. */
export function openSmtpRoute(options: SmtpOptions): Route {
  const name = `${options.host}:${options.port}`
  const use = { name, deadlines: deadlinesOf(options), atTurnEnd: createTurnEnd() }
  return {
    name,
    logsIn: options.user !== undefined,
    async openSession(signal) {
      const connection = new SMTPConnection(connectionOptions(options))
      const stop = (): void => connection.close()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        await settle(connection, (done) => connection.connect(done))
        if (signal?.aborted) throw buildEnd()
        const { user, password: pass = '' } = options
        if (user !== undefined) await settle(connection, (done) => connection.login({ user, pass }, done))
        return takeOver(connection, use)
      } catch (error) {
        connection.close()
        throw buildSmtpError(error as NodemailerError, name)
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
  }
}

function connectionOptions(options: SmtpOptions): ConstructorParameters<typeof SMTPConnection>[0] {
  return {
    host: options.host,
    port: options.port,
    secure: options.security === 'tls',
    requireTLS: options.security === 'starttls',
    ignoreTLS: options.security === 'none',
    connectionTimeout: Math.min(options.timeoutMs, 30_000),
    greetingTimeout: options.timeoutMs,
    socketTimeout: options.timeoutMs,
    maxResponseSize: 65_536,
    ...(options.security === 'none' ? { socket: createPlainSocket() } : {}),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  }
}

/** Longer than the replies to one message; what is longer comes in several reads. */
const readOctets = 4096

/** A socket that reads into one small buffer of its own: Node's way is 64 KB of fresh memory for every read. */
function createPlainSocket(): Socket {
  const buffer = Buffer.alloc(readOctets)
  const callback = (length: number): boolean => {
    socket.emit('data', Buffer.from(buffer.subarray(0, length)))
    return true
  }
  const socket: Socket = new Socket({ onread: { buffer, callback } })
  return socket
}

/** RFC 5321 §4.5.3.2.6: giving up early at the final dot makes second copies, so ten minutes at least. */
function deadlinesOf({ timeoutMs, dotTimeoutMs }: SmtpOptions): SessionDeadlines {
  return { commandMs: timeoutMs, bodyMs: Math.max(timeoutMs, 180_000), dotMs: dotTimeoutMs ?? 600_000 }
}

/** Nodemailer tells of a step that failed in one of three ways: to who asked, as an error, or as the end alone. */
function settle(connection: SMTPConnection, step: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.once('end', () => reject(buildEnd()))
    step((error) => (error ? reject(error) : resolve()))
  })
}

function buildEnd(): NodemailerError {
  return Object.assign(new Error('connection closed'), { code: 'ECONNECTION' })
}

/** From here on Nodemailer hears nothing of this socket any more. */
function takeOver(connection: SMTPConnection, use: SessionUse): MailSession {
  const inner = connection as unknown as PrivateConnection
  const { _socket: socket, _clearPhase: clearPhase, _onSocketError: onError } = inner
  const { _onSocketData: data, _onSocketClose: close, _onSocketEnd: end, _onSocketTimeout: timeout } = inner
  clearPhase.call(inner)
  socket.setTimeout(0)
  for (const [event, listener] of Object.entries({ data, close, end, timeout })) socket.removeListener(event, listener)
  const session = createSmtpSession(socket, readOffers(inner), use)
  // Last, so that there is always somebody who hears of an error.
  socket.removeListener('error', onError)
  return session
}

/** What the server said to EHLO. */
function readOffers({
  _supportedExtensions: extensions,
  _maxAllowedSize: maxOctets,
}: PrivateConnection): SessionOffers {
  return {
    pipelining: extensions.includes('PIPELINING'),
    smtpUtf8: extensions.includes('SMTPUTF8'),
    eightBitMime: extensions.includes('8BITMIME'),
    size: extensions.includes('SIZE'),
    ...(maxOctets > 0 ? { maxOctets } : {}),
  }
}
