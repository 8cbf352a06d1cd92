/**
 * An SMTP server on loopback that costs next to nothing: for simulations and benchmarks. It accepts everything unless told
 * otherwise, offers PIPELINING, and finds the end of a message by one search instead of reading its lines.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { createConversation } from './sink-conversation.ts'

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

/** A running sink. */
export interface Sink extends AsyncDisposable {
  readonly port: number
  /** Messages answered with 250. */
  readonly count: number
  /** Connections that are open now. */
  readonly connections: number
  close(): Promise<void>
}

/** Starts the sink on a port of 127.0.0.1, a free one unless told. */
export async function openSink(options: SinkOptions = {}): Promise<Sink> {
  const sockets = new Set<Socket>()
  const state = { count: 0 }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    createConversation(socket, options, () => (state.count += 1))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', 1024, () => resolve())
  })
  const close = (): Promise<void> => closeServer(server, sockets)
  return {
    port: (server.address() as { port: number }).port,
    get count() {
      return state.count
    },
    get connections() {
      return sockets.size
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  return new Promise((resolve) => server.close(() => resolve()))
}
