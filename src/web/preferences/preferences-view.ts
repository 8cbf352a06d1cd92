import type { PlainDate } from '../../clock.ts'
import { defaultWeekday, type DeliveryWishes, type Profile } from '../../subscribers/profile.ts'
import type { Preferences } from '../readers/readers.ts'
import type { ChoiceView } from './choice-view.ts'
import { findStep } from './preferences-form.ts'
import { buildZones, type ZoneGroupView } from './zone-list.ts'
import type { PageTopic } from './preferences-form.ts'

/** A topic on the preferences page; `weight` is empty while it is 0. */
export interface TopicDialView {
  readonly slug: string
  readonly title: string
  readonly sentence: string
  readonly weight: string
  readonly steps: readonly ChoiceView[]
}

/** What the preferences page shows; texts of several lines hold one entry in each. */
export interface PreferencesView {
  readonly frequencies: readonly ChoiceView[]
  /** Days on which a reader wants no mail. */
  readonly quietDays: readonly ChoiceView[]
  readonly weekdays: readonly ChoiceView[]
  readonly minScore: string
  readonly scoreHint: string
  readonly hours: readonly ChoiceView[]
  readonly zones: readonly ZoneGroupView[]
  readonly snoozedUntil: string
  readonly today: string
  readonly lengths: readonly ChoiceView[]
  readonly maxPapers: string
  /** Topics that weigh something for this reader. */
  readonly chosen: readonly TopicDialView[]
  readonly others: readonly TopicDialView[]
  readonly words: string
  readonly authors: string
  readonly exclude: string
}

/** What each answer to how often means. */
export const frequencyLabels: Readonly<Record<DeliveryWishes['frequency'], string>> = {
  daily: 'Every issue, on the day it is made',
  weekly: 'Once a week, the best of seven days',
  above_score: 'Only when a paper reaches the lowest score below',
}
/** What each length means. */
export const lengthLabels: Readonly<Record<Profile['length'], string>> = {
  full: 'Full: summaries, and why each paper is there',
  short: 'Short: a sentence for each paper',
  titles: 'Titles only',
}
/** From Monday, which is 1. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** What the page shows of a reader's preferences. */
export function buildPreferencesView(
  { profile, wishes }: Preferences,
  page: { readonly topics: readonly PageTopic[]; readonly today: PlainDate; readonly scoreHint: string },
): PreferencesView {
  const dials = page.topics.map((topic) => buildDial(topic, profile.topics[topic.slug] ?? 0))
  return {
    frequencies: buildChoices(frequencyLabels, wishes.frequency),
    weekdays: weekdays.map((label, index) => ({
      value: String(index + 1),
      label,
      checked: (wishes.weekday ?? defaultWeekday) === index + 1,
    })),
    quietDays: weekdays.map((label, index) => ({
      value: String(index + 1),
      label,
      checked: wishes.quietDays?.includes(index + 1) === true,
    })),
    minScore: formatOptional(profile.minScore),
    scoreHint: page.scoreHint,
    hours: buildHours(wishes.hour),
    zones: buildZones(wishes.zone),
    snoozedUntil: wishes.snoozedUntil ?? '',
    today: page.today,
    lengths: buildChoices(lengthLabels, profile.length),
    maxPapers: formatOptional(profile.maxPapers),
    chosen: dials.filter(({ weight }) => weight !== ''),
    others: dials.filter(({ weight }) => weight === ''),
    words: profile.words.join('\n'),
    authors: profile.authors.join('\n'),
    exclude: profile.exclude.join('\n'),
  }
}

/** `+1`, `−0.5`, `0`, with the sign that a screen reader reads as minus. */
export function formatWeight(weight: number): string {
  if (weight === 0) return '0'
  return weight > 0 ? `+${weight}` : `−${-weight}`
}

function buildDial({ slug, title, sentence = '' }: PageTopic, weight: number): TopicDialView {
  const step = findStep(weight)
  return {
    slug,
    title,
    sentence,
    weight: weight === 0 ? '' : formatWeight(weight),
    steps: buildChoices({ less: 'Less', same: 'As is', more: 'More' }, step),
  }
}

function buildChoices(labels: Readonly<Record<string, string>>, chosen: string): ChoiceView[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label, checked: value === chosen }))
}

function buildHours(chosen: number | undefined): ChoiceView[] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, '0')}:00`,
    checked: hour === chosen,
  }))
  return [{ value: '', label: 'With everybody', checked: chosen === undefined }, ...hours]
}

function formatOptional(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
