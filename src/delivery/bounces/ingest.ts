/*
 * What mails that came back change. In: messages, ports and keys. Out: for each message what was done. Guaranteed:
 *   1. only a report that carries a return path signed by us changes anything, and only for the reader it was made for;
 *   2. a wish to leave counts by its signed token, or from the address that it names;
 *   3. the same report twice changes nothing the second time, also when the first time was cut short.
 */
import { createHash } from 'node:crypto'
import { addressKey, type AddrSpec } from '../../mail/address.ts'
import { parseMessage, type IncomingMessage } from '../../mail/incoming-message.ts'
import { readToken, trimToken, type TokenClaim, type TokenKeyRing } from '../../subscribers/token.ts'
import { noBounce, type Bounce } from './bounce.ts'
import { classifyParsed } from './classify.ts'
import type { BounceDecision } from './decide-bounce.ts'
import { findReader } from './find-reader.ts'
import type { StoredMessage } from './read-mailbox.ts'
import { recordBounce, type RecordPorts } from './record-bounce.ts'
import { findUnsubscribeRequest } from './replies.ts'
import type { WebhookProvider } from './webhooks/parse-webhook.ts'
import type { WebhookEvent } from './webhooks/webhook.ts'

/** What ingesting needs from outside. */
export interface IngestPorts extends RecordPorts {
  /** Takes a reader off the list of the claim; again changes nothing. */
  readonly unsubscribe: (claim: Pick<TokenClaim, 'list' | 'subscriberId'>, source: string) => Promise<void>
  /** Keys of the return paths, the one in use first. */
  readonly returnPathKeys: readonly string[]
  readonly tokenKeys: TokenKeyRing
}

/** What was done about a message: `unverified` changed nothing, `known` was done before. */
export interface IngestedMessage extends Bounce {
  readonly file: string
  readonly outcome: BounceDecision | 'unsubscribe' | 'unverified' | 'known'
  /** The reader it was about, where that is certain. */
  readonly address?: string
}

/** Ingests one message. */
export async function ingestMessage({ file, octets }: StoredMessage, ports: IngestPorts): Promise<IngestedMessage> {
  const message = await parseMessage(octets)
  const bounce = message === undefined ? noBounce : classifyParsed(message)
  if (message === undefined || bounce.kind === 'none' || bounce.kind === 'auto_reply')
    return { file, ...bounce, outcome: 'ignore' }
  if (bounce.kind === 'unsubscribe') return { file, ...bounce, ...(await leave(message, ports)) }
  return { file, ...bounce, ...(await apply(message, bounce, hashMessage(octets), ports)) }
}

/** The same mail from an mbox, a file or a server differs in its line ends and its last empty lines only. */
export function hashMessage(octets: Uint8Array): string {
  const text = Buffer.from(octets).toString('latin1').replace(/\r\n?/g, '\n').trimEnd()
  return createHash('sha256').update(text, 'latin1').digest('hex')
}

type Done = Pick<IngestedMessage, 'outcome' | 'address'>

async function apply(message: IncomingMessage, bounce: Bounce, messageHash: string, ports: IngestPorts): Promise<Done> {
  const found = await findReader(message, bounce, { keys: ports.returnPathKeys, store: ports.store })
  if (!found) return { outcome: 'unverified' }
  return { outcome: await recordBounce({ ...found, messageHash }, ports), address: found.address }
}

/** A forged From cannot take somebody else off a list: without a token, the wish must name the address it comes from. */
async function leave(message: IncomingMessage, { unsubscribe, tokenKeys, now }: IngestPorts): Promise<Done> {
  const request = findUnsubscribeRequest(message)
  if (!request) return { outcome: 'unverified' }
  const reading = readToken(tokenKeys, trimToken(request.who), { purpose: 'unsubscribe', now })
  const claim = reading.status === 'valid' ? reading.claim : claimOf(request, request.from)
  if (!claim) return { outcome: 'unverified' }
  await unsubscribe(claim, 'mail to the unsubscribe address')
  return { outcome: 'unsubscribe', address: claim.subscriberId }
}

function claimOf(
  { listId, who }: { readonly listId: string; readonly who: string },
  from: AddrSpec | undefined,
): Pick<TokenClaim, 'list' | 'subscriberId'> | undefined {
  const isOwn = from !== undefined && addressKey(from) === who.toLowerCase()
  return isOwn ? { list: listId, subscriberId: from } : undefined
}

/** Ingests what a sending service reports; its signature has vouched for it, so no return path is asked for. */
export async function ingestEvent(
  event: WebhookEvent,
  provider: WebhookProvider,
  ports: RecordPorts,
): Promise<BounceDecision | 'known'> {
  return recordBounce({ recipient: event, address: event.address, messageHash: `${provider} ${event.id}` }, ports)
}
