/** The wiring of single mails: a kind and a reader in, a message at the SMTP server out. */
import { createHash } from 'node:crypto'
import type { App } from '../../app.ts'
import { findFirstIssue } from './first-issue.ts'
import { buildLinks } from '../sending/delivery.ts'
import { compileMessage } from '../../delivery/message-template.ts'
import { buildRecipient } from '../../delivery/recipient.ts'
import type { Transport } from '../../delivery/transport.ts'
import { AppError } from '../../errors.ts'
import type { Newsletter } from '../../issue/issue.ts'
import { renderNotice, type RenderedNotice } from '../../rendering/render-notice.ts'
import type { RenderedIssue } from '../../rendering/rendering.ts'
import type { Templates } from '../../rendering/templates/templates.ts'
import { plainWishes } from '../../subscribers/profile.ts'
import { createToken, type TokenPurpose } from '../../subscribers/token.ts'
import type { Notice, NoticeSubject } from '../../web/readers/send-notices.ts'

/** What all notices of a newsletter share. */
export interface NoticeTools {
  readonly newsletter: Newsletter
  readonly templates: Templates
  readonly transport: Transport
}

type Page = (purpose: TokenPurpose) => string

/** Sends the mails that pages cause. @throws SmtpError when the server does not take one */
export function createNoticeSender(
  app: App,
  tools: NoticeTools,
): (notice: Notice, subject: NoticeSubject) => Promise<void> {
  const { newsletter, transport } = tools
  return async (notice, { address, list, subscriberId }) => {
    const date = app.clock.now()
    const links = buildLinks(app, tools.newsletter, date)
    const { keys } = links
    const { publicUrl } = newsletter
    if (keys === undefined || publicUrl === undefined) throw new AppError('internal', 'There are no pages to link to.')
    const page: Page = (purpose) =>
      `${publicUrl}/${purpose}/${createToken(keys, { purpose, list, subscriberId }, date)}`
    const issueHash = createHash('sha256')
      .update(JSON.stringify([notice.kind, list, subscriberId, date]))
      .digest('hex')
    const first = findFirstIssue(app, list, plainWishes)
    const schedule = first === undefined ? {} : { schedule: `for the first time on ${first}` }
    const template = compileMessage(toRendered(render(notice, address, { ...tools, page, ...schedule })), {
      newsletter,
      issueHash,
      date,
    })
    // The address alone: a name is what somebody typed, and the mail would carry it to a stranger.
    const recipient = buildRecipient({ address }, links)
    const { octets } = template.compose(recipient)
    await transport.send({ mailFrom: newsletter.from.address, rcptTo: address }, octets)
  }
}

function render(
  notice: Notice,
  address: string,
  { newsletter, templates, page, schedule }: NoticeTools & { readonly page: Page; readonly schedule?: string },
): RenderedNotice {
  const base = { newsletter, address }
  const links = { unsubscribeUrl: page('unsubscribe'), preferencesUrl: page('preferences') }
  const archiveUrl = `${newsletter.publicUrl}/archive`
  switch (notice.kind) {
    case 'confirm':
      return renderNotice('confirm', { ...base, confirmUrl: page('confirm'), validDays: 2 }, templates)
    case 'welcome':
      return renderNotice('welcome', { ...base, ...links, archiveUrl, ...(schedule && { schedule }) }, templates)
    case 'preferences_changed':
      return renderNotice('preferences_changed', { ...base, ...links, changes: notice.changes }, templates)
    case 'goodbye':
      return renderNotice('goodbye', { ...base, undoUrl: page('undo'), validDays: 7 }, templates)
    default:
      return notice satisfies never
  }
}

/** A mail of one reader has no slots. */
function toRendered({ subject, html, text }: RenderedNotice): RenderedIssue {
  return {
    subject,
    preheader: '',
    html: { parts: [html], slots: [] },
    text: { parts: [text], slots: [] },
    htmlBytes: 0,
    cuts: [],
  }
}
