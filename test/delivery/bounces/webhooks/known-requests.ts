import type { BounceKind, BounceReason } from '../../../../src/delivery/bounces/bounce.ts'
import type { WebhookProvider } from '../../../../src/delivery/bounces/webhooks/parse-webhook.ts'
import {
  mailgunRequest,
  postmarkRequest,
  sendGridRequest,
  sesBounce,
  sesRequest,
  type WebhookRequest,
} from './requests.ts'

/** A server's words that nobody mistakes. */
export const unknownUser = '550 5.1.1 <ada@example.org>: user unknown'

/** An event of Mailgun on an invented reader. */
export const event = (fields: object): object => ({ recipient: 'ada@example.org', id: 'event-1', ...fields })

/** Requests of each service, and what each event comes to. */
export const requests: readonly [
  WebhookProvider,
  string,
  WebhookRequest,
  { kind: BounceKind; reason: BounceReason },
][] = [
  [
    'ses',
    'a hard bounce',
    sesRequest(sesBounce('Permanent', `smtp; ${unknownUser}`)),
    { kind: 'hard', reason: 'unknown_user' },
  ],
  [
    'ses',
    'a permanent bounce in no words',
    sesRequest(sesBounce('Permanent', '')),
    { kind: 'hard', reason: 'unknown_user' },
  ],
  [
    'ses',
    'a permanent bounce for policy',
    sesRequest(sesBounce('Permanent', 'smtp; 554 5.7.1 blocked using a list')),
    { kind: 'soft', reason: 'blocked' },
  ],
  [
    'ses',
    'a transient bounce',
    sesRequest(sesBounce('Transient', 'smtp; 552 5.2.2 mailbox full')),
    { kind: 'soft', reason: 'mailbox_full' },
  ],
  [
    'ses',
    'a transient bounce in hard words',
    sesRequest(sesBounce('Transient', `smtp; ${unknownUser}`)),
    { kind: 'soft', reason: 'undefined' },
  ],
  [
    'ses',
    'a complaint',
    sesRequest({
      notificationType: 'Complaint',
      complaint: {
        feedbackId: 'f',
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        complainedRecipients: [{ emailAddress: 'ada@example.org' }],
      },
    }),
    { kind: 'complaint', reason: 'feedback' },
  ],
  [
    'sendgrid',
    'a hard bounce',
    sendGridRequest([
      {
        event: 'bounce',
        type: 'bounce',
        email: 'ada@example.org',
        sg_event_id: '1',
        status: '5.1.1',
        reason: unknownUser,
      },
    ]),
    { kind: 'hard', reason: 'unknown_user' },
  ],
  [
    'sendgrid',
    'a block',
    sendGridRequest([
      {
        event: 'bounce',
        type: 'blocked',
        email: 'ada@example.org',
        sg_event_id: '1',
        status: '5.7.1',
        reason: '550 5.7.1 spam',
      },
    ]),
    { kind: 'soft', reason: 'spam' },
  ],
  [
    'sendgrid',
    'one that waited too long',
    sendGridRequest([
      { event: 'bounce', type: 'expired', email: 'ada@example.org', sg_event_id: '1', reason: 'no words' },
    ]),
    { kind: 'soft', reason: 'undefined' },
  ],
  [
    'sendgrid',
    'one of a class that says nothing of the address',
    sendGridRequest([
      {
        event: 'bounce',
        type: 'bounce',
        bounce_classification: 'Reputation',
        email: 'ada@example.org',
        sg_event_id: '1',
        reason: '550 no words',
      },
    ]),
    { kind: 'soft', reason: 'undefined' },
  ],
  [
    'sendgrid',
    'a complaint',
    sendGridRequest([{ event: 'spamreport', email: 'ada@example.org', sg_event_id: '2' }]),
    { kind: 'complaint', reason: 'feedback' },
  ],
  [
    'sendgrid',
    'a wish to leave',
    sendGridRequest([{ event: 'unsubscribe', email: 'ada@example.org', sg_event_id: '3' }]),
    { kind: 'unsubscribe', reason: 'unsubscribe' },
  ],
  [
    'postmark',
    'a hard bounce',
    postmarkRequest({
      RecordType: 'Bounce',
      Type: 'HardBounce',
      ID: 1,
      Email: 'ada@example.org',
      Details: `smtp;${unknownUser}`,
    }),
    { kind: 'hard', reason: 'unknown_user' },
  ],
  [
    'postmark',
    'a soft bounce',
    postmarkRequest({
      RecordType: 'Bounce',
      Type: 'SoftBounce',
      ID: 1,
      Email: 'ada@example.org',
      Details: 'smtp;552 5.2.2 over quota',
    }),
    { kind: 'soft', reason: 'mailbox_full' },
  ],
  [
    'postmark',
    'a complaint',
    postmarkRequest({ RecordType: 'SpamComplaint', ID: 2, Email: 'ada@example.org' }),
    { kind: 'complaint', reason: 'feedback' },
  ],
  [
    'postmark',
    'a wish to leave',
    postmarkRequest({
      RecordType: 'SubscriptionChange',
      Recipient: 'ada@example.org',
      SuppressionReason: 'ManualSuppression',
    }),
    { kind: 'unsubscribe', reason: 'unsubscribe' },
  ],
  [
    'mailgun',
    'a hard bounce',
    mailgunRequest(
      event({
        event: 'failed',
        severity: 'permanent',
        reason: 'bounce',
        'delivery-status': { code: 550, message: '5.1.1 user unknown' },
      }),
    ),
    { kind: 'hard', reason: 'unknown_user' },
  ],
  [
    'mailgun',
    'a temporary failure',
    mailgunRequest(
      event({
        event: 'failed',
        severity: 'temporary',
        reason: 'generic',
        'delivery-status': { code: 450, message: '4.2.2 mailbox full' },
      }),
    ),
    { kind: 'soft', reason: 'mailbox_full' },
  ],
  [
    'mailgun',
    'one that was given up for another reason',
    mailgunRequest(
      event({
        event: 'failed',
        severity: 'permanent',
        reason: 'espblock',
        'delivery-status': { code: 605, message: 'no words' },
      }),
    ),
    { kind: 'soft', reason: 'undefined' },
  ],
  ['mailgun', 'a complaint', mailgunRequest(event({ event: 'complained' })), { kind: 'complaint', reason: 'feedback' }],
  [
    'mailgun',
    'a wish to leave',
    mailgunRequest(event({ event: 'unsubscribed' })),
    { kind: 'unsubscribe', reason: 'unsubscribe' },
  ],
]
