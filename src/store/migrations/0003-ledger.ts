import type { Migration } from './migration.ts'

/**
 * Campaigns, their deliveries, who is sending, and the pace they share.
 *
 * The indexes on deliveries are partial: a claim reads the left end of a small one, and what has ended stands in none.
 */
export const ledger: Migration = {
  number: 3,
  name: 'ledger',
  statements: ({ text, serial, keyed }) => [
    `CREATE TABLE campaigns (
       id ${serial}, list_slug ${text} NOT NULL, subject ${text} NOT NULL, issue_hash ${text} NOT NULL,
       status ${text} NOT NULL CHECK (status IN ('draft', 'scheduled', 'running', 'paused', 'cancelled', 'finished')),
       in_doubt ${text} NOT NULL CHECK (in_doubt IN ('resend', 'hold')), reason ${text}, recipient_count integer NOT NULL,
       content ${text} NOT NULL, created_at ${text} NOT NULL, scheduled_for ${text}, started_at ${text}, finished_at ${text},
       UNIQUE (list_slug, issue_hash))`,
    `CREATE TABLE deliveries (
       id ${serial}, campaign_id integer NOT NULL REFERENCES campaigns (id), subscriber_id ${text} NOT NULL,
       variant ${text} NOT NULL, status ${text} NOT NULL,
       attempts integer NOT NULL DEFAULT 0, deferrals integer NOT NULL DEFAULT 0, doubts integer NOT NULL DEFAULT 0,
       due_at_ms bigint, owner ${text}, detail ${text}, changed_at_ms bigint, UNIQUE (campaign_id, subscriber_id))`,
    `CREATE INDEX deliveries_queued ON deliveries (campaign_id, id) WHERE status = 'queued'`,
    `CREATE INDEX deliveries_deferred ON deliveries (campaign_id, due_at_ms) WHERE status = 'deferred'`,
    `CREATE TABLE senders (owner ${text} PRIMARY KEY, alive_until_ms bigint NOT NULL)${keyed}`,
    `CREATE TABLE paces (key ${text} PRIMARY KEY, next_at_ms double precision NOT NULL)${keyed}`,
  ],
}
