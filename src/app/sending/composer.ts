/**
 * The wiring of messages: the frozen content of a campaign in, one reader's message out, composed and signed. A rendering
 * is looked up when the first of its readers is claimed; as those follow each other, few are held at once.
 */
import type { App } from '../../app.ts'
import { buildLinks, buildMailFrom } from './delivery.ts'
import type { CampaignContent } from './freeze.ts'
import { buildSigner } from './signer.ts'
import type { OpenedLedger } from '../store.ts'
import type { Campaign } from '../../delivery/campaign.ts'
import type { ClaimedDelivery } from '../../delivery/delivery.ts'
import { compileMessage, type MessageTemplate } from '../../delivery/message-template.ts'
import { prepareRecipients } from '../../delivery/recipient.ts'
import type { Scratch } from '../../delivery/slotted-octets.ts'
import type { OutgoingMessage } from '../../delivery/transport.ts'
import { AppError } from '../../errors.ts'
import { insist } from '../../delivery/sending/insist.ts'
import { unpackRendering } from '../../delivery/pack-rendering.ts'

/** Makes the message of a claimed delivery; it may be written into the scratch. */
export type Composer = (delivery: ClaimedDelivery, scratch: Scratch) => OutgoingMessage | Promise<OutgoingMessage>

/** Composes and signs messages from the frozen content of a campaign. */
export async function buildComposer(app: App, { ledger }: OpenedLedger, { id, list }: Campaign): Promise<Composer> {
  const { newsletter, issueHash, issueNumber, date } = JSON.parse(await ledger.getContent(id)) as CampaignContent
  const { idempotencyHeader } = app.config.delivery
  const header = { newsletter, issueHash, date, ...(idempotencyHeader === undefined ? {} : { idempotencyHeader }) }
  const links = { ...buildLinks(app, newsletter, date), ...(issueNumber === undefined ? {} : { issueNumber }) }
  const toRecipient = prepareRecipients(links, list)
  const mailFrom = buildMailFrom(app, newsletter, issueHash)
  const signer = buildSigner(app, newsletter)
  const templates = createTemplateCache(async (variant) => {
    // A store that is away for a moment is no fault of whoever would get this rendering.
    const body = await insist(() => ledger.findRendering(id, variant))
    if (body === undefined) throw new AppError('internal', `Campaign ${id} has no rendering "${variant}".`)
    return compileMessage(unpackRendering(body), header)
  })
  const compose = (
    template: MessageTemplate,
    { address, displayName, subscriberId }: ClaimedDelivery,
    scratch: Scratch,
  ): OutgoingMessage | Promise<OutgoingMessage> => {
    const mailbox = displayName === undefined ? { address } : { address, displayName }
    const composed = template.compose(toRecipient(mailbox, subscriberId), scratch)
    const envelope = { mailFrom: mailFrom(address), rcptTo: address }
    const { octets } = composed
    if (!signer) return { envelope, octets: [octets], hasNoLineDot: true }
    return signer.signParts(composed).then((fields) => ({ envelope, octets: [fields, octets], hasNoLineDot: true }))
  }
  return (delivery, scratch) => {
    const template = templates.get(delivery.variant)
    if (!(template instanceof Promise)) return compose(template, delivery, scratch)
    return template.then((found) => compose(found, delivery, scratch))
  }
}

/** Message templates held at once; each is about as large as its message. */
const mostTemplates = 64

/** The templates used last; one that is being made is made once. */
function createTemplateCache(make: (variant: string) => Promise<MessageTemplate>): {
  get(variant: string): MessageTemplate | Promise<MessageTemplate>
} {
  const held = new Map<string, MessageTemplate | Promise<MessageTemplate>>()
  const hold = (variant: string, template: MessageTemplate | Promise<MessageTemplate>): void => {
    held.delete(variant)
    held.set(variant, template)
    const [oldest] = held.keys()
    if (held.size > mostTemplates && oldest !== undefined) held.delete(oldest)
  }
  const load = async (variant: string): Promise<MessageTemplate> => {
    try {
      const template = await make(variant)
      hold(variant, template)
      return template
    } catch (error) {
      held.delete(variant)
      throw error
    }
  }
  return {
    get(variant) {
      const known = held.get(variant) ?? load(variant)
      hold(variant, known)
      return known
    },
  }
}
