import { AppError } from '../errors.ts'
import type { Envelope } from '../mail/envelope.ts'
import type { SmtpReply } from '../mail/reply.ts'

/** The way out: gives one message to a server that takes responsibility for it, or says why not. */
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

/** What a failure is about: one recipient, or the way to the server, which then is the same for everybody. */
export type SmtpScope = 'recipient' | 'route'

/** A message was not accepted. Anything unknown counts as temporary. */
export class SmtpError extends AppError {
  readonly permanent: boolean
  readonly scope: SmtpScope
  readonly reply: SmtpReply | undefined

  constructor(message: string, facts: { permanent: boolean; scope: SmtpScope; reply?: SmtpReply; cause?: unknown }) {
    super(facts.permanent ? 'invalid' : 'unavailable', message, { cause: facts.cause })
    this.permanent = facts.permanent
    this.scope = facts.scope
    this.reply = facts.reply
  }
}
