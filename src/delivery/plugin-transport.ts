import { formatReply, parseReply, type SmtpReply } from '../mail/reply.ts'
import { SmtpError, type MailSession, type OutgoingMessage, type Route, type Transport } from './transport.ts'

/** A way out of the operator's own, such as the interface of a provider: a module that exports `send`. */
export interface TransportPlugin {
  /**
   * Gives one message to whoever takes responsibility for it.
   *
   * @returns the answer as SMTP has it: `250 taken`, `450 later`, `550 5.1.1 no such mailbox`; what is thrown, or no answer,
   *   means that nobody knows, and the message is in doubt
   */
  send(message: PluginMessage): Promise<string>
}

/** A message for a plug-in. */
export interface PluginMessage {
  /** Where bounces go; empty for none. */
  readonly mailFrom: string
  readonly rcptTo: string
  /** Header and body, CRLF line ends, signed where keys are set. */
  readonly octets: Uint8Array
}

/** The plug-in for single mails. */
export function createPluginTransport(plugin: TransportPlugin): Transport {
  return {
    verify: async () => undefined,
    send: ({ mailFrom, rcptTo }, octets) => deliver(plugin, { mailFrom: mailFrom ?? '', rcptTo, octets }),
    close: () => undefined,
  }
}

/** The plug-in for campaigns; one session of it sends one message after the other. */
export function createPluginRoute(plugin: TransportPlugin, name: string): Route {
  return { name, openSession: async () => createSession(plugin) }
}

function createSession(plugin: TransportPlugin): MailSession {
  let last: Promise<unknown> = Promise.resolve()
  let open = true
  const sendOne = async ({ envelope, octets }: OutgoingMessage, atDot: () => Promise<void>): Promise<SmtpReply> => {
    if (!open) throw new SmtpError('The way out is closed.', { permanent: false, scope: 'route', phase: 'idle' })
    // Where in the plug-in's work the message counts as taken, only it knows: all of it is at the dot.
    await atDot()
    const message = { mailFrom: envelope.mailFrom ?? '', rcptTo: envelope.rcptTo, octets: Buffer.concat(octets) }
    return deliver(plugin, message)
  }
  return {
    offers: { pipelining: false, smtpUtf8: true, eightBitMime: true, size: false },
    get open() {
      return open
    },
    send(message, atDot) {
      const sent = last.then(() => sendOne(message, atDot))
      last = sent.catch(() => undefined)
      return sent
    },
    async close() {
      await last
      open = false
    },
    destroy() {
      open = false
    },
  }
}

async function deliver(plugin: TransportPlugin, message: PluginMessage): Promise<SmtpReply> {
  // A module is not checked by our compiler.
  const answer: unknown = await plugin.send(message).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new SmtpError(`The transport plug-in failed: ${why}`, {
      permanent: false,
      scope: 'route',
      phase: 'dot',
      cause,
    })
  })
  const reply = parseReply(String(answer))
  if (reply === undefined) {
    const words = `The transport plug-in answered "${String(answer).slice(0, 80)}", which begins with no code.`
    throw new SmtpError(words, { permanent: false, scope: 'route', phase: 'dot' })
  }
  if (reply.code < 400) return reply
  const scope = reply.code === 421 ? 'route' : 'recipient'
  throw new SmtpError(formatReply(reply), { permanent: reply.code >= 500, scope, phase: 'dot', reply })
}
