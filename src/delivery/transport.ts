import { AppError } from '../errors.ts'
import type { Envelope } from '../mail/envelope.ts'
import type { SmtpReply } from '../mail/reply.ts'

/** The way out for single messages: gives one to a server that takes responsibility for it, or says why not. */
export interface Transport {
  /** Connects and logs in once, so that a wrong setting is found before the first message. @throws SmtpError */
  verify(): Promise<void>
  /**
   * @param message whole message, CRLF line ends
   * @returns the server's reply to the final dot
   * @throws SmtpError
   */
  send(envelope: Envelope, message: Uint8Array): Promise<SmtpReply>
  /** Ends idle connections; what is under way finishes first. */
  close(): void
}

/** The way out for a campaign: as many sessions as the sender asks for. */
export interface Route {
  /** Host and port, for messages. */
  readonly name: string
  /** Sessions log in: with a wrong password many at once would lock the account. */
  readonly logsIn?: boolean
  /** Connects, secures and logs in. @throws SmtpError of scope `route` */
  openSession(signal?: AbortSignal): Promise<MailSession>
}

/** A message and where it goes. */
export interface OutgoingMessage {
  readonly envelope: Envelope
  /** The octets in pieces, CRLF line ends, ending with one. */
  readonly octets: readonly Uint8Array[]
  /** Whoever made the octets says that no line opens with a dot. */
  readonly hasNoLineDot?: boolean
}

/** One connection that takes message after message. */
export interface MailSession {
  /** What the server said it can do, for the plan. */
  readonly offers: SessionOffers
  /** False once nothing more can be sent; messages given to it then are refused in phase `idle`. */
  readonly open: boolean
  /**
   * Sends one message. It may be called for the next message while the one before is under way: its envelope then
   * travels with the end of that one (RFC 2920 §3.1).
   *
   * @param atDot called when the last octet of the message has left, or just before where it is expected to leave at
   *   once, and awaited before the final dot; when it rejects, the connection is cut and nothing was sent
   * @returns the server's reply to the final dot
   * @throws SmtpError, or what `atDot` rejected with
   */
  send(message: OutgoingMessage, atDot: () => Promise<void>): Promise<SmtpReply>
  /** Says QUIT when what is under way has ended. */
  close(): Promise<void>
  /** Cuts the connection at once. */
  destroy(): void
}

/** Extensions of a session that matter for what is sent over it. */
export interface SessionOffers {
  readonly pipelining: boolean
  readonly smtpUtf8: boolean
  readonly eightBitMime: boolean
  /** Largest message in octets (RFC 1870); undefined when the server names none. */
  readonly maxOctets?: number
  readonly size: boolean
}

/** Where in the conversation something happened. At `dot` without a reply nobody knows whether the message was taken. */
export type SmtpPhase = 'connect' | 'login' | 'idle' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot'

/** What a failure is about: one recipient, every message of the campaign, or the way to the server. */
export type SmtpScope = 'recipient' | 'campaign' | 'route'

/** What an SmtpError knows besides its sentence. */
export interface SmtpFailure {
  readonly permanent: boolean
  readonly scope: SmtpScope
  readonly phase?: SmtpPhase
  readonly reply?: SmtpReply
  readonly cause?: unknown
}

/** A message was not accepted. Anything unknown counts as temporary. */
export class SmtpError extends AppError {
  readonly permanent: boolean
  readonly scope: SmtpScope
  readonly phase: SmtpPhase
  readonly reply: SmtpReply | undefined

  constructor(message: string, failure: SmtpFailure) {
    super(failure.permanent ? 'invalid' : 'unavailable', message, { cause: failure.cause })
    this.permanent = failure.permanent
    this.scope = failure.scope
    this.phase = failure.phase ?? 'idle'
    this.reply = failure.reply
  }
}
