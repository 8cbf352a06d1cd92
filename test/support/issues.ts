/** Invented issues; every name, number and address is made up (example.com is reserved, RFC 2606). */
import type { PlainDate } from '../../src/clock.ts'
import type { Issue, Newsletter, Section } from '../../src/issue/issue.ts'
import type { AddrSpec } from '../../src/mail/address.ts'
import type { RankedPaper } from '../../src/ranking/ranking.ts'
import type { SlotValues } from '../../src/rendering/rendering.ts'
import { aRankedPaper, rankedPapers } from './ranked-papers.ts'

/** The newsletter of the samples, with public pages. */
export function aNewsletter(changes: Partial<Newsletter> = {}): Newsletter {
  return {
    name: 'The Daily Preprint',
    tagline: 'What people read in machine learning today',
    from: { displayName: 'The Daily Preprint', address: 'papers@example.com' as AddrSpec },
    listId: 'papers.example.com',
    postalAddress: 'Reading Group, 12 Example Street, Springfield 01234',
    language: 'en',
    publicUrl: 'https://papers.example.com',
    ...changes,
  }
}

/** An issue of `paperCount` papers: a lead story and sections of up to five. */
export function anIssue({ paperCount = 20, ...changes }: Partial<Issue> = {}): Issue {
  const [lead, ...rest] = rankedPapers(paperCount)
  return {
    newsletter: aNewsletter(),
    number: 42,
    date: '2026-07-29' as PlainDate,
    subject: 'Slow clocks, honest maps and nineteen more papers',
    preheader: 'Time series without a window, maps that say where they guess, and what people read today.',
    lead: lead ?? aRankedPaper(),
    sections: groupInto(rest),
    paperCount,
    droppedCount: 32,
    hash: 'f'.repeat(64),
    ...changes,
  }
}

/** The values of one invented reader. */
export function someSlotValues(changes: Partial<SlotValues> = {}): SlotValues {
  return {
    address: 'reader@example.org',
    token: 'AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    unsubscribeUrl:
      'https://papers.example.com/unsubscribe/AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    preferencesUrl:
      'https://papers.example.com/preferences/AQEFAAAAAGludmVudGVkLXRva2VuLW9mLWEtcmVhZGVyLXdoby1kb2VzLW5vdC1leGlzdC1hdC1hbGwwMDAw',
    browserUrl: 'https://papers.example.com/issues/42',
    ...changes,
  }
}

function groupInto(papers: readonly RankedPaper[]): Section[] {
  const size = Math.max(5, Math.ceil(papers.length / topics.length))
  return topics
    .map((title, index) => ({
      topic: { slug: title.toLowerCase().replaceAll(/\W+/g, '-'), title },
      papers: papers.slice(index * size, (index + 1) * size),
    }))
    .filter(({ papers }) => papers.length > 0)
}

const topics = [
  'Language models',
  'Agents and tools',
  'Vision and video',
  'Robotics',
  'Speech and audio',
  'Theory of learning',
  'Health and biology',
  'Systems and efficiency',
]
