import type { Instant } from '../clock.ts'
import type { Newsletter } from '../issue/issue.ts'
import type { AddrSpec, Mailbox } from '../mail/address.ts'
import type { UnsubscribeLinks } from '../mail/list-fields.ts'
import { createToken, type TokenKeyRing, type TokenPurpose } from '../subscribers/token.ts'
import type { MessageRecipient } from './message-template.ts'

/** What is needed to make the links of any recipient. */
export interface RecipientLinks {
  readonly newsletter: Newsletter
  /** Mailbox that reads unsubscribe mails. */
  readonly unsubscribeMailto: AddrSpec
  /** Keys of the tokens; there are pages to link to only with them and with `newsletter.publicUrl`. */
  readonly keys?: TokenKeyRing
  /** The issue that "read in your browser" leads to; the latest where it has no number. */
  readonly issueNumber?: number
  /** Time that expiring tokens count from. */
  readonly now: Instant
}

/** Who a token speaks for: the subscriber of a list where they are stored, their address where there is only a file. */
export interface TokenSubject {
  readonly list: string
  readonly subscriberId: string
}

/** A reader as one message addresses them: mailbox, links of their own, values of the slots. */
export function buildRecipient(mailbox: Mailbox, links: RecipientLinks, subject?: TokenSubject): MessageRecipient {
  const tokenFor = buildTokens(subject ?? { list: links.newsletter.listId, subscriberId: mailbox.address }, links)
  const page = (path: string, purpose: TokenPurpose, detail?: string): string | undefined => {
    const token = tokenFor(purpose, detail)
    return token === undefined ? undefined : `${links.newsletter.publicUrl}/${path}/${token}`
  }
  const leave = tokenFor('unsubscribe')
  const https = leave === undefined ? undefined : `${links.newsletter.publicUrl}/unsubscribe/${leave}`
  const mailto = formatUnsubscribeMailto(links, leave ?? mailbox.address)
  const unsubscribe: UnsubscribeLinks = https === undefined ? { mailto } : { mailto, https }
  return {
    mailbox,
    unsubscribe,
    slots: {
      address: mailbox.address,
      token: tokenFor('feedback') ?? '',
      unsubscribeUrl: https ?? mailto,
      preferencesUrl: page('preferences', 'preferences') ?? mailto,
      browserUrl: page('browser', 'browser', links.issueNumber?.toString()) ?? '',
    },
  }
}

function buildTokens({ list, subscriberId }: TokenSubject, { newsletter, keys, now }: RecipientLinks) {
  return (purpose: TokenPurpose, detail?: string): string | undefined => {
    if (keys === undefined || newsletter.publicUrl === undefined) return undefined
    return createToken(keys, { purpose, list, subscriberId, ...(detail === undefined ? {} : { detail }) }, now)
  }
}

/** What the unsubscribe mails of one newsletter begin with; it is the same for a million readers. */
const mailtoPrefixes = new WeakMap<RecipientLinks, string>()

/** A mail that says by itself who leaves which list (RFC 2369 §3.2). */
function formatUnsubscribeMailto(links: RecipientLinks, who: string): string {
  let prefix = mailtoPrefixes.get(links)
  if (prefix === undefined) {
    const subject = encodeURIComponent(`unsubscribe ${links.newsletter.listId} `)
    prefix = `mailto:${encodeMailto(links.unsubscribeMailto)}?subject=${subject}`
    mailtoPrefixes.set(links, prefix)
  }
  return prefix + encodeURIComponent(who)
}

/** RFC 6068 §2 leaves the @ as it is. */
function encodeMailto(address: AddrSpec): string {
  return encodeURIComponent(address).replace('%40', '@')
}
