import type { Schedule } from '../../src/schedule/schedule.ts'

/** A schedule every morning at seven in Berlin. */
export function aSchedule(changes: Partial<Schedule> = {}): Schedule {
  return {
    name: 'mornings',
    cron: '0 7 * * *',
    zone: 'Europe/Berlin',
    calendar: 'none',
    holidays: [],
    sources: ['digest.json'],
    list: 'readers',
    emptyDay: 'skip',
    minPapers: 1,
    holdHours: 6,
    catchUpHours: 12,
    ...changes,
  }
}
