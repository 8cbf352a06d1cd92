/** The wiring of alarms: something stopped that nobody watches, and one mail tells the owner. */
import type { App } from '../../app.ts'
import { openTransport } from './delivery.ts'
import { readSetting } from '../settings.ts'
import { createHash } from 'node:crypto'
import type { Campaign } from '../../delivery/campaign.ts'
import type { SenderResult } from '../../delivery/sending/send-campaign.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { domainOf, getMailbox } from '../../mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox } from '../../mail/header-field.ts'
import { formatMailDate } from '../../mail/mail-date.ts'
import { formatMessageId } from '../../mail/message-id.ts'
import { encodeQuotedPrintable } from '../../mail/quoted-printable.ts'

/** Tells the owner that a campaign is paused; a mail server that takes no alarm either is not an error of its own. */
export function sendAlarm(app: App, campaign: Campaign, { reason, counts }: SenderResult): Promise<boolean> {
  return mailOwner(app, {
    subject: `Paused: ${campaign.subject}`,
    text:
      `The sending of "${campaign.subject}" (campaign ${campaign.id}) is paused.\n\nWhy: ${reason ?? 'not known'}\n\n` +
      `${counts.accepted} of ${campaign.recipientCount} have it. Go on with: courant campaigns resume ${campaign.id}\n`,
  })
}

/** A mail to the owner; the page stands under the words. */
interface OwnerMail {
  readonly subject: string
  readonly text: string
  readonly html?: string
}

/** Mails the owner. @returns false when the server does not take it */
export async function mailOwner(app: App, { subject, ...body }: OwnerMail): Promise<boolean> {
  const { from } = buildNewsletter(app.config, app.source)
  const { alarmTo = from.address } = app.config.delivery
  const to = readSetting(app, () => getMailbox(alarmTo, 'delivery.alarmTo'))
  const date = app.clock.now()
  const what = createHash('sha256').update(`alarm\0${subject}\0${date}`).digest('hex')
  const fields: readonly (readonly [string, string])[] = [
    ['From', formatMailbox(from)],
    ['To', formatMailbox(to)],
    ['Date', formatMailDate(date)],
    ['Subject', encodeUnstructured(subject)],
    ['Message-ID', formatMessageId(what, to.address, domainOf(from.address))],
    // RFC 3834 §5: nobody's out-of-office answer is wanted.
    ['Auto-Submitted', 'auto-generated'],
    ['MIME-Version', '1.0'],
  ]
  const head = fields.map(([name, value]) => formatHeaderField(name, value)).join('')
  const transport = await openTransport(app, { connections: 1, timeoutMs: 10_000, dotTimeoutMs: 10_000 })
  try {
    await transport.send({ mailFrom: null, rcptTo: to.address }, Buffer.from(`${head}${formatBody(body, what)}`))
    return true
  } catch {
    return false
  } finally {
    transport.close()
  }
}

/** The part, or both as multipart/mixed (RFC 2046 §5.1.3), which mail programs show one under the other. */
function formatBody({ text, html }: Omit<OwnerMail, 'subject'>, what: string): string {
  const plain = formatPart('plain', text)
  if (html === undefined) return plain
  const boundary = `part-${what.slice(0, 32)}`
  const parts = [plain, formatPart('html', html)].map((part) => `--${boundary}\r\n${part}\r\n`)
  return `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts.join('')}--${boundary}--\r\n`
}

function formatPart(type: 'plain' | 'html', text: string): string {
  const fields = `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n`
  return `${fields}\r\n${encodeQuotedPrintable(text)}`
}
