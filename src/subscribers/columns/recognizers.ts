import type { ColumnField, Standing, SubscriberSource } from './column.ts'

/** What is peculiar to the exports of one service; columns in the form of `normalizeColumn`. */
export interface Recognizer {
  readonly source: SubscriberSource
  /** Any one of these sets of columns betrays the service. */
  readonly signs: readonly (readonly string[])[]
  /** Columns that mean something else here than their name says; null is not read. */
  readonly fields: Readonly<Record<string, ColumnField | null>>
  /** Status words that mean something else here than elsewhere. */
  readonly words?: Readonly<Record<string, Standing>>
}

/** Most peculiar first. */
export const recognizers: readonly Recognizer[] = [
  {
    source: 'mailchimp',
    signs: [
      ['leid', 'euid'],
      ['member rating', 'optin time'],
      ['email address', 'optin time', 'optin ip'],
    ],
    fields: {
      'email address': 'address',
      address: null,
      'confirm time': 'consent_at',
      'optin time': 'created_at',
      'confirm ip': 'consent_ip',
      'unsub time': 'unsubscribed',
      'clean time': 'bounced',
      source: null,
    },
  },
  {
    // active_subscription=false is a reader who does not pay, not one who left; so are plan, type and a past expiry.
    source: 'substack',
    signs: [
      ['email', 'active subscription'],
      ['email', 'email disabled'],
      ['email', 'stripe plan'],
      ['email', 'stripe connected customer id'],
      ['user email address', 'subscription type'],
    ],
    fields: {
      'email disabled': 'unsubscribed',
      'unsubscribed at': 'unsubscribed',
      'user name': 'name',
      'created at': 'created_at',
      'start date': 'created_at',
      'subscription created at': 'created_at',
      'cancel date': null,
      type: null,
      status: null,
    },
  },
  {
    source: 'ghost',
    signs: [
      ['email', 'subscribed to emails'],
      ['email', 'complimentary plan'],
      ['email', 'stripe customer id', 'labels'],
    ],
    fields: {
      'subscribed to emails': 'subscribed',
      'deleted at': 'unsubscribed',
      labels: 'tags',
      'created at': 'created_at',
      status: null,
    },
  },
  {
    source: 'listmonk',
    signs: [
      ['uuid', 'email', 'status'],
      ['email', 'attributes', 'status'],
      ['subscriber uuid', 'email'],
    ],
    fields: { 'created at': 'created_at' },
  },
  {
    source: 'beehiiv',
    signs: [
      ['email', 'subscription tier'],
      ['email', 'subscription premium tier names'],
      ['email', 'acquisition source'],
    ],
    fields: { type: null, 'subscribe date': 'created_at' },
    words: { inactive: 'unsubscribed', validating: 'unconfirmed' },
  },
  {
    source: 'buttondown',
    signs: [
      ['email', 'secondary id'],
      ['email address', 'secondary id'],
      ['email', 'subscriber type'],
      ['email address', 'subscriber type'],
      ['email', 'metadata', 'type'],
      ['email address', 'type', 'creation date'],
      ['email address', 'undeliverability date'],
    ],
    fields: {
      type: 'status',
      'subscriber type': 'status',
      'creation date': 'created_at',
      source: null,
      'undeliverability date': 'bounced',
    },
    words: { removed: 'unsubscribed', churned: 'confirmed', 'past due': 'confirmed', upcoming: 'unconfirmed' },
  },
  {
    source: 'activecampaign',
    signs: [
      ['email', 'date created', 'status', 'tags'],
      ['email', 'date created', 'ip', 'status'],
      ['contact id', 'email', 'account name'],
    ],
    fields: { 'date created': 'created_at', ip: 'consent_ip' },
    words: { '0': 'unconfirmed', '1': 'confirmed', '2': 'unsubscribed', '3': 'bounced' },
  },
  {
    source: 'kit',
    signs: [
      ['first name', 'email', 'created at', 'status'],
      ['first name', 'email address', 'state'],
      ['email', 'state', 'created at', 'fields'],
    ],
    fields: { state: 'status', 'created at': 'created_at' },
    words: { inactive: 'unconfirmed', cancelled: 'unsubscribed' },
  },
  {
    source: 'google',
    signs: [['e mail 1 value'], ['email 1 value'], ['group membership', 'name']],
    fields: {
      'e mail 1 value': 'address',
      'email 1 value': 'address',
      'group membership': 'tags',
      labels: 'tags',
      status: null,
      notes: null,
    },
  },
  {
    source: 'outlook',
    signs: [
      ['e mail address', 'e mail display name'],
      ['e mail address', 'e mail type'],
      ['e mail address', 'e mail 2 address'],
    ],
    fields: { 'e mail address': 'address', categories: 'tags', status: null },
  },
  {
    source: 'mailman',
    signs: [
      ['email', 'delivery mode'],
      ['address', 'delivery mode'],
      ['email', 'role', 'list id'],
      ['address', 'moderation action'],
    ],
    // A roster has those who only post or look after the list beside its members.
    fields: { 'display name': 'name', 'delivery status': 'status', role: 'status' },
    words: {
      nonmember: 'unconfirmed',
      owner: 'unconfirmed',
      moderator: 'unconfirmed',
      enabled: 'confirmed',
      'by user': 'unconfirmed',
      'by moderator': 'unconfirmed',
      'by bounces': 'bounced',
      unknown: 'confirmed',
    },
  },
  {
    source: 'vcard',
    signs: [['fn', 'email', 'categories']],
    fields: { fn: 'name', email: 'address', categories: 'tags' },
  },
  {
    source: 'courant',
    signs: [['address', 'reason', 'since']],
    // The list that a suppression is for travels as a tag.
    fields: { address: 'address', reason: 'status', since: 'created_at', list: 'tags', source: null },
  },
  {
    source: 'courant',
    signs: [['address', 'consent at', 'consent source', 'status']],
    fields: { address: 'address', status: 'status', 'consent at': 'consent_at', 'left at': 'unsubscribed' },
  },
]
