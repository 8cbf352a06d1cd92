/** The wiring of alarms: something stopped that nobody watches, and one mail tells the owner. */
import type { App } from '../../app.ts'
import { smtpOptions } from './delivery.ts'
import { createHash } from 'node:crypto'
import type { Campaign } from '../../delivery/campaign.ts'
import type { SenderResult } from '../../delivery/sending/send-campaign.ts'
import { openSmtpTransport } from '../../delivery/smtp-transport.ts'
import { buildNewsletter } from '../../issue/newsletter.ts'
import { getMailbox } from '../../mail/address.ts'
import { encodeUnstructured, formatHeaderField, formatMailbox } from '../../mail/header-field.ts'
import { formatMailDate } from '../../mail/mail-date.ts'
import { domainOf, formatMessageId } from '../../mail/message-id.ts'
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

/** Mails the owner. @returns false when the server does not take it */
export async function mailOwner(
  app: App,
  { subject, text }: { readonly subject: string; readonly text: string },
): Promise<boolean> {
  const { from } = buildNewsletter(app.config, app.source)
  const to = getMailbox(app.config.delivery.alarmTo ?? from.address, 'delivery.alarmTo')
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
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'quoted-printable'],
  ]
  const head = fields.map(([name, body]) => formatHeaderField(name, body)).join('')
  const transport = openSmtpTransport({ ...smtpOptions(app), connections: 1, timeoutMs: 10_000 })
  try {
    await transport.send(
      { mailFrom: null, rcptTo: to.address },
      Buffer.from(`${head}\r\n${encodeQuotedPrintable(text)}`),
    )
    return true
  } catch {
    return false
  } finally {
    transport.close()
  }
}
