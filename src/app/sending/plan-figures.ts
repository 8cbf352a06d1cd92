import { formatInstant, type Instant } from '../../clock.ts'
import type { PlannedReaders } from './readers.ts'
import type { SelectionPlan } from './selections.ts'

/** Readers who get it at one time. */
export interface PlannedWave {
  readonly at: Instant
  readonly readerCount: number
}

/** Readers whose selections have one subject: it names the papers that come first for them. */
export interface PlannedSubject {
  readonly subject: string
  readonly readerCount: number
}

/** Readers of the list who get nothing, for one reason. */
export interface LeftOut {
  readonly reason: string
  readonly readerCount: number
}

/** What a plan counts. */
export interface PlanFigures {
  /** What most readers find in their inbox. */
  readonly subject: string
  /** Every subject, the most read one first. */
  readonly subjects: readonly PlannedSubject[]
  readonly recipientCount: number
  /** How many different issues, each for readers who chose and had the same. */
  readonly selectionCount: number
  /** Octets of one message without a signature; the median is over the readers. */
  readonly messageBytes: { readonly least: number; readonly median: number; readonly most: number }
  readonly totalBytes: number
  readonly waves: readonly PlannedWave[]
  readonly leftOut: readonly LeftOut[]
}

/** Who is counted, and what is not in the selections. */
interface Counted {
  readonly readers: PlannedReaders
  readonly releasedAt: Instant
  /** Octets of a message besides its two parts. */
  readonly overhead: number
}

/** Counts the readers of each selection, subject and time; `plainSubject` is the one of the issue as it is. */
export function countFigures(
  plainSubject: string,
  selections: SelectionPlan,
  { readers, releasedAt, overhead }: Counted,
): PlanFigures {
  const sizes = listSizes(selections, readers, overhead)
  const subjects = listSubjects(selections, readers)
  return {
    subject: subjects[0]?.subject ?? plainSubject,
    subjects,
    recipientCount: readers.recipientCount,
    selectionCount: readers.countByVariant.size,
    messageBytes: {
      least: sizes[0]?.bytes ?? 0,
      median: findMedian(sizes, readers.recipientCount),
      most: sizes.at(-1)?.bytes ?? 0,
    },
    totalBytes: sizes.reduce((sum, { bytes, count }) => sum + bytes * count, 0),
    waves: listWaves(readers, releasedAt),
    leftOut: listLeftOut(readers),
  }
}

function listWaves({ countByTime }: PlannedReaders, releasedAt: Instant): PlannedWave[] {
  return [...countByTime]
    .map(([atMs, readerCount]) => ({ at: atMs === 0 ? releasedAt : formatInstant(atMs), readerCount }))
    .sort((one, other) => (one.at < other.at ? -1 : 1))
}

function listLeftOut({ countByReason }: PlannedReaders): LeftOut[] {
  return [...countByReason]
    .map(([reason, readerCount]) => ({ reason, readerCount }))
    .sort((one, other) => other.readerCount - one.readerCount || (one.reason < other.reason ? -1 : 1))
}

/** Ties go by the alphabet, so that a plan says the same each time. */
function listSubjects({ book }: SelectionPlan, { countByVariant }: PlannedReaders): PlannedSubject[] {
  const counts = new Map<string, number>()
  for (const { variant, subject } of book.selections)
    counts.set(subject, (counts.get(subject) ?? 0) + (countByVariant.get(variant) ?? 0))
  return [...counts]
    .map(([subject, readerCount]) => ({ subject, readerCount }))
    .filter(({ readerCount }) => readerCount > 0)
    .sort((one, other) => other.readerCount - one.readerCount || (one.subject < other.subject ? -1 : 1))
}

interface Size {
  readonly bytes: number
  readonly count: number
}

function listSizes({ book }: SelectionPlan, { countByVariant }: PlannedReaders, overhead: number): Size[] {
  return book.selections
    .map(({ variant, partBytes }) => ({ bytes: partBytes + overhead, count: countByVariant.get(variant) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.bytes - other.bytes)
}

function findMedian(sizes: readonly Size[], total: number): number {
  let seen = 0
  return sizes.find(({ count }) => (seen += count) * 2 >= total)?.bytes ?? 0
}
