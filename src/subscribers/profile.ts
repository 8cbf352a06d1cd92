import { createHash } from 'node:crypto'
import { isZone, type PlainDate } from '../clock.ts'
import { AppError } from '../errors.ts'

/** What a subscriber wants to read; whoever has the same profile gets the same selection. */
export interface Profile {
  /** Weight by topic: 1 is chosen by hand, more or less like this moves it by steps; absent topics weigh nothing. */
  readonly topics: Readonly<Record<string, number>>
  readonly words: readonly string[]
  readonly authors: readonly string[]
  readonly exclude: readonly string[]
  readonly length: 'titles' | 'short' | 'full'
  readonly maxPapers?: number
  /** Only papers of at least this score; for readers who want "only above a score". */
  readonly minScore?: number
}

/** When a subscriber wants it; no part of the selection. */
export interface DeliveryWishes {
  readonly frequency: 'daily' | 'weekly' | 'above_score'
  /** 1 is Monday; for `weekly`, `defaultWeekday` when absent. */
  readonly weekday?: number
  /** 0 to 23 in `zone`; absent means with everybody. */
  readonly hour?: number
  /** IANA name. */
  readonly zone?: string
  /** No mail before this day. */
  readonly snoozedUntil?: PlainDate
  /** Days of the week without mail, 1 is Monday. */
  readonly quietDays?: readonly number[]
}

/** A profile of somebody who chose nothing: the issue as it is. */
export const plainProfile: Profile = { topics: {}, words: [], authors: [], exclude: [], length: 'full' }

/** Delivery of somebody who chose nothing: with everybody. */
export const plainWishes: DeliveryWishes = { frequency: 'daily' }

/** Day of the weekly mail of readers who chose none: Friday, the end of a week of papers. */
export const defaultWeekday = 5

/** The key of the plain profile. */
export const plainProfileKey = ''

const maxEntries = 50
const lengths = ['titles', 'short', 'full'] as const
const frequencies = ['daily', 'weekly', 'above_score'] as const

/**
 * A profile in the one form that equal wishes have: sorted, without doubles, blanks, or topics of no weight.
 *
 * @throws AppError `invalid` for what no profile can hold
 */
export function normalizeProfile(profile: Profile): Profile {
  const topics = Object.entries(profile.topics)
    .map(([slug, weight]) => [slug.trim(), Math.round(Math.max(-3, Math.min(3, weight)) * 4) / 4] as const)
    .filter(([slug, weight]) => /^[\p{Ll}\p{Lo}\p{N}-]{1,80}$/u.test(slug) && weight !== 0 && Number.isFinite(weight))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, maxEntries)
  if (!lengths.includes(profile.length)) throw new AppError('invalid', `"${profile.length}" is no length of an issue.`)
  return {
    topics: Object.fromEntries(topics),
    words: normalizeWords(profile.words),
    authors: normalizeWords(profile.authors),
    exclude: normalizeWords(profile.exclude),
    length: profile.length,
    ...(profile.maxPapers === undefined ? {} : { maxPapers: getBounded('papers an issue', profile.maxPapers, 1, 100) }),
    ...(profile.minScore === undefined ? {} : { minScore: getBounded('score', profile.minScore, 0, 1000) }),
  }
}

/** Checks delivery wishes. @throws AppError `invalid` */
export function normalizeWishes(wishes: DeliveryWishes): DeliveryWishes {
  if (!frequencies.includes(wishes.frequency)) throw new AppError('invalid', `"${wishes.frequency}" is no frequency.`)
  if (wishes.zone !== undefined && !isZone(wishes.zone))
    throw new AppError('invalid', `"${wishes.zone}" is no time zone, such as Europe/Berlin.`)
  return {
    frequency: wishes.frequency,
    ...(wishes.weekday === undefined ? {} : { weekday: getBounded('day of the week', wishes.weekday, 1, 7) }),
    ...(wishes.hour === undefined ? {} : { hour: getBounded('hour', wishes.hour, 0, 23) }),
    ...(wishes.zone === undefined ? {} : { zone: wishes.zone }),
    ...(wishes.snoozedUntil === undefined ? {} : { snoozedUntil: wishes.snoozedUntil }),
    ...normalizeQuietDays(wishes.quietDays ?? []),
  }
}

/** All seven would be a snooze without end. */
function normalizeQuietDays(days: readonly number[]): Pick<DeliveryWishes, 'quietDays'> {
  const quietDays = [...new Set(days.map((day) => getBounded('day of the week', day, 1, 7)))].sort((a, b) => a - b)
  if (quietDays.length === 7) throw new AppError('invalid', 'A week needs a day on which mail may come.')
  return quietDays.length === 0 ? {} : { quietDays }
}

/** The key that equal profiles share: empty for the plain one, else 128 bits of SHA-256 over the normal form. */
export function buildProfileKey(profile: Profile): string {
  const text = JSON.stringify(normalizeProfile(profile))
  if (text === JSON.stringify(plainProfile)) return plainProfileKey
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** More (+1) or less (−1) like this: the weight of the paper's topic moves by half a step, so that a reader can see it. */
export function adjustProfile(profile: Profile, topic: string, direction: 1 | -1): Profile {
  const weight = (profile.topics[topic] ?? 0) + direction * 0.5
  return normalizeProfile({ ...profile, topics: { ...profile.topics, [topic]: weight } })
}

function normalizeWords(words: readonly string[]): string[] {
  const trimmed = words
    .map((word) =>
      word
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, 80),
    )
    .filter((word) => word !== '')
  const byFold = new Map(trimmed.map((word) => [word.toLowerCase(), word]))
  return [...byFold.values()].sort().slice(0, maxEntries)
}

function getBounded(what: string, value: number, lowest: number, highest: number): number {
  if (!Number.isFinite(value) || value < lowest || value > highest) {
    throw new AppError('invalid', `The ${what} must be between ${lowest} and ${highest}.`)
  }
  return value
}
