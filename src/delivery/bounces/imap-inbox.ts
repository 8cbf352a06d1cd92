/*
 * The bounce inbox on an IMAP server (RFC 9051) → its messages, one after the other. Guaranteed:
 *   1. a message is settled (marked as seen, or moved) only after whoever asked for it has done with it, so a connection
 *      that drops, or a process that is killed, leaves it to the next reading;
 *   2. at most a few messages are in memory, each cut to what a reader of reports looks at;
 *   3. a connection that drops is opened again as long as each one settles something.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow, ImapFlowOptions } from 'imapflow'
import { AppError } from '../../errors.ts'
import { maxBytes } from '../../mail/incoming-message.ts'
import type { StoredMessage } from './read-mailbox.ts'

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

/** Messages fetched, and settled, at once. */
const batchSize = 20
/** Connections that in a row may settle nothing before a reading is given up. */
const maxFruitless = 3

/**
 * Reads what is new: what is not seen, or with `moveTo` whatever is there.
 *
 * @param use what is done with a message; one that it throws for is not settled, and ends the reading
 * @throws AppError `unauthorized` for a refused log-in, `unavailable` for a server that cannot be talked to
 */
export async function* readInbox<Result>(
  inbox: ImapInbox,
  use: (message: StoredMessage) => Promise<Result>,
  signal: AbortSignal,
): AsyncGenerator<Result> {
  let fruitless = 0
  for (;;) {
    const reading = createReading(inbox, use)
    try {
      yield* reading.run(signal)
      return
    } catch (error) {
      if (error instanceof UseError) throw error.cause
      if (error instanceof AppError) throw error
      fruitless = reading.settled() > 0 ? 0 : fruitless + 1
      if (fruitless >= maxFruitless) throw refuseServer(inbox, error)
      await sleep(fruitless * 1000, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
    }
  }
}

/** What `use` threw is the caller's; everything else is about the connection. */
class UseError extends Error {}

/** One connection. */
function createReading<Result>(inbox: ImapInbox, use: (message: StoredMessage) => Promise<Result>) {
  let settled = 0
  return {
    settled: () => settled,
    async *run(signal: AbortSignal): AsyncGenerator<Result> {
      const client = await connect(inbox)
      try {
        if (inbox.moveTo !== undefined) await client.mailboxCreate(inbox.moveTo)
        const { uidValidity } = await client.mailboxOpen(inbox.folder)
        const found = await client.search(inbox.moveTo === undefined ? { seen: false } : { all: true }, { uid: true })
        const uids = Array.isArray(found) ? found : []
        for (let start = 0; start < uids.length && !signal.aborted; start += batchSize) {
          const batch = uids.slice(start, start + batchSize)
          const done: number[] = []
          for (const { uid, source } of await fetchSources(client, batch)) {
            if (signal.aborted) break
            yield await useOne(use, { file: `${inbox.folder};UIDVALIDITY=${uidValidity};UID=${uid}`, octets: source })
            done.push(uid)
          }
          await settle(client, done, inbox)
          settled += done.length
        }
        await client.logout()
      } finally {
        client.close()
      }
    },
  }
}

async function useOne<Result>(
  use: (message: StoredMessage) => Promise<Result>,
  message: StoredMessage,
): Promise<Result> {
  try {
    return await use(message)
  } catch (error) {
    throw new UseError('', { cause: error })
  }
}

async function fetchSources(client: ImapFlow, uids: readonly number[]): Promise<{ uid: number; source: Buffer }[]> {
  const query = { uid: true, source: { start: 0, maxLength: maxBytes } }
  const messages = await client.fetchAll(uids.join(','), query, { uid: true })
  // A message that somebody else took away meanwhile has no source.
  return messages.flatMap(({ uid, source }) => (source === undefined ? [] : [{ uid, source }]))
}

async function settle(client: ImapFlow, uids: readonly number[], inbox: ImapInbox): Promise<void> {
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

async function connect(inbox: ImapInbox): Promise<ImapFlow> {
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

function refuseServer({ host, folder }: ImapInbox, error: unknown): AppError {
  const { responseText, message } = error as { responseText?: string; message: string }
  const why = responseText ?? message
  return new AppError('unavailable', `The bounce inbox ${folder} on ${host} cannot be read: ${why}.`, { cause: error })
}
