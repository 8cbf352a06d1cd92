/*
 * The bounce inbox on an IMAP server (RFC 9051) → its messages, one after the other. Guaranteed:
 *   1. a message is settled (marked as seen, or moved) only after whoever asked for it has done with it, so a connection
 *      that drops, or a process that is killed, leaves it to the next reading;
 *   2. at most a few messages are in memory, each cut to what a reader of reports looks at;
 *   3. a connection that drops is opened again as long as each one settles something.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import { connectInbox, fetchSources, refuseServer, settleMessages, type ImapInbox } from './imap-client.ts'
import type { StoredMessage } from './read-mailbox.ts'

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
      const client = await connectInbox(inbox)
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
          await settleMessages(client, done, inbox)
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
