import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../../src/clock.ts'
import { ingestEvent } from '../../../../src/delivery/bounces/ingest.ts'
import { parseWebhook, type WebhookProvider } from '../../../../src/delivery/bounces/webhooks/parse-webhook.ts'
import { findCertificateUrl } from '../../../../src/delivery/bounces/webhooks/ses.ts'
import { createMemoryBounceStore } from '../memory-store.ts'
import { event, requests, unknownUser } from './known-requests.ts'
import {
  mailgunRequest,
  postmarkRequest,
  secrets,
  sendGridRequest,
  sesBounce,
  sesRequest,
  type WebhookRequest,
} from './requests.ts'

const read = (provider: WebhookProvider, { headers, body }: WebhookRequest) =>
  parseWebhook(provider, headers, body, secrets).map(({ kind, reason, address, status }) => ({
    kind,
    reason,
    address,
    status,
  }))

describe('parseWebhook', () => {
  it.each(requests)('reads from %s %s', (provider, _, request, expected) => {
    expect(read(provider, request)).toMatchObject([{ ...expected, address: 'ada@example.org' }])
  })

  it.each([
    ['ses', sesRequest({ notificationType: 'Delivery', delivery: { recipients: ['ada@example.org'] } })],
    [
      'ses',
      sesRequest({
        notificationType: 'Complaint',
        complaint: { complaintFeedbackType: 'not-spam', complainedRecipients: [{ emailAddress: 'ada@example.org' }] },
      }),
    ],
    [
      'sendgrid',
      sendGridRequest([
        { event: 'open', email: 'ada@example.org' },
        { event: 'dropped', email: 'ada@example.org' },
      ]),
    ],
    ['sendgrid', sendGridRequest({ __proto__: null, event: 'bounce' })],
    ['postmark', postmarkRequest({ RecordType: 'Bounce', Type: 'AutoResponder', Email: 'ada@example.org' })],
    [
      'postmark',
      postmarkRequest({
        RecordType: 'SubscriptionChange',
        Recipient: 'ada@example.org',
        SuppressionReason: 'HardBounce',
      }),
    ],
    ['postmark', postmarkRequest({ RecordType: 'Bounce', Type: 'TemplateRenderingFailed', Email: 'ada@example.org' })],
    [
      'postmark',
      postmarkRequest({
        RecordType: 'SubscriptionChange',
        Recipient: 'ada@example.org',
        SuppressSending: false,
        SuppressionReason: 'ManualSuppression',
      }),
    ],
    ['mailgun', mailgunRequest(event({ event: 'failed', severity: 'permanent', reason: 'suppress-bounce' }))],
    ['mailgun', mailgunRequest('text')],
    ['mailgun', mailgunRequest(event({ event: 'complained', recipient: 'nobody' }))],
  ] as const)('has no event from %s (%#)', (provider, request) => {
    expect(read(provider, request)).toEqual([])
  })

  it.each(requests)('refuses from %s %s with one octet changed', (provider, _, { headers, body }) => {
    const changed = Buffer.from(body.toString().replace('ada@example.org', 'eda@example.org'))
    const others = { ...headers, ...(provider === 'postmark' ? { authorization: 'Basic Y291cmFudDp3cm9uZw==' } : {}) }
    // Mailgun signs nothing but time and token, so it is the token that is changed.
    const forged = provider === 'mailgun' ? Buffer.from(body.toString().replace('ffff', 'fffe')) : changed
    expect(() => parseWebhook(provider, others, forged, secrets)).toThrow(/is not signed/)
  })

  it.each([
    ['ses', sesRequest(sesBounce('Permanent', unknownUser), { TopicArn: 'arn:aws:sns:eu-west-1:999999999999:theirs' })],
    [
      'ses',
      sesRequest(sesBounce('Permanent', unknownUser), {
        SigningCertURL: 'https://sns.evil.example/SimpleNotificationService-00.pem',
      }),
    ],
    ['ses', sesRequest(sesBounce('Permanent', unknownUser), { Type: 'constructor' })],
    ['sendgrid', { headers: {}, body: Buffer.from('[]') }],
    ['postmark', { headers: {}, body: Buffer.from('{}') }],
    ['mailgun', { headers: {}, body: Buffer.from('{}') }],
    ['mailgun', mailgunRequest(event({ event: 'complained' }), '2026-07-28T09:00:00Z')],
  ] as const)('refuses from %s what is not ours, not signed or too old (%#)', (provider, { headers, body }) => {
    expect(() => parseWebhook(provider, headers, body, secrets)).toThrow(/is not signed/)
  })

  it('accepts the older signature of SNS', () => {
    expect(read('ses', sesRequest(sesBounce('Permanent', unknownUser), { SignatureVersion: '1' }))).toHaveLength(1)
  })

  it('refuses what is no JSON, what is too large and what has no secrets', () => {
    const { headers } = postmarkRequest({})
    expect(() => parseWebhook('postmark', headers, Buffer.from('{'), secrets)).toThrow(/no JSON/)
    expect(() => parseWebhook('postmark', headers, Buffer.alloc(3_000_000), secrets)).toThrow(/too many/)
    expect(() => parseWebhook('postmark', headers, Buffer.from('{}'), {})).toThrow(/no secrets/)
  })

  it('tells where the certificate of SNS is, and nowhere else', () => {
    const body = sesRequest({}).body.toString()
    const topicArn = secrets.ses?.topicArn ?? ''
    expect(findCertificateUrl(body, topicArn)).toMatch(/^https:\/\/sns\.eu-west-1\.amazonaws\.com\//)
    expect(findCertificateUrl(body, 'another topic')).toBeUndefined()
    expect(findCertificateUrl(body.replace('amazonaws.com/', 'amazonaws.com.evil.example/'), topicArn)).toBeUndefined()
  })
})

describe('ingestEvent', () => {
  it('does an event once, however often the service sends it', async () => {
    const store = createMemoryBounceStore()
    const ports = { store, now: '2026-07-29T09:00:00Z' as Instant }
    const { headers, body } = sesRequest(sesBounce('Permanent', unknownUser))
    const outcomes: string[] = []
    for (const _ of [1, 2]) {
      for (const event of parseWebhook('ses', headers, body, secrets))
        outcomes.push(await ingestEvent(event, 'ses', ports))
    }
    expect(outcomes).toEqual(['suppress', 'known'])
    expect(store.bounces).toMatchObject([{ suppression: { key: 'ada@example.org', reason: 'hard_bounce' } }])
  })
})
