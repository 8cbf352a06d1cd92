/**
 * A socket that has been greeted, secured and logged in → message after message over it (RFC 5321 §3.3).
 *
 * Knows at every moment in which phase each message is. The octets of a message leave in one write; the final dot leaves
 * only when `atDot` has resolved, and takes the envelope of the next message along where PIPELINING is offered.
 */
import type { Socket } from 'node:net'
import { parseReply, type SmtpReply } from '../../mail/reply.ts'
import { watchDeadline, type Deadline } from './deadline.ts'
import { createReplyReader, type RawReply } from './reply-reader.ts'
import { buildBreak, buildRefusal } from './session-failure.ts'
import { formatEnvelope, refuseUnfit, stuffDots } from './smtp-command.ts'
import type { TurnEnd } from './turn-end.ts'
import type { MailSession, OutgoingMessage, SessionOffers, SmtpError, SmtpPhase } from '../transport.ts'

/** Longest waits, from the moment the thing waited for was asked: slow answers do not prolong them. */
export interface SessionDeadlines {
  readonly commandMs: number
  readonly bodyMs: number
  readonly dotMs: number
}

/** What the sessions of one route have in common. */
export interface SessionUse {
  /** The server, as messages call it. */
  readonly name: string
  readonly deadlines: SessionDeadlines
  readonly atTurnEnd: TurnEnd
}

interface Transaction {
  readonly message: OutgoingMessage
  readonly atDot: () => Promise<void>
  readonly resolve: (reply: SmtpReply) => void
  readonly reject: (error: unknown) => void
  phase: SmtpPhase
  refusal?: SmtpError
  done?: boolean
}

/** Takes the socket over; whoever had it before must have let go of it. */
export function createSmtpSession(socket: Socket, offers: SessionOffers, use: SessionUse): MailSession {
  return new SmtpSession(socket, offers, use)
}

class SmtpSession implements MailSession {
  readonly offers: SessionOffers
  open = true
  readonly #socket: Socket
  readonly #name: string
  readonly #deadlines: SessionDeadlines
  readonly #atTurnEnd: TurnEnd
  /** Not begun. */
  readonly #waiting: Transaction[] = []
  /** Begun and not answered: at most one at its dot and one before its body. */
  readonly #begun: Transaction[] = []
  /** Who gets the next reply; the server answers in order. */
  readonly #expected: ((reply: RawReply) => void)[] = []
  #needsReset = false
  /** The last message left this process in one go. */
  #leavesAtOnce = false
  #closing: (() => void) | undefined
  readonly #deadline: Deadline

  constructor(socket: Socket, offers: SessionOffers, { name, deadlines, atTurnEnd }: SessionUse) {
    this.#socket = socket
    this.offers = offers
    this.#name = name
    this.#deadlines = deadlines
    this.#atTurnEnd = atTurnEnd
    const read = createReplyReader((reply) => this.#takeReply(reply))
    socket.on('data', (chunk: Buffer) => {
      try {
        read(chunk)
      } catch (error) {
        this.#fail((error as Error).message, { cause: error })
      }
    })
    socket.on('error', (error) => this.#fail(error.message, { cause: error }))
    socket.on('close', () => this.#fail('the connection was closed'))
    const step = Math.min(1000, deadlines.commandMs / 4, deadlines.dotMs / 4)
    this.#deadline = watchDeadline(step, () => this.#fail('the server took too long to answer'))
  }

  send(message: OutgoingMessage, atDot: () => Promise<void>): Promise<SmtpReply> {
    return new Promise((resolve, reject) => {
      const unfit = this.open
        ? refuseUnfit(message, this.offers)
        : buildBreak(this.#name, 'idle', 'the connection is closed')
      if (unfit) {
        reject(unfit)
        return
      }
      this.#waiting.push({ message, atDot, resolve, reject, phase: 'mail' })
      this.#beginNext()
    })
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.open) {
        resolve()
        return
      }
      this.#closing = resolve
      this.#quitWhenIdle()
    })
  }

  destroy(): void {
    this.#fail('the connection was cut', { byUs: true })
  }

  /** Starts the next message if the one before is at its dot, or answered where there is no PIPELINING. */
  #beginNext(): void {
    const next = this.#takeWaiting()
    if (next) this.#socket.write(this.#begin(next))
  }

  #takeWaiting(): Transaction | undefined {
    const before = this.#begun.at(-1)
    const mayBegin = before === undefined || (this.offers.pipelining && before.phase === 'dot')
    return mayBegin ? this.#waiting.shift() : undefined
  }

  /** The commands that open a transaction, and who hears the replies to them. */
  #begin(transaction: Transaction): string {
    this.#begun.push(transaction)
    const { mail, rcpt } = formatEnvelope(transaction.message, this.offers)
    const reset = this.#needsReset ? 'RSET\r\n' : ''
    if (this.#needsReset) this.#expected.push(() => undefined)
    this.#needsReset = false
    this.#deadline.set(this.#deadlines.commandMs)
    this.#expected.push((reply) => this.#onMail(transaction, reply, rcpt))
    if (!this.offers.pipelining) return reset + mail
    this.#expected.push(
      (reply) => this.#onRcpt(transaction, reply),
      (reply) => this.#onData(transaction, reply),
    )
    return `${reset}${mail}${rcpt}DATA\r\n`
  }

  #onMail(transaction: Transaction, reply: RawReply, rcpt: string): void {
    if (reply.code >= 400) transaction.refusal = buildRefusal('mail', reply)
    else this.#needsReset = true
    transaction.phase = 'rcpt'
    if (this.offers.pipelining) return
    if (transaction.refusal) this.#refuse(transaction, transaction.refusal)
    else this.#ask(rcpt, (answer) => this.#onRcpt(transaction, answer))
  }

  #onRcpt(transaction: Transaction, reply: RawReply): void {
    if (reply.code >= 400) transaction.refusal ??= buildRefusal('rcpt', reply)
    transaction.phase = 'data'
    if (this.offers.pipelining) return
    if (transaction.refusal) this.#refuse(transaction, transaction.refusal)
    else this.#ask('DATA\r\n', (answer) => this.#onData(transaction, answer))
  }

  /** RFC 2920 §3.1: a server may say 354 although it refused the recipient; it then gets an empty message to refuse. */
  #onData(transaction: Transaction, reply: RawReply): void {
    const { refusal } = transaction
    if (reply.code === 354 && refusal === undefined) this.#sendBody(transaction)
    else if (reply.code === 354) this.#ask('.\r\n', () => this.#refuse(transaction, refusal))
    else if (reply.code >= 400 || refusal) this.#refuse(transaction, refusal ?? buildRefusal('data', reply))
    else this.#fail(`the server said ${reply.raw} to DATA`)
  }

  /**
   * The ledger writes to its disk while the octets leave, where they leave at once: where they wait for the server, the
   * message may still be whole before its dot is so much as near.
   */
  #sendBody(transaction: Transaction): void {
    transaction.phase = 'body'
    this.#deadline.set(this.#deadlines.bodyMs)
    const pieces = stuffDots(transaction.message)
    const isEarly = this.#leavesAtOnce
    let missing = 2
    const sendDotWhenReady = (): void => {
      missing -= 1
      if (missing === 0) this.#sendDot(transaction)
    }
    if (isEarly) this.#mark(transaction, sendDotWhenReady)
    this.#atTurnEnd(() => {
      if (!this.open) return
      // Called back when the octets have left this process.
      this.#write(pieces, () => {
        if (!isEarly) this.#mark(transaction, sendDotWhenReady)
        sendDotWhenReady()
      })
      this.#leavesAtOnce = this.#socket.writableLength === 0
    })
  }

  #write(pieces: readonly Uint8Array[], done: () => void): void {
    const last = pieces.length - 1
    if (last > 0) this.#socket.cork()
    for (const [index, octets] of pieces.entries()) this.#socket.write(octets, index === last ? done : undefined)
    if (last > 0) this.#socket.uncork()
  }

  #mark(transaction: Transaction, done: () => void): void {
    if (!this.open) return
    transaction.atDot().then(done, (error: unknown) => {
      this.#settle(transaction)
      transaction.reject(error)
      this.#fail('the connection was cut before the final dot', { cause: error, byUs: true })
    })
  }

  #sendDot(transaction: Transaction): void {
    if (!this.open) return
    transaction.phase = 'dot'
    this.#needsReset = false
    this.#expected.push((reply) => this.#onDot(transaction, reply))
    const next = this.#takeWaiting()
    this.#socket.write(next ? `.\r\n${this.#begin(next)}` : '.\r\n')
    this.#deadline.set(this.#deadlines.dotMs)
  }

  #onDot(transaction: Transaction, reply: RawReply): void {
    this.#settle(transaction)
    const answer = parseReply(reply.raw) ?? { code: reply.code, text: reply.raw }
    if (reply.code >= 200 && reply.code < 300) transaction.resolve(answer)
    else transaction.reject(buildRefusal('dot', reply))
    this.#goOn()
  }

  #refuse(transaction: Transaction, error: unknown): void {
    this.#settle(transaction)
    transaction.reject(error)
    this.#goOn()
  }

  #settle(transaction: Transaction): void {
    const index = this.#begun.indexOf(transaction)
    if (index >= 0) this.#begun.splice(index, 1)
  }

  #goOn(): void {
    this.#deadline.set(this.#begun.length === 0 ? Infinity : this.#deadlines.commandMs)
    this.#beginNext()
    this.#quitWhenIdle()
  }

  #ask(command: string, onReply: (reply: RawReply) => void): void {
    this.#deadline.set(this.#deadlines.commandMs)
    this.#expected.push(onReply)
    this.#socket.write(command)
  }

  #takeReply(reply: RawReply): void {
    const take = this.#expected.shift()
    // RFC 5321 §4.3.2: 3yz answers DATA alone; anywhere else replies and commands are out of step.
    if (reply.code >= 300 && reply.code < 400 && !this.#begun.some(({ phase }) => phase === 'data')) {
      this.#fail(`the server said ${reply.raw} out of turn`)
      return
    }
    take?.(reply)
    // RFC 5321 §3.8: after 421 the server closes, whatever it was asked.
    if (reply.code === 421) this.#fail(`the server said ${reply.raw}`)
    else if (!take) this.#fail(`the server said ${reply.raw} unasked`)
  }

  #quitWhenIdle(): void {
    if (!this.#closing || this.#begun.length > 0 || this.#waiting.length > 0 || !this.open) return
    this.#ask('QUIT\r\n', () => this.destroy())
  }

  /**
   * Ends the session; every message gets the phase it was in, which says whether it can have been taken. What we cut
   * ourselves before its dot is `idle`: no fault of the server.
   */
  #fail(reason: string, { cause, byUs = false }: { readonly cause?: unknown; readonly byUs?: boolean } = {}): void {
    if (!this.open) return
    this.open = false
    this.#deadline.stop()
    this.#socket.destroy()
    for (const { phase, reject, refusal } of [...this.#begun.splice(0), ...this.#waiting.splice(0)]) {
      reject(refusal ?? buildBreak(this.#name, byUs && phase !== 'dot' ? 'idle' : phase, reason, cause))
    }
    this.#closing?.()
  }
}
