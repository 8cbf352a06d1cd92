/**
 * A socket in conversation with a server: what is said goes out, and each reply comes to whoever waits for it, in the order
 * in which it was asked (RFC 5321 §4.3.1). Breaks at anything that is no such conversation, once and for all.
 */
import type { Socket } from 'node:net'
import { watchDeadline, type Deadline } from './deadline.ts'
import { createReplyReader, type RawReply } from './reply-reader.ts'

/** Hears one reply. */
export type ReplyListener = (reply: RawReply) => void

/** What ended the conversation. */
export interface WireBreak {
  readonly reason: string
  readonly cause?: unknown
  /** It was our wish, and no fault of the server. */
  readonly byUs: boolean
}

/** What a wire needs to know. */
export interface WireUse {
  /** The shortest wait for a reply that anybody will ask for; deadlines are looked at four times as often. */
  readonly leastWaitMs: number
  readonly onBreak: (wireBreak: WireBreak) => void
}

/** The conversation. */
export class SmtpWire {
  open = true
  readonly #socket: Socket
  readonly #onBreak: WireUse['onBreak']
  readonly #deadline: Deadline
  readonly #expected: ReplyListener[] = []
  /** The one listener that a reply to DATA goes to; there is never a second before the first has heard. */
  #dataListener: ReplyListener | undefined

  constructor(socket: Socket, { leastWaitMs, onBreak }: WireUse) {
    this.#socket = socket
    this.#onBreak = onBreak
    const read = createReplyReader((reply) => this.#takeReply(reply))
    socket.on('data', (chunk: Buffer) => {
      try {
        read(chunk)
      } catch (error) {
        this.#fail((error as Error).message, error)
      }
    })
    socket.on('error', (error) => this.#fail(error.message, error))
    socket.on('close', () => this.#fail('the connection was closed'))
    const step = Math.min(1000, leastWaitMs / 4)
    this.#deadline = watchDeadline(step, () => this.#fail('the server took too long to answer'))
  }

  /** Everything that was written has left this process. */
  get isDrained(): boolean {
    return this.#socket.writableLength === 0
  }

  /** Who hears the next reply that nobody waits for yet. */
  expect(listener: ReplyListener): void {
    this.#expected.push(listener)
  }

  /** As `expect`, for the reply to DATA, which alone may be 3yz. */
  expectData(listener: ReplyListener): void {
    this.#dataListener = listener
    this.#expected.push(listener)
  }

  write(text: string): void {
    this.#socket.write(text)
  }

  /** Writes octets in one go. @param done called when they have left this process */
  pour(pieces: readonly Uint8Array[], done: () => void): void {
    const last = pieces.length - 1
    if (last > 0) this.#socket.cork()
    for (const [index, octets] of pieces.entries()) this.#socket.write(octets, index === last ? done : undefined)
    if (last > 0) this.#socket.uncork()
  }

  /** Replaces what was waited for before; `Infinity` waits for nothing. */
  breakAfter(ms: number): void {
    this.#deadline.set(ms)
  }

  /** Ends the conversation, whatever is said at the moment. */
  break(reason: string, { cause, byUs = false }: { readonly cause?: unknown; readonly byUs?: boolean } = {}): void {
    if (!this.open) return
    this.open = false
    this.#deadline.stop()
    this.#socket.destroy()
    this.#onBreak({ reason, cause, byUs })
  }

  #fail(reason: string, cause?: unknown): void {
    this.break(reason, { cause })
  }

  #takeReply(reply: RawReply): void {
    const take = this.#expected.shift()
    // RFC 5321 §4.3.2: 3yz answers DATA alone; anywhere else replies and commands are out of step.
    if (reply.code >= 300 && reply.code < 400 && (take === undefined || take !== this.#dataListener)) {
      this.#fail(`the server said ${reply.raw} out of turn`)
      return
    }
    take?.(reply)
    // RFC 5321 §3.8: after 421 the server closes, whatever it was asked.
    if (reply.code === 421) this.#fail(`the server said ${reply.raw}`)
    else if (!take) this.#fail(`the server said ${reply.raw} unasked`)
  }
}
