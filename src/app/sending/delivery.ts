/** The wiring of delivery: a prepared issue and settings in, messages or a report out. */
import type { Instant } from '../../clock.ts'
import type { App } from '../../app.ts'
import type { PreparedIssue } from '../prepare.ts'
import { findTransportPlugin } from '../plugins.ts'
import { readAddressSetting, readTokenKeys } from '../settings.ts'
import type { DeliveryOutcome, DeliveryReport } from '../../delivery/outcome.ts'
import { compileMessage, type MessageRecipient, type MessageTemplate } from '../../delivery/message-template.ts'
import { prepareRecipients, type RecipientLinks } from '../../delivery/recipient.ts'
import { createPluginTransport } from '../../delivery/plugin-transport.ts'
import { formatReturnPath } from '../../delivery/return-path.ts'
import { runCampaign } from '../../delivery/run-campaign.ts'
import { openSmtpTransport } from '../../delivery/smtp/smtp-transport.ts'
import type { SmtpOptions } from '../../delivery/smtp/smtp-options.ts'
import type { Transport } from '../../delivery/transport.ts'
import { ConfigError } from '../../errors.ts'
import type { Newsletter } from '../../issue/issue.ts'
import type { AddrSpec, Mailbox } from '../../mail/address.ts'

/** Messages of one issue: how to compose one, and for whom. */
export interface PreparedMessages {
  readonly template: MessageTemplate
  readonly recipients: readonly MessageRecipient[]
}

/** Makes the message template of an issue and addresses it to mailboxes. */
export function prepareMessages(app: App, prepared: PreparedIssue, mailboxes: readonly Mailbox[]): PreparedMessages {
  const date = app.clock.now()
  const { newsletter, issue, rendered } = prepared
  const toRecipient = prepareRecipients(buildLinks(app, newsletter, date))
  return {
    template: compileMessage(rendered, { newsletter, issueHash: issue.hash, date }),
    recipients: mailboxes.map((mailbox) => toRecipient(mailbox)),
  }
}

/** Connects, sends and reports; fails before the first message where the settings do not allow to send. */
export async function sendMessages(
  app: App,
  prepared: PreparedIssue,
  messages: PreparedMessages,
  options: { readonly signal: AbortSignal; readonly onOutcome?: (outcome: DeliveryOutcome) => void },
): Promise<DeliveryReport> {
  checkSender(app)
  const transport = await openTransport(app, {}, cutAfter(options.signal))
  try {
    await transport.verify()
    return await runCampaign({
      ...messages,
      ...options,
      transport,
      mailFrom: buildMailFrom(app, prepared.newsletter, prepared.issue.hash),
      concurrency: app.config.smtp.connections,
    })
  } finally {
    transport.close()
  }
}

/** After the signal, what is under way has as long as in a campaign. */
const finishWithinMs = 30_000

function cutAfter(signal: AbortSignal): AbortSignal {
  const cut = new AbortController()
  signal.addEventListener('abort', () => setTimeout(() => cut.abort(), finishWithinMs).unref(), { once: true })
  return cut.signal
}

/** The way out that the settings name; `cut` as in `openSmtpTransport`. */
export async function openTransport(
  app: App,
  changes: Partial<SmtpOptions> = {},
  cut?: AbortSignal,
): Promise<Transport> {
  const plugin = await findTransportPlugin(app)
  return plugin ? createPluginTransport(plugin) : openSmtpTransport({ ...smtpOptions(app), ...changes }, cut)
}

/** What the links of every recipient are made of. */
export function buildLinks(app: App, newsletter: Newsletter, now: Instant): RecipientLinks {
  const { config, secrets, source } = app
  const { mailto } = config.unsubscribe
  const unsubscribeMailto =
    mailto === undefined ? newsletter.from.address : readAddressSetting(app, mailto, 'unsubscribe.mailto')
  if (newsletter.publicUrl !== undefined && secrets.secret === undefined) {
    throw new ConfigError(source, [
      'web.publicUrl is set, but COURANT_SECRET is not, so links cannot be signed; set it to the output of: openssl rand -hex 32',
    ])
  }
  return { newsletter, unsubscribeMailto, now, ...(secrets.secret ? { keys: readTokenKeys(app, secrets.secret) } : {}) }
}

/** Sending from the address that stands in for the sender in previews would bounce, or worse. */
export function checkSender({ config, source }: App): void {
  if (config.newsletter.from !== undefined) return
  throw new ConfigError(source, ['newsletter.from (COURANT_NEWSLETTER_FROM) is not set: who sends?'])
}

/** How the settings reach the SMTP server. */
export function smtpOptions({ config: { smtp }, secrets }: App): SmtpOptions {
  return {
    host: smtp.host,
    port: smtp.port ?? defaultPort(smtp.security),
    security: smtp.security,
    connections: smtp.connections,
    timeoutMs: smtp.timeoutSeconds * 1000,
    dotTimeoutMs: smtp.dotTimeoutSeconds * 1000,
    ...(smtp.user === undefined ? {} : { user: smtp.user }),
    ...(secrets.smtpPassword === undefined ? {} : { password: secrets.smtpPassword }),
  }
}

/** The port that a server listens on where none is set. */
export function defaultPort(security: SmtpOptions['security']): number {
  return security === 'tls' ? 465 : 587
}

/** The sender's own address, or a signed sub-address of the bounce mailbox where there is one. */
export function buildMailFrom(app: App, newsletter: Newsletter, issueHash: string) {
  const { config, secrets, source } = app
  const { returnPath } = config.delivery
  if (returnPath === undefined) return (): AddrSpec => newsletter.from.address
  const { secret } = secrets
  if (secret === undefined) throw new ConfigError(source, ['delivery.returnPath needs COURANT_SECRET to sign with'])
  const base = readAddressSetting(app, returnPath, 'delivery.returnPath')
  return (recipient: AddrSpec): AddrSpec => formatReturnPath(base, recipient, issueHash, secret)
}
