/**
 * A socket that has been greeted, secured and logged in → message after message over it (RFC 5321 §3.3).
 *
 * Knows at every moment in which phase each message is. The octets of a message leave in one go; the final dot leaves
 * only when `atDot` has resolved, and takes the envelope of the next message along where PIPELINING is offered.
 */
import type { Socket } from 'node:net'
import { parseReply, type SmtpReply } from '../../mail/reply.ts'
import type { RawReply } from './reply-reader.ts'
import { buildBreak, buildRefusal } from './session-failure.ts'
import { formatEnvelope, refuseUnfit, stuffDots } from './smtp-command.ts'
import { SmtpWire, type WireBreak } from './smtp-wire.ts'
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
}

/** Takes the socket over; whoever had it before must have let go of it. */
export function createSmtpSession(socket: Socket, offers: SessionOffers, use: SessionUse): MailSession {
  return new SmtpSession(socket, offers, use)
}

class SmtpSession implements MailSession {
  readonly offers: SessionOffers
  readonly #wire: SmtpWire
  readonly #name: string
  readonly #deadlines: SessionDeadlines
  readonly #atTurnEnd: TurnEnd
  /** Not begun. */
  readonly #waiting: Transaction[] = []
  /** Begun and not answered: at most one at its dot and one before its body. */
  readonly #begun: Transaction[] = []
  #needsReset = false
  /** The last message left this process in one go. */
  #leavesAtOnce = false
  #closing: (() => void) | undefined

  constructor(socket: Socket, offers: SessionOffers, { name, deadlines, atTurnEnd }: SessionUse) {
    this.offers = offers
    this.#name = name
    this.#deadlines = deadlines
    this.#atTurnEnd = atTurnEnd
    const leastWaitMs = Math.min(deadlines.commandMs, deadlines.dotMs)
    this.#wire = new SmtpWire(socket, { leastWaitMs, onBreak: (wireBreak) => this.#rejectAll(wireBreak) })
  }

  get open(): boolean {
    return this.#wire.open
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
    this.#wire.break('the connection was cut', { byUs: true })
  }

  /** Starts the next message if the one before is at its dot, or answered where there is no PIPELINING. */
  #beginNext(): void {
    const next = this.#takeWaiting()
    if (next) this.#wire.write(this.#begin(next))
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
    if (this.#needsReset) this.#wire.expect(() => undefined)
    this.#needsReset = false
    this.#wire.breakAfter(this.#deadlines.commandMs)
    this.#wire.expect((reply) => this.#onMail(transaction, reply, rcpt))
    if (!this.offers.pipelining) return reset + mail
    this.#wire.expect((reply) => this.#onRcpt(transaction, reply))
    this.#wire.expectData((reply) => this.#onData(transaction, reply))
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
    else {
      this.#wire.breakAfter(this.#deadlines.commandMs)
      this.#wire.expectData((answer) => this.#onData(transaction, answer))
      this.#wire.write('DATA\r\n')
    }
  }

  /** RFC 2920 §3.1: a server may say 354 although it refused the recipient; it then gets an empty message to refuse. */
  #onData(transaction: Transaction, reply: RawReply): void {
    const { refusal } = transaction
    if (reply.code === 354 && refusal === undefined) this.#sendBody(transaction)
    else if (reply.code === 354) this.#ask('.\r\n', () => this.#refuse(transaction, refusal))
    else if (reply.code >= 400 || refusal) this.#refuse(transaction, refusal ?? buildRefusal('data', reply))
    else this.#wire.break(`the server said ${reply.raw} to DATA`)
  }

  /**
   * Where octets leave at once, the ledger writes to its disk meanwhile. Where they wait for the server it is asked when
   * they are gone: until then nothing of this message can be in doubt.
   */
  #sendBody(transaction: Transaction): void {
    transaction.phase = 'body'
    this.#wire.breakAfter(this.#deadlines.bodyMs)
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
      this.#wire.pour(pieces, () => {
        if (!isEarly) this.#mark(transaction, sendDotWhenReady)
        sendDotWhenReady()
      })
      this.#leavesAtOnce = this.#wire.isDrained
    })
  }

  #mark(transaction: Transaction, done: () => void): void {
    if (!this.open) return
    transaction.atDot().then(done, (error: unknown) => {
      this.#settle(transaction)
      transaction.reject(error)
      this.#wire.break('the connection was cut before the final dot', { cause: error, byUs: true })
    })
  }

  #sendDot(transaction: Transaction): void {
    if (!this.open) return
    transaction.phase = 'dot'
    this.#needsReset = false
    this.#wire.expect((reply) => this.#onDot(transaction, reply))
    const next = this.#takeWaiting()
    this.#wire.write(next ? `.\r\n${this.#begin(next)}` : '.\r\n')
    this.#wire.breakAfter(this.#deadlines.dotMs)
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
    this.#wire.breakAfter(this.#begun.length === 0 ? Infinity : this.#deadlines.commandMs)
    this.#beginNext()
    this.#quitWhenIdle()
  }

  #ask(command: string, onReply: (reply: RawReply) => void): void {
    this.#wire.breakAfter(this.#deadlines.commandMs)
    this.#wire.expect(onReply)
    this.#wire.write(command)
  }

  #quitWhenIdle(): void {
    if (!this.#closing || this.#begun.length > 0 || this.#waiting.length > 0 || !this.open) return
    this.#ask('QUIT\r\n', () => this.destroy())
  }

  /**
   * Every message gets the phase it was in, which says whether it can have been taken. What we cut ourselves before its dot
   * is `idle`: no fault of the server.
   */
  #rejectAll({ reason, cause, byUs }: WireBreak): void {
    for (const { phase, reject, refusal } of [...this.#begun.splice(0), ...this.#waiting.splice(0)]) {
      reject(refusal ?? buildBreak(this.#name, byUs && phase !== 'dot' ? 'idle' : phase, reason, cause))
    }
    this.#closing?.()
  }
}
