import type { Migration } from './migration.ts'

/** Campaigns that wait for their owner's word, with what the owner is shown. */
export const approvals: Migration = {
  number: 6,
  name: 'approvals',
  statements: ({ text }) => [
    `CREATE TABLE approvals (
       campaign_id integer NOT NULL PRIMARY KEY REFERENCES campaigns (id), hash ${text} NOT NULL, preview ${text} NOT NULL,
       asked_at ${text} NOT NULL, told_at ${text}, by_itself_at ${text},
       decision ${text} CHECK (decision IN ('approved', 'stopped')), decided_at ${text}, decided_by ${text})`,
  ],
}
