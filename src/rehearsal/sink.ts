/**
 * An SMTP server on loopback that costs next to nothing: for simulations and benchmarks. It accepts everything unless told
 * otherwise, offers PIPELINING, and finds the end of a message by one search instead of reading its lines.
 */
import { createServer, type Server, type Socket } from 'node:net'

/** Points of a conversation, in order. At `dot` the message is whole and unanswered; `answered` is right after its 250. */
export const sinkStages = ['connect', 'mail', 'rcpt', 'data', 'body', 'dot', 'answered'] as const
export type SinkStage = (typeof sinkStages)[number]

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
  /** A reply instead of the usual one, without line end; `hang up` cuts the connection, `hang` never answers again. */
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

const endOfData = Buffer.from('\r\n.\r\n')

/** Starts the sink on a port of 127.0.0.1, a free one unless told. */
export async function openSink(options: SinkOptions = {}): Promise<Sink> {
  const sockets = new Set<Socket>()
  const state = { count: 0 }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, options, () => (state.count += 1))
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

/** One conversation: commands line by line, data by search. */
function serve(socket: Socket, options: SinkOptions, count: () => void): void {
  const { answer, keep = false, onMessage } = options
  const heard = { mailFrom: '', rcptTo: '', body: [] as Buffer[], midBody: false }
  let inData = false
  let tail: Buffer = Buffer.alloc(0)
  let line = ''
  let silent = false

  /** The reply of a stage; undefined when the connection was cut instead. */
  const replyTo = (stage: SinkStage, usual: string, argument = ''): string | undefined => {
    const reply = answer === undefined ? usual : (answer(stage, argument) ?? usual)
    if (reply === 'hang up') socket.destroy()
    if (reply === 'hang') silent = true
    return reply === 'hang up' || silent ? undefined : `${reply}\r\n`
  }
  const obey = (command: string): string | undefined => {
    const verb = command.slice(0, 4).toUpperCase()
    const argument = /<([^>]*)>/.exec(command)?.[1] ?? ''
    switch (verb) {
      case 'EHLO':
        return greet(options)
      case 'AUTH':
        return `${options.auth ?? '502 5.5.1 No log-in here'}\r\n`
      case 'MAIL':
        heard.mailFrom = argument
        heard.rcptTo = ''
        return replyTo('mail', '250 2.1.0 Ok', argument)
      case 'RCPT': {
        const reply = replyTo('rcpt', '250 2.1.5 Ok', argument)
        heard.rcptTo = reply?.startsWith('2') ? argument : ''
        return reply
      }
      case 'DATA': {
        const usual = heard.rcptTo === '' ? '503 5.5.1 No recipient' : '354 End with a dot'
        const reply = replyTo('data', usual, heard.rcptTo)
        inData = reply?.startsWith('354') === true
        tail = Buffer.from('\r\n')
        return reply
      }
      case 'QUIT':
        setImmediate(() => socket.end())
        return '221 2.0.0 Bye\r\n'
      default:
        return '250 2.0.0 Ok\r\n'
    }
  }
  const takeMessage = (): string | undefined => {
    const octets = keep ? Buffer.concat(heard.body) : Buffer.alloc(0)
    heard.body = []
    heard.midBody = false
    const usual = heard.rcptTo === '' ? '554 5.5.1 No recipient' : '250 2.0.0 Ok: kept by the sink'
    const reply = replyTo('dot', usual, heard.rcptTo)
    if (reply?.startsWith('2')) {
      count()
      onMessage?.({ mailFrom: heard.mailFrom, rcptTo: heard.rcptTo, octets })
    }
    return reply
  }

  send(socket, replyTo('connect', '220 sink.example ESMTP'), options)
  socket.on('data', (chunk: Buffer) => {
    let replies = ''
    let at = 0
    while (at < chunk.length && !socket.destroyed && !silent) {
      if (inData) {
        const end = findEnd(chunk, at, tail)
        if (keep) heard.body.push(chunk.subarray(at, end.at < 0 ? undefined : Math.max(at, end.body)))
        if (end.at < 0) {
          tail = lastOctets(chunk, at, tail)
          if (!heard.midBody) replyTo('body', '', heard.rcptTo)
          heard.midBody = true
          break
        }
        inData = false
        at = end.at
        replies += takeMessage() ?? ''
        if (answer && !socket.destroyed && replies !== '') {
          send(socket, replies, options)
          replies = ''
          replyTo('answered', '', heard.rcptTo)
        }
        continue
      }
      const newline = chunk.indexOf(10, at)
      line += chunk.toString('latin1', at, newline < 0 ? chunk.length : newline)
      if (newline < 0) break
      at = newline + 1
      replies += obey(line) ?? ''
      line = ''
    }
    send(socket, replies, options)
  })
}

/** The answer to EHLO: one line for each extension. */
function greet({ pipelining = true, smtpUtf8 = true, auth }: SinkOptions): string {
  const extensions = [
    '8BITMIME',
    ...(pipelining ? ['PIPELINING'] : []),
    ...(smtpUtf8 ? ['SMTPUTF8'] : []),
    ...(auth === undefined ? [] : ['AUTH PLAIN']),
  ]
  return ['250-sink.example', ...extensions.map((name) => `250-${name}`), '250 ENHANCEDSTATUSCODES', ''].join('\r\n')
}

/** Where the message ends and where the octets after its dot begin; the mark may begin in the chunk before. */
function findEnd(chunk: Buffer, from: number, tail: Buffer): { readonly at: number; readonly body: number } {
  const seam = Buffer.concat([tail, chunk.subarray(from, from + 4)])
  const across = seam.indexOf(endOfData)
  if (across >= 0) return { at: from + across + 5 - tail.length, body: from + across + 2 - tail.length }
  const within = chunk.indexOf(endOfData, from)
  return within < 0 ? { at: -1, body: -1 } : { at: within + 5, body: within + 2 }
}

function lastOctets(chunk: Buffer, from: number, tail: Buffer): Buffer {
  const rest = chunk.length - from
  return rest >= 4 ? chunk.subarray(chunk.length - 4) : Buffer.concat([tail, chunk.subarray(from)]).subarray(-4)
}

function send(socket: Socket, replies: string | undefined, { delayMs }: SinkOptions): void {
  if (replies === undefined || replies === '' || socket.destroyed) return
  if (delayMs === undefined) socket.write(replies)
  else setTimeout(() => socket.write(replies), delayMs)
}
