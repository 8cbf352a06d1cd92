/*
 * What a sending service posts → events. In: the header and the octets of a request exactly as they came, and the
 * secrets. Out: bounces, complaints and wishes to leave. Guaranteed: not a word of a body is believed whose signature
 * is not right.
 */
import { AppError } from '../../../errors.ts'
import { parseMailgunWebhook, type MailgunSecrets } from './mailgun.ts'
import { parsePostmarkWebhook, type PostmarkSecrets } from './postmark.ts'
import { parseSendGridWebhook, type SendGridSecrets } from './sendgrid.ts'
import { parseSesWebhook, type SesSecrets } from './ses.ts'
import type { WebhookEvent, WebhookHeaders } from './webhook.ts'

/** The services whose webhooks are understood. */
export type WebhookProvider = 'ses' | 'sendgrid' | 'postmark' | 'mailgun'

/** The secrets of the services in use. */
export interface WebhookSecrets {
  readonly ses?: SesSecrets
  readonly sendgrid?: SendGridSecrets
  readonly postmark?: PostmarkSecrets
  readonly mailgun?: MailgunSecrets
}

/** Octets of a body at most; a page of a thousand events is a third of it. */
const maxBodyBytes = 2_000_000

/**
 * Reads one request.
 *
 * @param headers names in lower case
 * @throws AppError `unauthorized` for a wrong signature, `invalid` for a body that is none, `not_found` without secrets
 */
export function parseWebhook(
  provider: WebhookProvider,
  headers: WebhookHeaders,
  body: Uint8Array,
  secrets: WebhookSecrets,
): WebhookEvent[] {
  if (body.length > maxBodyBytes) throw new AppError('invalid', `The webhook has ${body.length} octets, too many.`)
  const text = Buffer.from(body).toString()
  const { ses, sendgrid, postmark, mailgun } = secrets
  switch (provider) {
    case 'ses':
      return parseSesWebhook(text, ses ?? lacking(provider))
    case 'sendgrid':
      return parseSendGridWebhook(headers, text, sendgrid ?? lacking(provider))
    case 'postmark':
      return parsePostmarkWebhook(headers, text, postmark ?? lacking(provider))
    case 'mailgun':
      return parseMailgunWebhook(text, mailgun ?? lacking(provider))
    default:
      return provider satisfies never
  }
}

function lacking(provider: WebhookProvider): never {
  throw new AppError('not_found', `There are no secrets for webhooks of ${provider} in the settings.`)
}
