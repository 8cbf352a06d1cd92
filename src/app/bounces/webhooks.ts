/** The wiring of webhooks: settings in, a receiver of what sending services report out. */
import { createPublicKey } from 'node:crypto'
import type { App } from '../../app.ts'
import { ingestEvent } from '../../delivery/bounces/ingest.ts'
import {
  parseWebhook,
  type WebhookProvider,
  type WebhookSecrets,
} from '../../delivery/bounces/webhooks/parse-webhook.ts'
import { findCertificateUrl, findSubscribeUrl } from '../../delivery/bounces/webhooks/ses.ts'
import { AppError, ConfigError } from '../../errors.ts'
import { createBounceStore } from '../../store/bounces.ts'
import type { Store } from '../../store/open.ts'
import type { Webhooks } from '../../web/webhooks.ts'

/** Gets a text of Amazon's; its address is checked before. */
export type FetchText = (url: string) => Promise<string>

const providers: ReadonlySet<string> = new Set<WebhookProvider>(['ses', 'sendgrid', 'postmark', 'mailgun'])
/** Amazon changes its certificate once a year. */
const maxCertificates = 10
const maxTextCharacters = 20_000

/** Makes the receiver. What was done for an event is remembered by its id, so an old request does nothing again. */
export function createWebhooks(app: App, store: Store, fetchText: FetchText = fetchFromAmazon): Webhooks {
  checkSendGridKey(app)
  const bounces = createBounceStore(store.db, store.engine)
  const certificates = new Map<string, string>()
  return {
    async receive(provider, headers, body) {
      if (!isProvider(provider)) throw new AppError('not_found', 'No such service reports here.')
      const { sesTopicArn } = app.config.webhooks
      if (provider === 'ses' && sesTopicArn !== undefined) {
        const url = findCertificateUrl(Buffer.from(body).toString(), sesTopicArn)
        if (url !== undefined) await keepCertificate(url, certificates, fetchText)
      }
      const events = parseWebhook(provider, headers, body, readSecrets(app, certificates))
      const now = app.clock.now()
      for (const event of events) await ingestEvent(event, provider, { store: bounces, now })
      // Only after the signature was found to be right.
      const subscribeUrl = provider === 'ses' ? findSubscribeUrl(Buffer.from(body).toString()) : undefined
      if (subscribeUrl !== undefined) await fetchText(subscribeUrl)
    },
  }
}

function isProvider(name: string): name is WebhookProvider {
  return providers.has(name)
}

function readSecrets({ config, secrets, clock }: App, certificates: ReadonlyMap<string, string>): WebhookSecrets {
  const { sesTopicArn: topicArn, sendgridKey: publicKey, postmarkUser: user } = config.webhooks
  const { postmarkWebhookPassword: password, mailgunWebhookKey: signingKey } = secrets
  return {
    ...(topicArn === undefined ? {} : { ses: { topicArn, certificates: Object.fromEntries(certificates) } }),
    ...(publicKey === undefined ? {} : { sendgrid: { publicKey } }),
    ...(password === undefined ? {} : { postmark: { user, password } }),
    ...(signingKey === undefined ? {} : { mailgun: { signingKey, now: clock.now() } }),
  }
}

async function keepCertificate(url: string, certificates: Map<string, string>, fetchText: FetchText): Promise<void> {
  if (certificates.has(url)) return
  const certificate = await fetchText(url)
  if (!isCertificate(certificate)) throw new AppError('unavailable', `${url} is no certificate.`)
  if (certificates.size >= maxCertificates) certificates.clear()
  certificates.set(url, certificate)
}

/** What is none must not be kept: every later notification would fail by it. */
function isCertificate(text: string): boolean {
  try {
    createPublicKey(text)
    return true
  } catch {
    return false
  }
}

async function fetchFromAmazon(url: string): Promise<string> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Error(`answer ${response.status}`)
    return (await response.text()).slice(0, maxTextCharacters)
  } catch (error) {
    throw new AppError('unavailable', `${new URL(url).host} cannot be asked: ${(error as Error).message}.`, {
      cause: error,
    })
  }
}

function checkSendGridKey({ config, source }: App): void {
  const { sendgridKey } = config.webhooks
  if (sendgridKey === undefined) return
  try {
    createPublicKey({ key: Buffer.from(sendgridKey, 'base64'), format: 'der', type: 'spki' })
  } catch {
    throw new ConfigError(source, ['webhooks.sendgridKey is not the verification key that SendGrid shows'])
  }
}
