import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readSubscriberFile } from '../../../src/subscribers/import/read.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'

interface Expected {
  readonly source: string
  /** Counts by outcome; who may be mailed is `confirmed`. */
  readonly counts: Readonly<Record<string, number>>
  /** Some columns and what they must be taken for. */
  readonly columns?: Readonly<Record<string, string | null>>
}

/** What a careful person makes of each file. */
const exports: Record<string, Expected> = {
  'ghost/members-csv_multiple-records-with-empty-values.csv': { source: 'csv', counts: { confirmed: 2 } },
  'ghost/members-csv_single-column-with-header.csv': { source: 'csv', counts: { confirmed: 2 } },
  'ghost/members-csv_two-columns-mapping-header.csv': {
    source: 'csv',
    counts: { confirmed: 2 },
    columns: { id: null, correo_electronico: 'address', nombre: 'name' },
  },
  'ghost/members-csv_two-columns-obscure-header.csv': { source: 'csv', counts: { confirmed: 2 } },
  'ghost/members-csv_two-columns-with-header.csv': { source: 'csv', counts: { confirmed: 2 } },
  'mailchimp/subscribed.csv': {
    source: 'mailchimp',
    counts: { confirmed: 5 },
    columns: { CONFIRM_TIME: 'consent_at', LEID: null },
  },
  'mailchimp/unsubscribed.csv': {
    source: 'mailchimp',
    counts: { unsubscribed: 5 },
    columns: { UNSUB_TIME: 'unsubscribed' },
  },
  'mailchimp/cleaned.csv': { source: 'mailchimp', counts: { bounced: 5 }, columns: { CLEAN_TIME: 'bounced' } },
  'presets/mailchimp_min.csv': {
    source: 'mailchimp',
    counts: { confirmed: 1 },
    columns: { TAGS: 'tags', OPTIN_TIME: 'created_at' },
  },
  'presets/mailchimp_export_api_1.0.jsonl': { source: 'mailchimp', counts: { confirmed: 1 } },
  'presets/activecampaign.csv': {
    source: 'activecampaign',
    counts: { unsubscribed: 1 },
    columns: { Status: 'status', 'Date Created': 'created_at' },
  },
  'presets/kit.csv': { source: 'kit', counts: { bounced: 1 }, columns: { status: 'status', first_name: 'first_name' } },
  'presets/ghost_members_export.csv': {
    source: 'ghost',
    counts: { confirmed: 2 },
    columns: { labels: 'tags', note: null },
  },
  'presets/google_contacts_new_layout.csv': { source: 'google', counts: { confirmed: 1 } },
  'presets/google_contacts_old_layout_multi_email.csv': { source: 'google', counts: { confirmed: 1, rejected: 1 } },
  'presets/listmonk_export_header.csv': { source: 'listmonk', counts: {}, columns: { status: 'status' } },
  'presets/substack_flags.csv': {
    source: 'substack',
    counts: { confirmed: 2 },
    columns: { active_subscription: null },
  },
  'substack/email_list.current_format.csv': {
    source: 'substack',
    counts: { confirmed: 5, duplicate: 1, rejected: 2, unsubscribed: 1 },
    columns: { active_subscription: null, plan: null, email_disabled: 'unsubscribed' },
  },
  'substack/email_list.latin1.csv': { source: 'substack', counts: { confirmed: 1 } },
  'substack/invalid.csv': { source: 'csv', counts: { confirmed: 3 } },
  'substack/signup_emails.csv': { source: 'substack', counts: { confirmed: 19, unsubscribed: 2 } },
  'substack/subscriber_emails.csv': {
    source: 'substack',
    counts: { confirmed: 15, unsubscribed: 2 },
    columns: { type: null },
  },
  'substack/subscriber_dashboard_headers.txt': { source: 'substack', counts: { rejected: 2 } },
}

describe.runIf(hasSharedData)('exports of other services', () => {
  it.each(Object.entries(exports))('%s is read as a careful person would', async (name, expected) => {
    const file = await readSubscriberFile(name, readFileSync(sharedPath('subscribers', name)))
    const counts: Record<string, number> = {}
    for (const { outcome } of file.rows) counts[outcome] = (counts[outcome] ?? 0) + 1
    const columns = Object.fromEntries(file.columns.map(({ column, field }) => [column, field]))
    expect({ source: file.source, counts }).toEqual({ source: expected.source, counts: expected.counts })
    expect(columns).toMatchObject(expected.columns ?? {})
  })

  it('agrees with the truth of Substack, address by address', async () => {
    const truth = JSON.parse(
      readFileSync(sharedPath('subscribers', 'substack/email_list.current_format.truth.json'), 'utf8'),
    ) as Record<string, unknown>
    const { rows } = await readSubscriberFile(
      'email_list.csv',
      readFileSync(sharedPath('subscribers', 'substack/email_list.current_format.csv')),
    )
    const keysOf = (outcome: string) => rows.filter((row) => row.outcome === outcome).map(({ key }) => key)
    expect(keysOf('confirmed')).toEqual(truth.importable)
    expect(keysOf('unsubscribed')).toEqual(truth.disabled)
    expect(keysOf('duplicate')).toEqual(truth.duplicate_case_insensitive)
  })

  it('reads names, tags, times and a further address', async () => {
    const read = async (name: string) =>
      (await readSubscriberFile(name, readFileSync(sharedPath('subscribers', name)))).rows
    expect((await read('mailchimp/cleaned.csv'))[1]).toMatchObject({
      name: 'Simet Lut',
      tags: ['Editors'],
      leftAt: '2020-06-25T15:12:06Z',
    })
    expect((await read('presets/mailchimp_min.csv'))[0]).toMatchObject({
      name: 'Marc C',
      tags: ['VIP', 'Blog'],
      consentAt: '2020-02-03T04:06:00Z',
      consentIp: '1.2.3.4',
    })
    expect((await read('presets/google_contacts_old_layout_multi_email.csv'))[0]).toMatchObject({
      address: 'sam@example.com',
      reason: 'also has sam2@example.com: the first address was taken',
    })
  })

  it('says in a sentence that a file is empty', async () => {
    const name = 'ghost/members-csv_empty.csv'
    await expect(readSubscriberFile(name, readFileSync(sharedPath('subscribers', name)))).rejects.toThrow(
      `${name} is empty`,
    )
  })
})

/** Columns from the services' documentation; the people are invented. */
const documented: Record<string, { text: string; source: string; outcomes: string[] }> = {
  beehiiv: {
    text: 'Email,Status,Created At,Subscription Tier\nann@example.com,active,2024-01-01,free\nbob@example.com,inactive,2024-01-01,free\ncleo@example.com,validating,2024-01-01,free\ndan@example.com,invalid,2024-01-01,free\n',
    source: 'beehiiv',
    outcomes: ['confirmed', 'unsubscribed', 'unconfirmed', 'bounced'],
  },
  Buttondown: {
    text: 'email_address,notes,metadata,tags,referrer_url,secondary_id,creation_date,type\nann@example.com,,{},"[""vip""]",,1,2024-01-01T00:00:00Z,regular\nbob@example.com,,{},[],,2,2024-01-01T00:00:00Z,unactivated\ncleo@example.com,,{},[],,3,2024-01-01T00:00:00Z,unsubscribed\ndan@example.com,,{},[],,4,2024-01-01T00:00:00Z,undeliverable\neve@example.com,,{},[],,5,2024-01-01T00:00:00Z,complained\nfay@example.com,,{},[],,6,2024-01-01T00:00:00Z,churned\n',
    source: 'buttondown',
    outcomes: ['confirmed', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'confirmed'],
  },
  Kit: {
    text: 'first_name,email,created_at,status\nAnn,ann@example.com,2024-01-01,active\nBob,bob@example.com,2024-01-01,inactive\nCleo,cleo@example.com,2024-01-01,cancelled\nDan,dan@example.com,2024-01-01,complained\n',
    source: 'kit',
    outcomes: ['confirmed', 'unconfirmed', 'unsubscribed', 'complained'],
  },
  listmonk: {
    text: 'uuid,email,name,attributes,status,created_at,updated_at\nu1,ann@example.com,Ann,"{""city"":""X""}",enabled,2024-01-01,2024-01-01\nu2,bob@example.com,Bob,{},disabled,2024-01-01,2024-01-01\nu3,cleo@example.com,Cleo,{},blocklisted,2024-01-01,2024-01-01\n',
    source: 'listmonk',
    outcomes: ['confirmed', 'unsubscribed', 'unsubscribed'],
  },
  Ghost: {
    text: 'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels\n1,ann@example.com,Ann,,true,,,2024-01-01,,\n2,bob@example.com,Bob,,false,,,2024-01-01,,\n3,cleo@example.com,Cleo,,true,,,2024-01-01,2024-05-05T00:00:00Z,\n',
    source: 'ghost',
    outcomes: ['confirmed', 'unsubscribed', 'unsubscribed'],
  },
  Outlook: {
    text: 'First Name,Last Name,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Categories\nAnn,Lee,ann@example.com,SMTP,Ann Lee (ann@example.com),,Readers;Friends\n',
    source: 'outlook',
    outcomes: ['confirmed'],
  },
  'Mailman 3': {
    text: '{"entries":[{"email":"ann@example.com","display_name":"Ann","delivery_mode":"regular","role":"member","list_id":"papers.example.com"}],"total_size":1}',
    source: 'mailman',
    outcomes: ['confirmed'],
  },
}

it.each(Object.entries(documented))('recognises %s and its words', async (_service, { text, source, outcomes }) => {
  const file = await readSubscriberFile('export', Buffer.from(text))
  expect({ source: file.source, outcomes: file.rows.map(({ outcome }) => outcome) }).toEqual({ source, outcomes })
})

it('takes the standing from the name of a Mailchimp file only when it is one', async () => {
  const people = Buffer.from('email\nann@example.com\n')
  expect((await readSubscriberFile('cleaned-up list.csv', people)).rows[0]?.outcome).toBe('confirmed')
  const mailchimp = Buffer.from(
    'Email Address,MEMBER_RATING,OPTIN_TIME,LEID,EUID\nann@example.com,2,2020-01-01 00:00:00,1,a\n',
  )
  expect((await readSubscriberFile('/x/unsubscribed_members_export_ab12.csv', mailchimp)).rows[0]?.outcome).toBe(
    'unsubscribed',
  )
  expect((await readSubscriberFile('nonsubscribed_email_audience_export.csv', mailchimp)).rows[0]?.outcome).toBe(
    'unconfirmed',
  )
  expect((await readSubscriberFile('subscribed_members_export_ab12.csv', mailchimp)).rows[0]?.outcome).toBe('confirmed')
})
