import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '../../../src/clock.ts'
import type { Campaign, InDoubtPolicy } from '../../../src/delivery/campaign.ts'
import type { ClaimedDelivery } from '../../../src/delivery/delivery.ts'
import type { LedgerStore } from '../../../src/delivery/ledger.ts'
import { sendCampaign, type SenderResult } from '../../../src/delivery/sending/send-campaign.ts'
import type { SenderRun } from '../../../src/delivery/sending/sender-run.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import type { OutgoingMessage } from '../../../src/delivery/transport.ts'
import { getMailbox } from '../../../src/mail/address.ts'
import { openSink, type Sink } from '../../../src/rehearsal/sink.ts'
import type { SinkOptions, SunkMessage } from '../../../src/rehearsal/sink-options.ts'
import { createLedgerStore } from '../../../src/store/ledger/ledger-store.ts'
import { openStore, type Store } from '../../../src/store/open.ts'
import { countCopies } from './copies.ts'
import { addReaders } from './crowd.ts'
import { aSenderRun } from './sender-run.ts'

/** A campaign of an invented issue, its readers, and a server that it goes to. */
export interface Sending extends AsyncDisposable {
  readonly store: Store
  readonly ledger: LedgerStore
  readonly campaign: Campaign
  readonly sink: Sink
  readonly messages: readonly SunkMessage[]
  /** Runs a sender over it; without changes, in the way of the product. */
  readonly run: (changes?: Partial<SenderRun>) => Promise<SenderResult>
  /** How often each reader got it. */
  readonly copies: () => Map<string, number>
}

/** What is special about a sending. */
export interface SendingOptions {
  readonly readers: number
  readonly addresses?: readonly string[]
  readonly inDoubt?: InDoubtPolicy
  readonly sink?: SinkOptions
  /** A store of another engine; the sending does not close it. */
  readonly store?: Store
}

const mailFrom = getMailbox('bounces@news.example.com', 'from').address

/** A short message that names its delivery. */
export function composeShort({ id, address }: ClaimedDelivery): OutgoingMessage {
  const text = `Message-ID: <${id}@news.example.com>\r\nTo: ${address}\r\n\r\n${'x'.repeat(70)}\r\n`
  return { envelope: { mailFrom, rcptTo: address }, octets: [Buffer.from(text)] }
}

/** Makes a campaign of an invented issue to the list `papers`, and starts it. */
export async function startCampaign(ledger: LedgerStore, inDoubt: InDoubtPolicy = 'resend'): Promise<Campaign> {
  const now = new Date().toISOString() as Instant
  const issue = { subject: 'Tide pools', issueHash: 'ab'.repeat(32), content: '{}', renderings: [] }
  const { id } = await ledger.createCampaign({ list: 'papers', inDoubt, ...issue }, now)
  return ledger.moveCampaign(id, 'start', { now })
}

/** Sends, and when five messages have gone takes everybody from this reader on off the list. */
export async function sendWhileReadersLeave({ run, store }: Sending, from: number): Promise<SenderResult> {
  let settled = 0
  let left: Promise<unknown> = Promise.resolve()
  const result = await run({
    connections: 2,
    onSettled: () => {
      settled += 1
      if (settled !== 5) return
      const update = store.db.updateTable('subscriptions').set({ status: 'unsubscribed' })
      left = update.where('subscriber_id', '>=', `01reader${String(from).padStart(18, '0')}`).execute()
    },
  })
  await left
  return result
}

/** Opens all of it: a store with readers, a campaign that runs, a sink that keeps. */
export async function openSending(options: SendingOptions): Promise<Sending> {
  const folder = mkdtempSync(join(tmpdir(), 'courant-sending-'))
  const store = options.store ?? (await openStore({ kind: 'sqlite', path: join(folder, 'test.sqlite') }))
  await addReaders(store, 'papers', { count: options.readers, addresses: options.addresses ?? [] })
  const ledger = createLedgerStore(store.db, store.engine)
  const campaign = await startCampaign(ledger, options.inDoubt)
  const messages: SunkMessage[] = []
  const sink = await openSink({ keep: true, onMessage: (message) => messages.push(message), ...options.sink })
  const route = openSmtpRoute({ host: '127.0.0.1', port: sink.port, security: 'none', connections: 1, timeoutMs: 5000 })
  return {
    store,
    ledger,
    campaign,
    sink,
    messages,
    run: (changes) => sendCampaign(aSenderRun({ campaign, ledger, route, compose: composeShort }, changes)),
    copies: () => countCopies(messages),
    async [Symbol.asyncDispose]() {
      await sink.close()
      if (!options.store) await store[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
