import type { Instant } from '../../../src/clock.ts'
import type { MessageHeader, MessageRecipient } from '../../../src/delivery/message-template.ts'
import { buildRecipient, type RecipientLinks } from '../../../src/delivery/recipient.ts'
import type { Newsletter } from '../../../src/issue/issue.ts'
import { getMailbox } from '../../../src/mail/address.ts'
import type { RenderedIssue } from '../../../src/rendering/rendering.ts'
import { parseTokenKeys } from '../../../src/subscribers/token.ts'

/** An invented newsletter with pages. */
export const newsletter: Newsletter = {
  name: 'The Invented Reader',
  from: getMailbox('The Invented Reader <papers@news.example.com>', 'from'),
  listId: 'papers.news.example.com',
  postalAddress: '1 Example Street, Exampleton',
  language: 'en',
  publicUrl: 'https://news.example.com',
}

/** A header with a fixed hash and time. */
export const header: MessageHeader = {
  newsletter,
  issueHash: 'ab'.repeat(32),
  date: '2026-11-23T07:00:00Z' as Instant,
}

/** Links of `newsletter` with a key. */
export const links: RecipientLinks = {
  newsletter,
  unsubscribeMailto: getMailbox('leave@news.example.com', 'mailto').address,
  keys: parseTokenKeys('0123456789abcdef-test'),
  now: header.date,
}

/** A recipient of `newsletter`. */
export function aRecipient(text = 'Ada Marlowe <ada@example.com>'): MessageRecipient {
  return buildRecipient(getMailbox(text, 'recipient'), links)
}

/** A small rendering with slots in both parts, at the places that are hard to encode. */
export function aRenderedIssue(changes: Partial<RenderedIssue> = {}): RenderedIssue {
  return {
    subject: 'Two papers on tide pools',
    preheader: 'and nothing else',
    html: {
      parts: [
        '<!doctype html><html lang="en"><p>Für ',
        ',</p>\n.<a href="',
        '">leave</a>\n<a href="',
        '">prefer</a></html>\n',
      ],
      slots: ['address', 'unsubscribeUrl', 'preferencesUrl'],
    },
    text: { parts: ['', '\n.\nLeave: ', '\n'], slots: ['address', 'unsubscribeUrl'] },
    htmlBytes: 200,
    cuts: [],
    ...changes,
  }
}
