/** What is simulated: invented readers in a store, a campaign to them, and the settings of its senders. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CampaignContent } from '../sending/freeze.ts'
import { formatInstant } from '../../clock.ts'
import type { InDoubtPolicy } from '../../delivery/campaign.ts'
import type { LedgerStore } from '../../delivery/ledger.ts'
import { packRendering } from '../../delivery/pack-rendering.ts'
import { addressKey, type AddrSpec } from '../../mail/address.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import { transact } from '../../store/transact.ts'
import { createImportStore } from '../../store/imports/import-store.ts'
import type { Store } from '../../store/open.ts'
import type { NewReader } from '../../subscribers/import/import.ts'
import { createSubscriberId } from '../../subscribers/subscriber.ts'
import { getListSlug } from '../../subscribers/subscription.ts'

/** What to simulate. */
export interface SimulationOptions {
  readonly subscriberCount: number
  readonly crashCount: number
  readonly deferPercent: number
  readonly connections: number
  readonly inDoubt: InDoubtPolicy
  readonly onProgress?: (line: string) => void
  /** Stops it: the sender dies and nothing of it stays on the disk. */
  readonly signal?: AbortSignal
}

const list = getListSlug('simulation')
const source = 'simulation'
const pageSize = 5000

/** Puts `reader0@example.com` and so on on the list, as an import would. */
export async function addInventedReaders({ db, engine }: Store, count: number): Promise<void> {
  const now = formatInstant(Date.now())
  await transact(db, engine, async (trx) => {
    const imports = createImportStore(trx, engine)
    const importId = await imports.open({ list, fileName: source, source, startedAt: now })
    for (let start = 0; start < count; start += pageSize) {
      const numbers = Array.from({ length: Math.min(pageSize, count - start) }, (_, index) => start + index)
      await imports.insertNew({ importId, list, now, source }, numbers.map(inventReader))
    }
  })
}

function inventReader(number: number): NewReader {
  const address = `reader${number}@example.com` as AddrSpec
  return {
    id: createSubscriberId(Date.now()),
    address,
    key: addressKey(address),
    name: undefined,
    status: 'confirmed',
    consentAt: undefined,
    consentIp: undefined,
    consentSource: source,
    tags: [],
    topics: [],
  }
}

/** Starts a campaign to them. @returns its number */
export async function addCampaign(ledger: LedgerStore, { inDoubt }: SimulationOptions): Promise<number> {
  const now = formatInstant(Date.now())
  const issueHash = '51'.repeat(32)
  const from = 'simulation@news.example.com' as AddrSpec
  const paragraph = '<p>Nothing in this issue is true, and nobody reads it.</p>\n'
  // Longer than what the server reads at once, so that it sees a message that is not whole yet.
  const paragraphs = paragraph.repeat(1500)
  const content: CampaignContent = {
    newsletter: { name: 'The Simulated Reader', from: { address: from }, listId: 'news.example.com', language: 'en' },
    issueHash,
    date: now,
  }
  const rendered: RenderedIssue = {
    subject: 'A simulated issue',
    preheader: '',
    html: { parts: [`<html>${paragraphs}<a href="`, '">leave</a></html>\n'], slots: ['unsubscribeUrl'] },
    text: { parts: ['Nothing in this issue is true.\n', '\n'], slots: ['unsubscribeUrl'] },
    htmlBytes: 0,
    cuts: [],
  }
  const renderings = [{ variant: '', body: packRendering(rendered) }]
  const draft = { list, subject: rendered.subject, issueHash, inDoubt, content: JSON.stringify(content), renderings }
  const { id } = await ledger.createCampaign(draft, now)
  await ledger.moveCampaign(id, 'start', { now })
  return id
}

/** Writes the settings of a sender to the built-in server. @returns their path */
export async function writeConfig(
  folder: string,
  { connections, inDoubt, port }: SimulationOptions & { readonly port: number },
): Promise<string> {
  const path = join(folder, 'courant.yaml')
  const lines = [
    'newsletter: { from: simulation@news.example.com, postalAddress: 1 Example Street }',
    `smtp: { host: 127.0.0.1, port: ${port}, security: none, connections: ${connections}, timeoutSeconds: 20 }`,
    `delivery: { inDoubt: ${inDoubt}, retryMinutes: [0.002] }`,
  ]
  await writeFile(path, lines.join('\n'))
  return path
}
