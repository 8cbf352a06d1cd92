import type { Instant } from '../clock.ts'
import type { Newsletter } from '../issue/issue.ts'
import type { AddrSpec, Mailbox } from '../mail/address.ts'
import { prepareTokens, type TokenKeyRing, type TokenPurpose } from '../subscribers/token.ts'
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

/** A reader as one message addresses them: mailbox, links of their own, values of the slots. */
export function buildRecipient(mailbox: Mailbox, links: RecipientLinks): MessageRecipient {
  return prepareRecipients(links)(mailbox)
}

/**
 * As `buildRecipient`, for all readers of a list: what their links have in common is made once. Tokens speak for a
 * subscriber of the list where they are stored, and for an address where there is only a file.
 */
export function prepareRecipients(
  links: RecipientLinks,
  list: string = links.newsletter.listId,
): (mailbox: Mailbox, subscriberId?: string) => MessageRecipient {
  const mailtoOf = prepareMailto(links)
  const tokens = prepareLinkTokens(links, list)
  const issueNumber = links.issueNumber?.toString()
  const page = `${links.newsletter.publicUrl ?? ''}/`
  return (mailbox, subscriberId = mailbox.address) => {
    if (!tokens) {
      const mailto = mailtoOf(mailbox.address)
      return {
        mailbox,
        unsubscribe: { mailto },
        slots: { address: mailbox.address, token: '', unsubscribeUrl: mailto, preferencesUrl: mailto, browserUrl: '' },
      }
    }
    const leave = tokens.unsubscribe(subscriberId)
    const https = `${page}unsubscribe/${leave}`
    return {
      mailbox,
      unsubscribe: { mailto: mailtoOf(leave), https },
      slots: {
        address: mailbox.address,
        token: tokens.feedback(subscriberId),
        unsubscribeUrl: https,
        preferencesUrl: `${page}preferences/${tokens.preferences(subscriberId)}`,
        browserUrl: `${page}browser/${tokens.browser(subscriberId, issueNumber)}`,
      },
    }
  }
}

/** What makes the tokens in links; undefined where there are no pages for them to open. */
function prepareLinkTokens({ newsletter, keys, now }: RecipientLinks, list: string) {
  if (keys === undefined || newsletter.publicUrl === undefined) return undefined
  const prepare = (purpose: TokenPurpose): ReturnType<typeof prepareTokens> =>
    prepareTokens(keys, { purpose, list }, now)
  return {
    unsubscribe: prepare('unsubscribe'),
    feedback: prepare('feedback'),
    preferences: prepare('preferences'),
    browser: prepare('browser'),
  }
}

/** A mail that says by itself who leaves which list (RFC 2369 §3.2). */
function prepareMailto({ newsletter, unsubscribeMailto }: RecipientLinks): (who: string) => string {
  const subject = encodeURIComponent(`unsubscribe ${newsletter.listId} `)
  const prefix = `mailto:${encodeMailto(unsubscribeMailto)}?subject=${subject}`
  return (who) => prefix + encodeURIComponent(who)
}

/** RFC 6068 §2 leaves the @ as it is. */
function encodeMailto(address: AddrSpec): string {
  return encodeURIComponent(address).replace('%40', '@')
}
