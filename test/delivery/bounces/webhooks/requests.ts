/** Invented requests of the four services, signed with keys of the tests; people and hosts are made up (RFC 2606). */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { Instant } from '../../../../src/clock.ts'
import type { WebhookSecrets } from '../../../../src/delivery/bounces/webhooks/parse-webhook.ts'
import type { WebhookHeaders } from '../../../../src/delivery/bounces/webhooks/webhook.ts'

/** A request as a server sees it. */
export interface WebhookRequest {
  readonly headers: WebhookHeaders
  readonly body: Buffer
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem'
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:bounces'
const now = '2026-07-29T09:00:00Z' as Instant

/** The secrets that go with the requests below. */
export const secrets: WebhookSecrets = {
  // A certificate in life; what is verified with is the key in it, which is given here by itself.
  ses: {
    topicArn,
    certificates: { [certificateUrl]: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString() },
  },
  sendgrid: { publicKey: curve.publicKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  postmark: { user: 'courant', password: 'invented password' },
  mailgun: { signingKey: 'invented signing key', now },
}

/** A notification of SNS around a message of SES. */
export function sesRequest(message: unknown, changes: Record<string, string> = {}): WebhookRequest {
  const envelope: Record<string, string> = {
    Type: 'Notification',
    MessageId: '11111111-2222-3333-4444-555555555555',
    TopicArn: topicArn,
    Message: JSON.stringify(message),
    Timestamp: '2026-07-29T08:59:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
  }
  const text = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'].map((name) => `${name}\n${envelope[name]}\n`)
  const algorithm = changes['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  const Signature = sign(algorithm, Buffer.from(text.join('')), rsa.privateKey).toString('base64')
  return { headers: {}, body: Buffer.from(JSON.stringify({ ...envelope, Signature, ...changes })) }
}

/** What SNS posts first: whoever asks for the address in it takes the subscription. */
export function sesConfirmation(url: string): WebhookRequest {
  const envelope: Record<string, string> = {
    Type: 'SubscriptionConfirmation',
    MessageId: '11111111-2222-3333-4444-666666666666',
    Token: 'f'.repeat(40),
    TopicArn: topicArn,
    Message: 'You have chosen to subscribe.',
    SubscribeURL: url,
    Timestamp: '2026-07-29T08:59:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
  }
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names.map((name) => `${name}\n${envelope[name]}\n`)
  const Signature = sign('RSA-SHA256', Buffer.from(text.join('')), rsa.privateKey).toString('base64')
  return { headers: {}, body: Buffer.from(JSON.stringify({ ...envelope, Signature })) }
}

/** A list of events of SendGrid. */
export function sendGridRequest(events: unknown): WebhookRequest {
  const body = JSON.stringify(events)
  const timestamp = '1785315600'
  const signature = sign('sha256', Buffer.from(timestamp + body), curve.privateKey).toString('base64')
  return {
    headers: {
      'x-twilio-email-event-webhook-signature': signature,
      'x-twilio-email-event-webhook-timestamp': timestamp,
    },
    body: Buffer.from(body),
  }
}

/** A record of Postmark. */
export function postmarkRequest(record: unknown): WebhookRequest {
  const credentials = Buffer.from('courant:invented password').toString('base64')
  return { headers: { authorization: `Basic ${credentials}` }, body: Buffer.from(JSON.stringify(record)) }
}

/** An event of Mailgun, signed at `at`. */
export function mailgunRequest(event: unknown, at: string = now): WebhookRequest {
  const timestamp = String(Date.parse(at) / 1000)
  const token = 'f'.repeat(50)
  const signature = createHmac('sha256', 'invented signing key')
    .update(timestamp + token)
    .digest('hex')
  const body = { signature: { timestamp, token, signature }, 'event-data': event }
  return { headers: {}, body: Buffer.from(JSON.stringify(body)) }
}

/** A bounce notification of SES. */
export function sesBounce(bounceType: string, diagnosticCode: string): unknown {
  return {
    notificationType: 'Bounce',
    bounce: {
      bounceType,
      feedbackId: 'feedback-1',
      bouncedRecipients: [{ emailAddress: 'ada@example.org', action: 'failed', status: '', diagnosticCode }],
    },
    mail: { messageId: 'ses-1', commonHeaders: { messageId: '<issue.42@news.example.com>' } },
  }
}
