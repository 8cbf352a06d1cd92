import { isZone } from '../clock.ts'
import type { Config } from '../config-schema.ts'
import { AppError, ConfigError } from '../errors.ts'
import { isHolidayRule } from './holidays.ts'
import { openPattern } from './next-run.ts'
import type { Schedule } from './schedule.ts'

type Entry = Config['schedules'][number]

/** The schedules of the settings. @throws ConfigError with every problem of every schedule */
export function buildSchedules(entries: readonly Entry[], source: string): Schedule[] {
  const problems = entries.flatMap((entry, at) => listProblems(entry, at, entries))
  if (problems.length > 0) throw new ConfigError(source, problems)
  return entries.map(buildSchedule)
}

/** The schedule of a name. @throws AppError `not_found`, with the names there are */
export function getSchedule(schedules: readonly Schedule[], name: string): Schedule {
  const found = schedules.find((schedule) => schedule.name === name)
  if (found) return found
  const names = schedules.map((schedule) => schedule.name).join(', ')
  throw new AppError(
    'not_found',
    `There is no schedule "${name}". ${names === '' ? 'The settings have none.' : `There are: ${names}.`}`,
  )
}

function buildSchedule({ source, list, subscribers, approval, ...entry }: Entry): Schedule {
  return {
    ...entry,
    sources: typeof source === 'string' ? [source] : source,
    ...(list === undefined ? {} : { list }),
    ...(subscribers === undefined ? {} : { subscribers }),
    ...(approval === undefined ? {} : { approval }),
  }
}

function listProblems(entry: Entry, at: number, entries: readonly Entry[]): string[] {
  const problems: string[] = []
  const where = `schedules.${at} (${entry.name})`
  if (entries.findIndex(({ name }) => name === entry.name) !== at) problems.push('is the second one of this name')
  if (isZone(entry.zone)) problems.push(...findPatternProblem(entry))
  else problems.push(`zone "${entry.zone}" is no time zone; write an IANA name such as Europe/Berlin`)
  for (const rule of entry.holidays.filter((text) => !isHolidayRule(text))) {
    problems.push(`holiday "${rule}" is no day; write 2026-12-25, 12-25 for every year, or 12-24..01-01`)
  }
  if ((entry.list === undefined) === (entry.subscribers === undefined)) {
    problems.push('needs one of list and subscribers: who gets the issue?')
  }
  return problems.map((problem) => `${where}: ${problem}`)
}

function findPatternProblem(entry: Entry): string[] {
  try {
    return openPattern(entry).nextRun() === null ? [`cron "${entry.cron}" has no day, it would never run`] : []
  } catch (error) {
    if (error instanceof AppError) return [`cron ${error.message}`]
    throw error
  }
}
