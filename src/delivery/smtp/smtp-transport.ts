/**
 * Single messages over the sessions of a route: each session carries one message at a time and is kept for the next. A
 * session that was kept may have been closed meanwhile; what then dies before its final dot goes over a fresh one.
 */
import type { SmtpOptions } from './smtp-options.ts'
import { openSmtpRoute } from './smtp-route.ts'
import { SmtpError, type MailSession, type OutgoingMessage, type Transport } from '../transport.ts'
import type { SmtpReply } from '../../mail/reply.ts'

/**
 * Kept sessions to one SMTP server, at most as many as `connections`; who comes when all are busy waits.
 *
 * @param cut fires when nothing that is under way is waited for any longer
 */
export function openSmtpTransport(options: SmtpOptions, cut?: AbortSignal): Transport {
  const route = openSmtpRoute(options)
  const kept: MailSession[] = []
  const inUse = new Set<MailSession>()
  const waiting: (() => void)[] = []
  let busy = 0
  let isClosed = false

  cut?.addEventListener('abort', () => inUse.forEach((session) => session.destroy()), { once: true })

  const takeKept = (): MailSession | undefined => {
    for (let session = kept.pop(); session; session = kept.pop()) if (session.open) return session
    return undefined
  }
  const giveBack = (session: MailSession): void => {
    if (isClosed) void session.close()
    else if (session.open) kept.push(session)
  }
  const sendOver = async (session: MailSession, message: OutgoingMessage): Promise<SmtpReply> => {
    inUse.add(session)
    try {
      return await session.send(message, () => Promise.resolve())
    } finally {
      inUse.delete(session)
      giveBack(session)
    }
  }
  const sendOnce = async (message: OutgoingMessage): Promise<SmtpReply> => {
    const session = takeKept()
    if (session) {
      try {
        return await sendOver(session, message)
      } catch (error) {
        if (!isUnsent(error) || cut?.aborted === true) throw error
      }
    }
    return sendOver(await route.openSession(cut), message)
  }
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    while (busy >= options.connections) await new Promise<void>((resolve) => waiting.push(resolve))
    busy += 1
    try {
      return await work()
    } finally {
      busy -= 1
      waiting.shift()?.()
    }
  }
  return {
    verify: () => inTurn(async () => (await route.openSession(cut)).close()),
    send: (envelope, octets) => inTurn(() => sendOnce({ envelope, octets: [octets] })),
    close() {
      isClosed = true
      for (const session of kept.splice(0)) void session.close()
    },
  }
}

/** The session ended before the final dot of this message, so that nothing was sent; 421 is how a server says so (RFC 5321 §3.8). */
function isUnsent(error: unknown): boolean {
  if (!(error instanceof SmtpError) || error.scope !== 'route' || error.phase === 'dot') return false
  return error.reply === undefined || error.reply.code === 421
}
