import type { Migration } from './migration.ts'

/** Schedules as they were first seen, and one row for each run, whoever carries it out. */
export const runs: Migration = {
  number: 4,
  name: 'runs',
  statements: ({ text, keyed }) => [
    `CREATE TABLE schedules (name ${text} PRIMARY KEY, opened_at ${text} NOT NULL)${keyed}`,
    `CREATE TABLE runs (
       schedule ${text} NOT NULL, due ${text} NOT NULL, due_at ${text} NOT NULL,
       status ${text} NOT NULL CHECK (status IN ('running', 'waiting', 'sent', 'skipped', 'carried', 'missed', 'failed')),
       attempts integer NOT NULL, owner ${text}, until_at ${text}, detail ${text} NOT NULL, changed_at ${text} NOT NULL,
       digest ${text}, work ${text}, PRIMARY KEY (schedule, due))`,
    `CREATE INDEX runs_by_time ON runs (schedule, due_at)`,
  ],
}
