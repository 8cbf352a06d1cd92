import type { Instant } from '../../clock.ts'
import type { Candidate } from '../candidate.ts'
import type { Component } from './points.ts'
import type { ScoreModel } from './score-model.ts'

const dayMs = 86_400_000
/** More authors than this say nothing more. */
const mostAuthors = 16

/** One thing known beside the text; undefined where the source does not tell, which costs nothing. */
interface Known {
  readonly signal: string
  readonly value: (candidate: Candidate) => number | undefined
  readonly sentence: (candidate: Candidate) => string
}

const known: readonly Known[] = [
  {
    signal: 'authors',
    value: (candidate) => {
      const count = countAuthors(candidate)
      return count === 0 ? undefined : Math.log2(1 + Math.min(count, mostAuthors))
    },
    sentence: (candidate) => {
      const count = countAuthors(candidate)
      return count === 1 ? 'By one author.' : `By ${count} authors.`
    },
  },
  {
    signal: 'code',
    value: (candidate) => Number(hasLink(candidate, 'code')),
    sentence: () => 'The code is public.',
  },
  {
    signal: 'page',
    value: (candidate) => Number(hasLink(candidate, 'project')),
    sentence: () => 'It has a project page.',
  },
  {
    signal: 'freshness',
    value: (candidate) => {
      const days = countDays(candidate)
      return days === undefined ? undefined : Math.sqrt(Math.min(days, 90))
    },
    sentence: (candidate) => {
      const days = countDays(candidate) ?? 0
      return days === 0 ? 'New on the day.' : `Published ${days} ${days === 1 ? 'day' : 'days'} before.`
    },
  },
  {
    signal: 'deadline',
    value: ({ paper }) => (paper.published === undefined ? undefined : Number(isAtDeadline(paper.published))),
    sentence: () => 'Submitted in the last half hour of arXiv’s day.',
  },
]

/** The mean of each measure over the papers of a day that have it. */
export type DayMetadata = ReadonlyMap<string, number>

/** What is known of each paper beside its text, by the names of the model. */
export function measureMetadata(candidate: Candidate): ReadonlyMap<string, number | undefined> {
  return new Map(known.map(({ signal, value }) => [signal, value(candidate)]))
}

/** The mean of each measure over the papers that have it; a measure that no paper has is left out. */
export function measureDayMetadata(candidates: readonly Candidate[]): DayMetadata {
  const means = new Map<string, number>()
  for (const { signal, value } of known) {
    const values = candidates.map(value).filter((one) => one !== undefined)
    if (values.length > 0) means.set(signal, values.reduce((sum, one) => sum + one, 0) / values.length)
  }
  return means
}

/** Points for what is known beside the text, against the mean of the day, so that what no source tells costs nothing. */
export function scoreMetadata(candidate: Candidate, day: DayMetadata, model: ScoreModel): Component[] {
  return known.flatMap(({ signal, value, sentence }): Component[] => {
    const mean = day.get(signal)
    const own = value(candidate)
    if (mean === undefined || own === undefined) return []
    const points = (own - mean) * (model.metadata[signal] ?? 0)
    return [
      {
        signal,
        points,
        sentence: () => (points < 0 && own === 0 ? (absent[signal] ?? sentence(candidate)) : sentence(candidate)),
      },
    ]
  })
}

const absent: Readonly<Record<string, string>> = {
  code: 'No public code is known.',
  page: 'No project page is known.',
  deadline: 'Not submitted in the last half hour of arXiv’s day.',
}

function countAuthors({ paper }: Candidate): number {
  return Math.max(paper.authorCount ?? 0, paper.authors.length)
}

function hasLink({ paper }: Candidate, kind: 'code' | 'project'): boolean {
  return paper.links.some((link) => link.kind === kind)
}

const newYork = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' })

/**
 * Whether a paper came in between 13:30 and 14:00 in New York: arXiv's day ends at 14:00, and authors who wait for it
 * want to be seen (info.arxiv.org/help/availability.html).
 */
function isAtDeadline(published: Instant): boolean {
  const epochMs = parseUtc(published)
  return Number.isFinite(epochMs) && /^13:[345]/.test(newYork.format(epochMs))
}

/** Whole days from publication to the digest; undefined for none, or for a date that cannot be true. */
function countDays({ paper, day }: Candidate): number | undefined {
  if (paper.published === undefined) return undefined
  const days = Math.floor((Date.parse(day) + dayMs - parseUtc(paper.published)) / dayMs)
  return Number.isFinite(days) && days >= -1 && days < 36_525 ? Math.max(0, days) : undefined
}

/** Milliseconds of an instant; one without a zone is in UTC, and not in the zone of the machine. */
function parseUtc(instant: string): number {
  return Date.parse(/T[\d:.]+$/.test(instant) ? `${instant}Z` : instant)
}
