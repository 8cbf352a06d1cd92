/*
 * The bounce inbox as an IMAP server has it (RFC 9051): how it is opened, and what is asked of it.
 */
import type { ImapFlow, ImapFlowOptions } from 'imapflow'
import { AppError } from '../../errors.ts'
import { maxBytes } from '../../mail/incoming-message.ts'

/** Where the bounce inbox is. */
export interface ImapInbox {
  readonly host: string
  readonly port?: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly password: string
  readonly folder: string
  /** Folder for what was read; without one it is marked as seen and stays. */
  readonly moveTo?: string
  /** Longest silence of the server, in milliseconds. */
  readonly timeoutMs: number
}

/** Connects and logs in. @throws AppError `unauthorized` for a refused log-in */
export async function connectInbox(inbox: ImapInbox): Promise<ImapFlow> {
  // Loaded here, because few commands need it.
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow(buildOptions(inbox))
  // A drop between two commands is told by an event only; the next command then fails by itself.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    client.close()
    if ((error as { authenticationFailed?: boolean }).authenticationFailed !== true) throw error
    throw new AppError(
      'unauthorized',
      `The bounce inbox on ${inbox.host} refused the log-in of ${inbox.user}. Check bounceInbox.user and COURANT_BOUNCE_INBOX_PASSWORD.`,
      { cause: error },
    )
  }
}

function buildOptions({ host, port, security, user, password, timeoutMs }: ImapInbox): ImapFlowOptions {
  return {
    host,
    port: port ?? (security === 'tls' ? 993 : 143),
    secure: security === 'tls',
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  }
}

/** Fetches messages, each cut to what a reader of reports looks at; one that somebody else took away meanwhile is left out. */
export async function fetchSources(
  client: ImapFlow,
  uids: readonly number[],
): Promise<{ uid: number; source: Buffer }[]> {
  const query = { uid: true, source: { start: 0, maxLength: maxBytes } }
  const messages = await client.fetchAll(uids.join(','), query, { uid: true })
  return messages.flatMap(({ uid, source }) => (source === undefined ? [] : [{ uid, source }]))
}

/** Marks messages as seen, or moves them. @throws AppError `unavailable` where the server refuses */
export async function settleMessages(client: ImapFlow, uids: readonly number[], inbox: ImapInbox): Promise<void> {
  if (uids.length === 0) return
  const { moveTo } = inbox
  const range = uids.join(',')
  const isDone =
    moveTo === undefined
      ? await client.messageFlagsAdd(range, [String.raw`\Seen`], { uid: true })
      : await client.messageMove(range, moveTo, { uid: true })
  // The library answers false where the server refused.
  if (isDone === false) throw refuseServer(inbox, new Error('it lets nobody mark or move its messages'))
}

/** What is said of an inbox that cannot be read. */
export function refuseServer({ host, folder }: ImapInbox, error: unknown): AppError {
  const { responseText, message } = error as { responseText?: string; message: string }
  const why = responseText ?? message
  return new AppError('unavailable', `The bounce inbox ${folder} on ${host} cannot be read: ${why}.`, { cause: error })
}
