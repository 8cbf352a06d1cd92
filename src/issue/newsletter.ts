import type { Config } from '../config-schema.ts'
import { ConfigError } from '../errors.ts'
import { parseDomain, parseMailbox, type Mailbox } from '../mail/address.ts'
import type { Newsletter } from './issue.ts'

/** Stands in for the sender in previews, until one is set; nothing is ever sent from it. */
const placeholderSender = 'papers@newsletter.example'

/**
 * The publication as the settings describe it.
 *
 * @throws ConfigError where an address or the list id is none
 */
export function buildNewsletter({ newsletter, web }: Config, source: string): Newsletter {
  const problems: string[] = []
  const from = readMailbox('newsletter.from', newsletter.from ?? placeholderSender, problems)
  const replyTo =
    newsletter.replyTo === undefined ? undefined : readMailbox('newsletter.replyTo', newsletter.replyTo, problems)
  const listId = newsletter.listId ?? from?.address.replace('@', '.').toLowerCase() ?? ''
  if (newsletter.listId !== undefined && parseDomain(newsletter.listId) !== newsletter.listId.toLowerCase()) {
    problems.push(`newsletter.listId "${newsletter.listId}" is no list id; write a name with dots, papers.example.com`)
  }
  if (from === undefined || problems.length > 0) throw new ConfigError(source, problems)
  return {
    name: newsletter.name,
    from: from.displayName === undefined ? { displayName: newsletter.name, address: from.address } : from,
    listId,
    language: newsletter.language,
    ...(newsletter.tagline === undefined ? {} : { tagline: newsletter.tagline }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(newsletter.postalAddress === undefined ? {} : { postalAddress: newsletter.postalAddress }),
    ...(web.publicUrl === undefined ? {} : { publicUrl: web.publicUrl }),
  }
}

function readMailbox(setting: string, text: string, problems: string[]): Mailbox | undefined {
  const mailbox = parseMailbox(text)
  if (!mailbox) problems.push(`${setting} "${text}" is no address; write Name <name@example.com>`)
  return mailbox
}
