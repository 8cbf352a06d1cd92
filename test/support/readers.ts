import type { Instant } from '../../src/clock.ts'
import { parseAddress, type AddrSpec } from '../../src/mail/address.ts'
import type { Store } from '../../src/store/open.ts'
import { createAudience } from '../../src/store/audience.ts'
import { createImportStore } from '../../src/store/imports/import-store.ts'
import type { Audience } from '../../src/subscribers/audience.ts'
import { confirmSubscription } from '../../src/subscribers/confirm.ts'
import {
  importSubscribers,
  type ImportedRow,
  type ImportOptions,
  type ImportResult,
} from '../../src/subscribers/import/import-file.ts'
import { openSubscriberFile } from '../../src/subscribers/import/read.ts'
import { subscribe, type SubscribeRequest } from '../../src/subscribers/subscribe.ts'
import type { SubscriberId } from '../../src/subscribers/subscriber.ts'
import { getListSlug, type Subscription } from '../../src/subscribers/subscription.ts'

/** The list of the tests. */
export const papers = getListSlug('papers')

/** A literal instant. */
export function at(text: string): Instant {
  return text as Instant
}

/** A literal address. */
export function address(text: string): AddrSpec {
  const parsed = parseAddress(text)
  if (parsed === undefined) throw new Error(`${text} is no address`)
  return parsed
}

/** Readers of a store. */
export function audienceOf(store: Store): Audience {
  return createAudience(store.db, store.engine)
}

/** What a reader does on the list of the tests, at a time. */
export function action(subscriberId: SubscriberId, now: string) {
  return { list: papers, subscriberId, now: at(now) }
}

/** A reader on the list, by form and mail; the mail is followed at 09:00 on 1 November 2026. */
export async function addConfirmed(audience: Audience, request: SubscribeRequest): Promise<SubscriberId> {
  const { confirmation } = await subscribe(audience, request)
  const id = confirmation!.subscriber.id
  await confirmSubscription(audience, { ...action(id, '2026-11-01T09:00:00Z'), issuedAt: request.now })
  return id
}

/** Imports a text as a file, on 1 November 2026 unless told otherwise. */
export async function importText(
  store: Store,
  text: string,
  options: Partial<ImportOptions> & { now?: string } = {},
): Promise<ImportResult & { rows: ImportedRow[] }> {
  const rows: ImportedRow[] = []
  const fileName = options.fileName ?? 'readers.csv'
  const file = await openSubscriberFile(fileName, Buffer.from(text))
  const result = await importSubscribers(createImportStore(store.db, store.engine), file, {
    list: papers,
    clock: { now: () => at(options.now ?? '2026-11-01T00:00:00Z') },
    onRows: (more) => void rows.push(...more),
    ...options,
    fileName,
  })
  return { ...result, rows }
}

/** The subscription of an address; undefined when there is none. */
export async function subscriptionOf(store: Store, text: string): Promise<Subscription | undefined> {
  const audience = audienceOf(store)
  const subscriber = await audience.subscribers.findByAddress(address(text))
  return subscriber && audience.subscriptions.find(papers, subscriber.id)
}

/** Every row of every table but the journal of the schema and of imports, in one text, for comparing states. */
export async function dump(store: Store): Promise<string> {
  const tables = ['lists', 'subscribers', 'subscriptions', 'profiles', 'subscription_records', 'suppressions'] as const
  const contents: Record<string, string[]> = {}
  for (const table of tables) {
    const rows = await store.db.selectFrom(table).selectAll().execute()
    contents[table] = rows.map((row) => JSON.stringify(row)).sort()
  }
  return JSON.stringify(contents, undefined, 1)
}
