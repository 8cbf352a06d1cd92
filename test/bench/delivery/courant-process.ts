/** One sending of Courant in a process of its own: `{ port, count, connections, keys }` in, figures out, as JSON. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createDkimSigner } from '../../../src/delivery/dkim/dkim.ts'
import { parseDkimKey } from '../../../src/delivery/dkim/dkim-key.ts'
import type { ClaimedDelivery } from '../../../src/delivery/delivery.ts'
import { compileMessage } from '../../../src/delivery/message-template.ts'
import { prepareRecipients } from '../../../src/delivery/recipient.ts'
import { formatReturnPath } from '../../../src/delivery/return-path.ts'
import { sendCampaign } from '../../../src/delivery/sending/send-campaign.ts'
import { openSmtpRoute } from '../../../src/delivery/smtp/smtp-route.ts'
import type { Scratch } from '../../../src/delivery/slotted-octets.ts'
import { createLedgerStore } from '../../../src/store/ledger/ledger-store.ts'
import { openThreadedLedger } from '../../../src/store/ledger/threaded-ledger.ts'
import { openStore, type Store } from '../../../src/store/open.ts'
import { header, links, newsletter } from '../../support/sending/messages.ts'
import { aSenderRun } from '../../support/sending/sender-run.ts'
import { rendered } from './letter.ts'
import { order } from './order.ts'

/** Set where this process only makes the database, so that its memory is not counted as the sender's. */
const prepareIn = process.argv[3]
const folder = prepareIn ?? mkdtempSync(join(tmpdir(), 'courant-bench-'))
const location = { kind: 'sqlite', path: join(folder, 'bench.sqlite') } as const

/** Invented readers, made by the database itself. */
async function addReaders({ db }: Store, count: number): Promise<void> {
  const numbers = sql`WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})`
  await sql`${numbers} INSERT INTO subscribers (id, address, address_key, name, created_at)
    SELECT printf('01reader%018d', n), 'reader' || n || '@example.com', 'reader' || n || '@example.com', 'Reader ' || n,
      '2026-11-23T07:00:00Z' FROM numbers`.execute(db)
  await sql`INSERT INTO subscriptions (list_slug, subscriber_id, status, changed_at, consent_method)
    SELECT 'bench', id, 'confirmed', created_at, 'manual' FROM subscribers`.execute(db)
}

/** Makes the readers and freezes the recipients; says how long the latter took. */
async function prepare(): Promise<void> {
  await using store = await openStore(location)
  await addReaders(store, order.count)
  const started = performance.now()
  const setUp = createLedgerStore(store.db, store.engine)
  const draft = {
    list: 'bench',
    subject: 'bench',
    issueHash: header.issueHash,
    inDoubt: 'resend',
    content: '{}',
    renderings: [],
  } as const
  const { id } = await setUp.createCampaign(draft, header.date)
  await setUp.moveCampaign(id, 'start', { now: header.date })
  process.stdout.write(String((performance.now() - started) / 1000))
}

async function send(): Promise<void> {
  const script = import.meta.filename
  const made = spawnSync(process.execPath, [script, process.argv[2] ?? '', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const freezeSeconds = Number(made.stdout.toString())
  const template = compileMessage(rendered, header)
  const keys = order.keys.map(({ pem, selector }) => parseDkimKey(pem, { domain: 'news.example.com', selector }))
  const signer = keys.length > 0 ? createDkimSigner(keys) : undefined
  const toRecipient = prepareRecipients(links, 'bench')
  const compose = ({ address, displayName = '', subscriberId }: ClaimedDelivery, scratch: Scratch) => {
    const recipient = toRecipient({ address, displayName }, subscriberId)
    const composed = template.compose(recipient, scratch)
    const { octets } = composed
    const mailFrom = formatReturnPath(newsletter.from.address, address, header.issueHash, 'bench-bench-bench')
    const envelope = { mailFrom, rcptTo: address }
    if (!signer) return { envelope, octets: [octets], hasNoLineDot: true }
    return signer.signParts(composed).then((fields) => ({ envelope, octets: [fields, octets], hasNoLineDot: true }))
  }
  const route = openSmtpRoute({
    host: '127.0.0.1',
    port: order.port,
    security: 'none',
    connections: order.connections,
    timeoutMs: 60_000,
  })
  await using ledger = openThreadedLedger(location)
  const campaign = await ledger.findCampaign(1)
  if (!campaign) throw new Error('the database was not made')
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const { connections } = order
  const result = await sendCampaign(aSenderRun({ campaign, ledger, route, compose }, { connections, giveUpAfterMs: 0 }))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  if (result.counts.accepted !== order.count)
    throw new Error(`only ${result.counts.accepted} accepted: ${result.reason}`)
  const peakMb = process.resourceUsage().maxRSS / 1024
  process.stdout.write(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMb, freezeSeconds }))
}

if (prepareIn !== undefined) await prepare()
else await send().finally(() => rmSync(folder, { recursive: true, force: true }))
