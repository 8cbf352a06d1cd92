import type { Migration } from './migration.ts'

/** The numbers of a campaign, kept when the rows of its recipients are not. */
export const retention: Migration = {
  number: 7,
  name: 'retention',
  statements: ({ text }) => [`ALTER TABLE campaigns ADD COLUMN counts ${text}`],
}
