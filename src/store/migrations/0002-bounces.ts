import type { Migration } from './migration.ts'

/** What came back, once for each report and address. */
export const bounces: Migration = {
  number: 2,
  name: 'bounces',
  statements: ({ text, keyed }) => [
    `CREATE TABLE bounces (
       message_hash ${text} NOT NULL, address_key ${text} NOT NULL,
       kind ${text} NOT NULL CHECK (kind IN ('hard', 'soft', 'complaint', 'unsubscribe')),
       reason ${text} NOT NULL, decision ${text} NOT NULL CHECK (decision IN ('suppress', 'count', 'ignore')),
       status ${text}, words ${text}, issue ${text}, at ${text} NOT NULL, PRIMARY KEY (message_hash, address_key))${keyed}`,
    `CREATE INDEX bounces_of_address ON bounces (address_key, at)`,
  ],
}
