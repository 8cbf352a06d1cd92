/** The same newsletter through Nodemailer's pool, which composes each message: the same order in, the same figures out. */
import { createTransport } from 'nodemailer'
import { prepareRecipients } from '../../../src/delivery/recipient.ts'
import { formatMessageId } from '../../../src/mail/message-id.ts'
import { fillHtml, fillText } from '../../../src/rendering/fill.ts'
import { getMailbox } from '../../../src/mail/address.ts'
import { header, links, newsletter } from '../../support/sending/messages.ts'
import { rendered } from './letter.ts'
import { order } from './order.ts'

const [key] = order.keys
const pool = createTransport({
  pool: true,
  host: '127.0.0.1',
  port: order.port,
  secure: false,
  ignoreTLS: true,
  maxConnections: order.connections,
  maxMessages: Infinity,
  ...(key ? { dkim: { domainName: 'news.example.com', keySelector: key.selector, privateKey: key.pem } } : {}),
})

const toRecipient = prepareRecipients(links, 'bench')

let next = 0
async function work(): Promise<void> {
  while (next < order.count) {
    const number = next
    next += 1
    const mailbox = getMailbox(`Reader ${number} <reader${number}@example.com>`, 'reader')
    const { slots, unsubscribe } = toRecipient(mailbox, String(number))
    await pool.sendMail({
      envelope: { from: newsletter.from.address, to: [mailbox.address] },
      from: { name: newsletter.name, address: newsletter.from.address },
      to: { name: mailbox.displayName ?? '', address: mailbox.address },
      subject: rendered.subject,
      messageId: formatMessageId(header.issueHash, mailbox.address, 'news.example.com'),
      headers: {
        'List-Id': `${newsletter.name} <${newsletter.listId}>`,
        'List-Unsubscribe': `<${unsubscribe.https}>, <${unsubscribe.mailto}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      html: fillHtml(rendered.html, slots),
      text: fillText(rendered.text, slots),
    })
  }
}

const cpuBefore = process.cpuUsage()
const started = performance.now()
// Twice as many under way as there are connections, so that none waits for its next message.
await Promise.all(Array.from({ length: order.connections * 2 }, work))
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
pool.close()
const peakMb = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peakMb, freezeSeconds: 0 }))
