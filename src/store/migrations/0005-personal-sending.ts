import type { Migration } from './migration.ts'

/**
 * What a campaign sends to whom: its renderings, the groups of readers that get them, and whether what its readers
 * received is in their histories.
 */
export const personalSending: Migration = {
  number: 5,
  name: 'personal sending',
  statements: ({ text, blob, keyed }) => [
    `CREATE TABLE renderings (
       campaign_id integer NOT NULL REFERENCES campaigns (id), variant ${text} NOT NULL, selection_id integer,
       body ${blob} NOT NULL, PRIMARY KEY (campaign_id, variant))`,
    `CREATE TABLE campaign_cohorts (
       campaign_id integer NOT NULL REFERENCES campaigns (id), profile_key ${text} NOT NULL, history_key ${text} NOT NULL,
       wishes ${text} NOT NULL, variant ${text}, due_at_ms bigint, detail ${text},
       PRIMARY KEY (campaign_id, profile_key, history_key, wishes))${keyed}`,
    `ALTER TABLE campaigns ADD COLUMN remembered_at ${text}`,
  ],
}
