import type { Socket } from 'node:net'
import type { SinkOptions, SinkStage } from './sink-options.ts'

const endOfData = Buffer.from('\r\n.\r\n')

/** Holds one conversation over a socket; `count` is called for each message that is accepted. */
export function createConversation(socket: Socket, options: SinkOptions, count: () => void): void {
  void new Conversation(socket, options, count)
}

/** Commands line by line, data by search. */
class Conversation {
  readonly #socket: Socket
  readonly #options: SinkOptions
  readonly #count: () => void
  #mailFrom = ''
  #rcptTo = ''
  #line = ''
  #inData = false
  /** A message has begun to come in and is not whole. */
  #isAmidBody = false
  #body: Buffer[] = []
  /** The last octets of the chunk before: the end of the data may begin in it. */
  #tail: Buffer = Buffer.alloc(0)
  #silent = false

  constructor(socket: Socket, options: SinkOptions, count: () => void) {
    this.#socket = socket
    this.#options = options
    this.#count = count
    this.#send(this.#replyTo('connect', '220 sink.example ESMTP'))
    socket.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  #read(chunk: Buffer): void {
    let replies = ''
    for (let at = 0; at < chunk.length && !this.#socket.destroyed && !this.#silent;) {
      if (!this.#inData) {
        const newline = chunk.indexOf(10, at)
        this.#line += chunk.toString('latin1', at, newline < 0 ? chunk.length : newline)
        if (newline < 0) break
        at = newline + 1
        replies += this.#obey(this.#line)
        this.#line = ''
        continue
      }
      const end = this.#readBody(chunk, at)
      if (end < 0) break
      at = end
      replies += this.#takeMessage()
      if (!this.#options.answer) continue
      this.#send(replies)
      replies = ''
      if (!this.#socket.destroyed) this.#replyTo('answered', '', this.#rcptTo)
    }
    this.#send(replies)
  }

  /** Takes octets of a message; where the octets after it begin, or -1 while it goes on. */
  #readBody(chunk: Buffer, from: number): number {
    const end = findEnd(chunk, from, this.#tail)
    if (this.#options.keep) this.#body.push(chunk.subarray(from, end.at < 0 ? undefined : Math.max(from, end.body)))
    if (end.at >= 0) {
      this.#inData = false
      return end.at
    }
    this.#tail = lastOctets(chunk, from, this.#tail)
    if (!this.#isAmidBody) this.#replyTo('body', '', this.#rcptTo)
    this.#isAmidBody = true
    return -1
  }

  #takeMessage(): string {
    const octets = this.#options.keep ? Buffer.concat(this.#body) : Buffer.alloc(0)
    this.#body = []
    this.#isAmidBody = false
    const usual = this.#rcptTo === '' ? '554 5.5.1 No recipient' : '250 2.0.0 Ok: kept by the sink'
    const reply = this.#replyTo('dot', usual, this.#rcptTo)
    if (reply.startsWith('2')) {
      this.#count()
      this.#options.onMessage?.({ mailFrom: this.#mailFrom, rcptTo: this.#rcptTo, octets })
    }
    return reply
  }

  #obey(command: string): string {
    const argument = /<([^>]*)>/.exec(command)?.[1] ?? ''
    switch (command.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        return greet(this.#options)
      case 'AUTH':
        return `${this.#options.auth ?? '502 5.5.1 No log-in here'}\r\n`
      case 'MAIL':
        this.#mailFrom = argument
        this.#rcptTo = ''
        return this.#replyTo('mail', '250 2.1.0 Ok', argument)
      case 'RCPT': {
        const reply = this.#replyTo('rcpt', '250 2.1.5 Ok', argument)
        this.#rcptTo = reply.startsWith('2') ? argument : ''
        return reply
      }
      case 'DATA': {
        const usual = this.#rcptTo === '' ? '503 5.5.1 No recipient' : '354 End with a dot'
        const reply = this.#replyTo('data', usual, this.#rcptTo)
        this.#inData = reply.startsWith('354')
        this.#tail = Buffer.from('\r\n')
        return reply
      }
      case 'QUIT':
        setImmediate(() => this.#socket.end())
        return '221 2.0.0 Bye\r\n'
      default:
        return '250 2.0.0 Ok\r\n'
    }
  }

  /** The reply of a stage; nothing when the connection was cut or says nothing any more. */
  #replyTo(stage: SinkStage, usual: string, argument = ''): string {
    const reply = this.#options.answer?.(stage, argument) ?? usual
    if (reply === 'hang up') this.#socket.destroy()
    if (reply === 'reset') this.#socket.resetAndDestroy()
    if (reply === 'hang' || reply === 'reset') this.#silent = true
    return this.#silent || this.#socket.destroyed ? '' : `${reply}\r\n`
  }

  #send(replies: string): void {
    if (replies === '' || this.#socket.destroyed) return
    const { delayMs } = this.#options
    if (delayMs === undefined) this.#socket.write(replies)
    else setTimeout(() => this.#socket.write(replies), delayMs)
  }
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
