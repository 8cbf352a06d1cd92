import { describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import {
  mailgunRequest,
  postmarkRequest,
  secrets,
  sendGridRequest,
  sesBounce,
  sesConfirmation,
  sesRequest,
  type WebhookRequest,
} from '../../delivery/bounces/webhooks/requests.ts'
import { hashDatabase, openRunningPages } from '../../support/pages/pages.ts'

const variables = {
  COURANT_WEBHOOKS_SES_TOPIC_ARN: secrets.ses?.topicArn ?? '',
  COURANT_WEBHOOKS_SENDGRID_KEY: secrets.sendgrid?.publicKey ?? '',
  COURANT_WEBHOOKS_POSTMARK_USER: secrets.postmark?.user ?? '',
  COURANT_POSTMARK_WEBHOOK_PASSWORD: secrets.postmark?.password ?? '',
  COURANT_MAILGUN_WEBHOOK_KEY: secrets.mailgun?.signingKey ?? '',
}
const unknownUser = '550 5.1.1 <ada@example.org>: user unknown'
const now = (): string => new Date().toISOString()

/** A hard bounce of Ada as each service tells it; made anew each time, because a signature can be of a time. */
const bounces: readonly (readonly [string, () => WebhookRequest])[] = [
  ['ses', () => sesRequest(sesBounce('Permanent', `smtp; ${unknownUser}`))],
  [
    'sendgrid',
    () =>
      sendGridRequest([
        { event: 'bounce', email: 'ada@example.org', sg_event_id: '1', reason: unknownUser, type: 'bounce' },
      ]),
  ],
  [
    'postmark',
    () =>
      postmarkRequest({
        RecordType: 'Bounce',
        ID: 1,
        Type: 'HardBounce',
        Email: 'ada@example.org',
        Details: unknownUser,
      }),
  ],
  [
    'mailgun',
    () =>
      mailgunRequest(
        {
          event: 'failed',
          id: '1',
          recipient: 'ada@example.org',
          severity: 'permanent',
          'delivery-status': { code: 550, message: unknownUser },
        },
        now().replace(/\.\d+/, ''),
      ),
  ],
]

function anAmazon() {
  const asked: string[] = []
  return {
    asked,
    fetchText: async (url: string): Promise<string> => {
      asked.push(url)
      return secrets.ses?.certificates[url] ?? ''
    },
  }
}

async function post(url: string, provider: string, { headers, body }: WebhookRequest): Promise<number> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  const response = await fetch(`${url}/webhooks/${provider}`, {
    method: 'POST',
    headers: Object.fromEntries(given),
    body: new Uint8Array(body),
  })
  await response.arrayBuffer()
  return response.status
}

async function listSuppressed(database: string): Promise<string[]> {
  await using store = await openStore({ kind: 'sqlite', path: database })
  const rows = await store.db.selectFrom('suppressions').select(['address_key', 'reason']).execute()
  return rows.map(({ address_key: key, reason }) => `${key} ${reason}`)
}

describe('POST /webhooks', () => {
  it.each(bounces)(
    '/%s suppresses by a signed bounce, and does nothing when it comes again',
    async (provider, request) => {
      await using pages = await openRunningPages({ variables, fetchText: anAmazon().fetchText })
      const sent = request()
      expect(await post(pages.url, provider, sent)).toBe(204)
      expect(await listSuppressed(pages.database)).toEqual(['ada@example.org hard_bounce'])
      const before = hashDatabase(pages.database)
      expect(await post(pages.url, provider, sent)).toBe(204)
      expect(hashDatabase(pages.database)).toBe(before)
    },
  )

  it.each(bounces)('/%s refuses a body that was changed after it was signed', async (provider, request) => {
    await using pages = await openRunningPages({ variables, fetchText: anAmazon().fetchText })
    const before = hashDatabase(pages.database)
    const { headers, body } = request()
    // Postmark signs nothing: what is forged there is the password. Mailgun signs a token only, so that is what is changed.
    const forged = {
      headers: provider === 'postmark' ? { authorization: `Basic ${btoa('courant:a guess')}` } : headers,
      body: Buffer.from(body.toString().replaceAll('ada@', 'ben@').replace('"token":"f', '"token":"e')),
    }
    expect(await post(pages.url, provider, forged)).toBe(403)
    expect(hashDatabase(pages.database)).toBe(before)
  })

  it('changes nothing by a thousand forgeries', async () => {
    await using pages = await openRunningPages({ variables, fetchText: anAmazon().fetchText })
    const before = hashDatabase(pages.database)
    const statuses = new Set<number>()
    for (let guess = 0; guess < 1000; guess += 1) {
      const [provider, request] = bounces[guess % bounces.length] as (typeof bounces)[number]
      const { body } = request()
      const headers = {
        authorization: `Basic ${btoa(`courant:${guess}`)}`,
        'x-twilio-email-event-webhook-signature': btoa(`${guess}`),
      }
      const text = body.toString().replace(/"[Ss]ignature":"[^"]+"/, `"signature":"${guess}"`)
      statuses.add(await post(pages.url, provider, { headers, body: Buffer.from(text) }))
    }
    expect([...statuses]).toEqual([403])
    expect(hashDatabase(pages.database)).toBe(before)
  })

  it('is not there without its settings, for another service, and for GET', async () => {
    await using pages = await openRunningPages()
    for (const [provider, request] of bounces) expect(await post(pages.url, provider, request())).toBe(404)
    expect(await post(pages.url, 'sparkpost', { headers: {}, body: Buffer.from('{}') })).toBe(404)
    expect((await fetch(`${pages.url}/webhooks/ses`)).status).toBe(404)
  })

  it('B29 takes no body of more than two megabytes, and none that is no JSON', async () => {
    await using pages = await openRunningPages({ variables, fetchText: anAmazon().fetchText })
    expect(await post(pages.url, 'ses', { headers: {}, body: Buffer.alloc(2_000_001, 'x') })).toBe(413)
    expect(await post(pages.url, 'ses', { headers: {}, body: Buffer.from('{"a":') })).toBe(400)
    expect(await post(pages.url, 'mailgun', { headers: {}, body: Buffer.from('[]') })).toBe(403)
  })

  it('asks Amazon for our topic only, and keeps nothing that is no certificate', async () => {
    const answers = ['<html>try again</html>', secrets.ses?.certificates]
    const asked: string[] = []
    const fetchText = async (url: string): Promise<string> => {
      asked.push(url)
      const answer = answers.shift() ?? ''
      return typeof answer === 'string' ? answer : (answer[url] ?? '')
    }
    await using pages = await openRunningPages({ variables, fetchText })
    const sent = sesRequest(sesBounce('Permanent', `smtp; ${unknownUser}`))
    const strange = sent.body.toString().replaceAll(secrets.ses?.topicArn ?? '', 'arn:aws:sns:eu-west-1:1:another')
    expect(await post(pages.url, 'ses', { ...sent, body: Buffer.from(strange) })).toBe(403)
    expect(asked).toEqual([])
    expect(await post(pages.url, 'ses', sent)).toBe(503)
    expect(await post(pages.url, 'ses', sent)).toBe(204)
    expect(asked).toHaveLength(2)
  })

  it('takes a subscription of SNS that Amazon signed for our topic, and asks nobody else', async () => {
    const amazon = anAmazon()
    await using pages = await openRunningPages({ variables, fetchText: amazon.fetchText })
    const confirm = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y'
    expect(await post(pages.url, 'ses', sesConfirmation('https://evil.example/?Action=ConfirmSubscription&x'))).toBe(
      204,
    )
    expect(amazon.asked).toHaveLength(1)
    expect(await post(pages.url, 'ses', sesConfirmation(confirm))).toBe(204)
    expect(amazon.asked).toEqual([expect.stringContaining('.pem'), confirm])
  })
})
