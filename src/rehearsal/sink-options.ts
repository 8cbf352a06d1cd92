/** Points of a conversation, in order. At `dot` the message is whole and unanswered; `answered` is right after its 250. */
export type SinkStage = 'connect' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'answered'

/** What the sink heard of one message. */
export interface SunkMessage {
  readonly mailFrom: string
  readonly rcptTo: string
  /** The message with dots still doubled; empty unless `keep` is set. */
  readonly octets: Buffer
}

/** How the sink behaves; by default it accepts everything at once and keeps nothing. */
export interface SinkOptions {
  readonly port?: number
  readonly keep?: boolean
  readonly pipelining?: boolean
  readonly smtpUtf8?: boolean
  /** Offers log-ins, and answers them with this. */
  readonly auth?: string
  /** Wait before each answer, in milliseconds. */
  readonly delayMs?: number
  /** A reply instead of the usual one, without line end; `hang up` cuts the connection, `reset` too and rudely, `hang` never answers again. */
  readonly answer?: (stage: SinkStage, argument: string) => string | undefined
  readonly onMessage?: (message: SunkMessage) => void
}
