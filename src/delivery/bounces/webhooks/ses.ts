/*
 * Amazon SES, which reports through Amazon SNS. In: a notification of SNS. Out: events. SNS signs each notification with
 * RSA; the certificate is at the address that the notification names, and is fetched and kept by whoever calls.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
import { createPublicKey, verify } from 'node:crypto'
import { listAt, objectAt, parseJson, textAt, type Json } from './json-body.ts'
import { buildBounceEvent, buildPlainEvent, refuseSignature, type WebhookEvent } from './webhook.ts'

/** What tells our notifications from anybody's, for whom SNS signs just as well. */
export interface SesSecrets {
  readonly topicArn: string
  /** Certificates (PEM) by the address that they were fetched from. */
  readonly certificates: Readonly<Record<string, string>>
}

// Only Amazon can put a certificate there.
const certificateUrl = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/SimpleNotificationService-[0-9a-f]+\.pem$/
const signedFields = new Map([
  ['Notification', ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']],
  ['SubscriptionConfirmation', ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']],
])

/** Where the certificate of a notification to our topic is to be fetched; undefined when it is nowhere to be trusted. */
export function findCertificateUrl(body: string, topicArn: string): string | undefined {
  const envelope = parseJson(body)
  const url = textAt(envelope, 'SigningCertURL')
  return textAt(envelope, 'TopicArn') === topicArn && certificateUrl.test(url) ? url : undefined
}

// A subscription counts when somebody asks for this address of Amazon's.
const subscribeUrl = /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/\?Action=ConfirmSubscription&/

/** Where a subscription is confirmed; undefined for every other notification. */
export function findSubscribeUrl(body: string): string | undefined {
  const envelope = parseJson(body)
  const url = textAt(envelope, 'SubscribeURL')
  return textAt(envelope, 'Type') === 'SubscriptionConfirmation' && subscribeUrl.test(url) ? url : undefined
}

/** Reads a notification; the confirmation of the subscription itself has no events. */
export function parseSesWebhook(body: string, secrets: SesSecrets): WebhookEvent[] {
  const envelope = objectAt(parseJson(body))
  if (!isSigned(envelope, secrets)) refuseSignature('Amazon SES')
  return textAt(envelope, 'Type') === 'Notification' ? parseSesNotification(textAt(envelope, 'Message')) : []
}

function isSigned(envelope: Json, { topicArn, certificates }: SesSecrets): boolean {
  const url = textAt(envelope, 'SigningCertURL')
  const fields = signedFields.get(textAt(envelope, 'Type'))
  const certificate = Object.hasOwn(certificates, url) ? certificates[url] : undefined
  if (!certificateUrl.test(url) || !fields || certificate === undefined) return false
  if (textAt(envelope, 'TopicArn') !== topicArn) return false
  // Version 1 is SHA-1, still the default of SNS; only Amazon can choose the text that is signed.
  const algorithm = textAt(envelope, 'SignatureVersion') === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
  const text = fields
    .filter((name) => Object.hasOwn(envelope, name))
    .map((name) => `${name}\n${textAt(envelope, name)}\n`)
  return verify(
    algorithm,
    Buffer.from(text.join('')),
    createPublicKey(certificate),
    Buffer.from(textAt(envelope, 'Signature'), 'base64'),
  )
}

/** The events of a notification of SES, which may also come by mail. */
export function parseSesNotification(message: string): WebhookEvent[] {
  const notification = parseJson(message)
  const mail = objectAt(notification, 'mail')
  const messageId = findMessageId(mail)
  const bounce = objectAt(notification, 'bounce')
  const complaint = objectAt(notification, 'complaint')
  const bounced = listAt(bounce, 'bouncedRecipients').flatMap((recipient) =>
    buildBounceEvent({
      address: textAt(recipient, 'emailAddress'),
      id: `${textAt(bounce, 'feedbackId')} ${textAt(recipient, 'emailAddress')}`,
      messageId,
      words: textAt(recipient, 'diagnosticCode').replace(/^smtp; */i, ''),
      status: textAt(recipient, 'status'),
      permanent: textAt(bounce, 'bounceType') === 'Permanent',
    }),
  )
  // A feedback of `not-spam` takes a complaint back, and one of SES's own suppression list is no reader's.
  const isComplaint =
    textAt(complaint, 'complaintFeedbackType') !== 'not-spam' && textAt(complaint, 'complaintSubType') === ''
  const complained = (isComplaint ? listAt(complaint, 'complainedRecipients') : []).flatMap((recipient) =>
    buildPlainEvent('complaint', {
      address: textAt(recipient, 'emailAddress'),
      id: `${textAt(complaint, 'feedbackId')} ${textAt(recipient, 'emailAddress')}`,
      messageId,
    }),
  )
  return [...bounced, ...complained]
}

/** Our Message-ID where the headers are included, else the one that SES gave. */
function findMessageId(mail: Json): string {
  const ours = textAt(objectAt(mail, 'commonHeaders'), 'messageId')
  return ours === '' ? textAt(mail, 'messageId') : ours
}
