import type { Migration } from './migration.ts'

/**
 * Lists, subscribers, consent, suppressions, imports, issues, and what readers had.
 * Text sorts by octets in both engines (COLLATE "C", BINARY), because pages are cut by key.
 */
export const audience: Migration = {
  number: 1,
  name: 'audience',
  statements: ({ text, serial, keyed }) => [
    `CREATE TABLE lists (slug ${text} PRIMARY KEY, title ${text} NOT NULL, created_at ${text} NOT NULL)${keyed}`,
    `CREATE TABLE subscribers (
       id ${text} PRIMARY KEY, address ${text} NOT NULL, address_key ${text} NOT NULL UNIQUE, name ${text},
       created_at ${text} NOT NULL, import_id integer)`,
    `CREATE TABLE subscriptions (
       list_slug ${text} NOT NULL, subscriber_id ${text} NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
       status ${text} NOT NULL CHECK (status IN ('unconfirmed', 'confirmed', 'unsubscribed')),
       changed_at ${text} NOT NULL, confirmed_at ${text}, acted_at ${text},
       consent_method ${text} NOT NULL, consent_at ${text}, consent_ip ${text}, consent_source ${text}, consent_wording ${text},
       tags ${text}, profile_key ${text} NOT NULL DEFAULT '', history_key ${text} NOT NULL DEFAULT '', wishes ${text},
       import_id integer, confirmation_count integer NOT NULL DEFAULT 0, confirmation_sent_at ${text},
       PRIMARY KEY (subscriber_id, list_slug))${keyed}`,
    // Nearly all are confirmed, and a campaign reads those in the order of the table.
    `CREATE INDEX subscriptions_not_confirmed ON subscriptions (list_slug, status, subscriber_id) WHERE status <> 'confirmed'`,
    `CREATE TABLE profiles (key ${text} PRIMARY KEY, body ${text} NOT NULL)${keyed}`,
    `CREATE TABLE subscription_records (
       id ${serial}, subscriber_id ${text} NOT NULL, list_slug ${text} NOT NULL, event ${text} NOT NULL, at ${text} NOT NULL,
       ip ${text}, source ${text}, wording ${text})`,
    `CREATE INDEX subscription_records_of_subscriber ON subscription_records (subscriber_id)`,
    `CREATE TABLE suppressions (
       address_key ${text} NOT NULL, list_slug ${text} NOT NULL,
       reason ${text} NOT NULL CHECK (reason IN ('unsubscribe', 'hard_bounce', 'complaint', 'manual')),
       since ${text} NOT NULL, source ${text}, import_id integer, PRIMARY KEY (address_key, list_slug))${keyed}`,
    `CREATE TABLE imports (
       id ${serial}, list_slug ${text} NOT NULL, file_name ${text} NOT NULL, source ${text} NOT NULL,
       started_at ${text} NOT NULL, finished_at ${text}, undone_at ${text}, counts ${text})`,
    `CREATE TABLE import_changes (
       import_id integer NOT NULL, list_slug ${text} NOT NULL, subscriber_id ${text} NOT NULL, before ${text} NOT NULL,
       PRIMARY KEY (import_id, subscriber_id, list_slug))${keyed}`,
    `CREATE TABLE issues (
       list_slug ${text} NOT NULL, number integer NOT NULL, on_date ${text} NOT NULL, subject ${text} NOT NULL, hash ${text} NOT NULL,
       content ${text} NOT NULL, html ${text} NOT NULL, text ${text} NOT NULL, created_at ${text} NOT NULL, frozen_at ${text},
       PRIMARY KEY (list_slug, number))`,
    `CREATE TABLE selections (
       id ${serial}, list_slug ${text} NOT NULL, issue_number integer NOT NULL, on_date ${text} NOT NULL,
       profile_key ${text} NOT NULL, papers ${text} NOT NULL)`,
    `CREATE TABLE histories (key ${text} PRIMARY KEY, parent_key ${text} NOT NULL, selection_id integer NOT NULL)${keyed}`,
    `CREATE TABLE rate_limits (
       bucket ${text} NOT NULL, window_start ${text} NOT NULL, count integer NOT NULL, PRIMARY KEY (bucket, window_start))${keyed}`,
  ],
}
