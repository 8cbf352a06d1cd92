import { parsePlainDate } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { normalizeProfile, normalizeWishes, type DeliveryWishes, type Profile } from '../../subscribers/profile.ts'
import type { Preferences } from '../readers/readers.ts'
import type { Form } from '../requests/form.ts'

/** Steps of a topic's dial, and the weight each one sets. */
const dialWeights = { less: -1, same: 0, more: 1 } as const

/** Which step of the dial a weight stands on. */
export function findStep(weight: number): keyof typeof dialWeights {
  if (weight === 0) return 'same'
  return weight < 0 ? 'less' : 'more'
}

/**
 * The preferences a form asks for, over those that were: a topic whose step was not touched keeps its exact weight, and
 * so does a topic that is not on the page.
 *
 * @throws AppError `invalid`, with a sentence for the page
 */
export function parsePreferences(form: Form, before: Preferences, topics: readonly PageTopic[]): Preferences {
  const frequency = form.get('frequency') || before.wishes.frequency
  const minScore = parseNumber(form.get('minScore'), 'The lowest score')
  if (frequency === 'above_score' && minScore === undefined) {
    throw new AppError('invalid', 'Give the lowest score that a paper must reach to be worth a mail.')
  }
  const maxPapers = parseNumber(form.get('maxPapers'), 'The number of papers')
  const profile = normalizeProfile({
    topics: parseTopics(form, before.profile, topics),
    words: parseLines(form.get('words')),
    authors: parseLines(form.get('authors')),
    exclude: parseLines(form.get('exclude')),
    length: (form.get('length') || before.profile.length) as Profile['length'],
    ...(maxPapers === undefined ? {} : { maxPapers: Math.round(maxPapers) }),
    ...(minScore === undefined ? {} : { minScore }),
  })
  return { profile, wishes: parseWishes(form, frequency as DeliveryWishes['frequency']) }
}

function parseTopics(form: Form, before: Profile, topics: readonly PageTopic[]): Record<string, number> {
  const weights = { ...before.topics }
  for (const { slug } of topics) {
    const step = form.get(`topic.${slug}`)
    const weight = weights[slug] ?? 0
    if (step === findStep(weight) || !Object.hasOwn(dialWeights, step)) continue
    weights[slug] = dialWeights[step as keyof typeof dialWeights]
  }
  return weights
}

function parseWishes(form: Form, frequency: DeliveryWishes['frequency']): DeliveryWishes {
  const hour = parseNumber(form.get('hour'), 'The hour')
  const weekday = parseNumber(form.get('weekday'), 'The day of the week')
  const zone = form.get('zone')
  const pause = form.get('snoozedUntil')
  const snoozedUntil = pause === '' ? undefined : parsePlainDate(pause)
  if (pause !== '' && snoozedUntil === undefined) {
    throw new AppError('invalid', `“${pause}” is no day; write it as 2026-12-31.`)
  }
  if (hour !== undefined && zone === '') {
    throw new AppError(
      'invalid',
      'Name your time zone too, by the city whose clock you live by, so that we know when it is that hour.',
    )
  }
  return normalizeWishes({
    frequency,
    ...(frequency !== 'weekly' || weekday === undefined ? {} : { weekday }),
    ...(hour === undefined ? {} : { hour }),
    ...(zone === '' ? {} : { zone }),
    ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
    quietDays: form.list('quiet').map(Number),
  })
}

function parseLines(text: string): string[] {
  return text.split(/[\r\n;]+/).filter((line) => line.trim() !== '')
}

function parseNumber(text: string, what: string): number | undefined {
  if (text === '') return undefined
  const value = Number(text.replace(',', '.'))
  if (!/^\d{1,6}(?:[.,]\d{1,4})?$/.test(text))
    throw new AppError('invalid', `${what} is “${text.slice(0, 40)}”; write a number.`)
  return value
}

/** A topic that a reader can weigh. */
export interface PageTopic {
  readonly slug: string
  readonly title: string
  readonly sentence?: string
}
