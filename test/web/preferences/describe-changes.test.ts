import { describe, expect, it } from 'vitest'
import { plainProfile, plainWishes } from '../../../src/subscribers/profile.ts'
import { describeChanges } from '../../../src/web/preferences/describe-changes.ts'

const plain = { profile: plainProfile, wishes: plainWishes }
const topics = [
  { slug: 'video', title: 'Video' },
  { slug: 'agents', title: 'Agents' },
]

describe('what changed about the preferences', () => {
  it('is nothing where both are the same', () => {
    expect(describeChanges(plain, structuredClone(plain), topics)).toEqual([])
  })

  it('is a phrase for each thing that is new, and none for the others', () => {
    const after = {
      profile: { ...plainProfile, topics: { video: 1, agents: -0.5 }, words: ['tide pools', 'moss'], maxPapers: 5 },
      wishes: { frequency: 'weekly', weekday: 2, hour: 7, zone: 'Asia/Kolkata', quietDays: [6, 7] } as const,
    }
    expect(describeChanges(plain, after, topics)).toEqual([
      'Once a week, the best of seven days, on Tuesday',
      'At 07:00 in the time zone Asia/Kolkata',
      'Not on Saturday, Sunday',
      'With at most 5 papers',
      'Words to watch for: tide pools, moss',
      'More of Video',
      'Less of Agents',
    ])
    expect(describeChanges(after, plain, topics)).toEqual([
      'Every issue, on the day it is made',
      'At the hour of everybody',
      'On any day of the week',
      'With all papers of an issue',
      'Words to watch for: none',
      'As much as comes of Video',
      'As much as comes of Agents',
    ])
  })

  it('is the day of a weekly mail, a pause and a score', () => {
    const weekly = { ...plain, wishes: { frequency: 'weekly' } as const }
    const later = {
      profile: { ...plainProfile, minScore: 12.5, length: 'titles' } as const,
      wishes: { frequency: 'weekly', weekday: 5, snoozedUntil: '2026-12-24' as never } as const,
    }
    expect(describeChanges(weekly, later, topics)).toEqual([
      'After a pause until Thursday, 24 December 2026',
      'Titles only',
      'With papers that score at least 12.5',
    ])
  })
})
