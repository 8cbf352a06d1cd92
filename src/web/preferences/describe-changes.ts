/* What a reader changed, in words. In: preferences before and after. Out: a phrase for each that is new, as it is now. */
import { formatDateline } from '../../rendering/views/dateline.ts'
import { defaultWeekday } from '../../subscribers/profile.ts'
import type { Preferences } from '../readers/readers.ts'
import { findStep, type PageTopic } from './preferences-form.ts'
import { frequencyLabels, lengthLabels, weekdays } from './preferences-view.ts'

/** Phrases such as `Titles only`; none where both say the same. */
export function describeChanges(
  before: Preferences,
  after: Preferences,
  topics: readonly PageTopic[],
): readonly string[] {
  const phrasesBefore = new Set(listPhrases(before))
  const phrases = listPhrases(after).filter((phrase) => !phrasesBefore.has(phrase))
  return [...phrases, ...describeTopics(before, after, topics)]
}

function listPhrases({ profile, wishes }: Preferences): string[] {
  return [
    describeFrequency({ profile, wishes }),
    wishes.hour === undefined
      ? 'At the hour of everybody'
      : `At ${String(wishes.hour).padStart(2, '0')}:00 in the time zone ${wishes.zone ?? 'of the sender'}`,
    wishes.quietDays === undefined ? 'On any day of the week' : `Not on ${nameDays(wishes.quietDays)}`,
    wishes.snoozedUntil === undefined
      ? 'Without a pause'
      : `After a pause until ${formatDateline(wishes.snoozedUntil, 'day', 'en')}`,
    lengthLabels[profile.length],
    profile.maxPapers === undefined ? 'With all papers of an issue' : `With at most ${profile.maxPapers} papers`,
    `Words to watch for: ${listWords(profile.words)}`,
    `Authors to watch for: ${listWords(profile.authors)}`,
    `Words to leave out: ${listWords(profile.exclude)}`,
    profile.minScore === undefined ? 'With papers of any score' : `With papers that score at least ${profile.minScore}`,
  ]
}

function describeFrequency({ wishes: { frequency, weekday = defaultWeekday } }: Preferences): string {
  return frequency === 'weekly' ? `${frequencyLabels.weekly}, on ${nameDays([weekday])}` : frequencyLabels[frequency]
}

function describeTopics(before: Preferences, after: Preferences, topics: readonly PageTopic[]): string[] {
  const weightOf = ({ profile }: Preferences, slug: string): number => profile.topics[slug] ?? 0
  const words = { more: 'More of', same: 'As much as comes of', less: 'Less of' }
  return topics
    .filter(({ slug }) => weightOf(before, slug) !== weightOf(after, slug))
    .map(({ slug, title }) => `${words[findStep(weightOf(after, slug))]} ${title}`)
}

function nameDays(days: readonly number[]): string {
  return days.map((day) => weekdays[day - 1] ?? '').join(', ')
}

function listWords(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ')
}
