/**
 * A text with more papers than are read is an archive of years. Reading all of it to throw most away is what would cost
 * memory, so its beginning is read first, and tells how much of the text holds as many papers as are wanted.
 */
import type { DraftDigest } from './draft.ts'

const mostEntries = 10_000
const mostShortEntries = 50_000

/** A text up to this length, in characters, is read whole: a list of nothing but titles may be long and still small. */
const shortLength = 5_000_000

/** As much as tells how dense the papers of a long text stand. */
const probeLength = 500_000

/** How many entries of a text of this length, in characters, are read; a year of the Daily Papers has to fit. */
export function mostEntriesIn(length: number): number {
  return length <= shortLength ? mostShortEntries : mostEntries
}

/** Reads as much of a text as holds the most papers that a digest may have, where those are only in its beginning. */
export function readStart(text: string, read: (text: string) => DraftDigest): DraftDigest {
  if (text.length <= shortLength) return read(text)
  const found = tryRead(cutAtLine(text, probeLength), read)?.drafts.length ?? 0
  const length = Math.ceil((probeLength * mostEntries * 1.1) / Math.max(1, found))
  if (length > 0.8 * text.length) return read(text)
  const start = tryRead(cutAtLine(text, length), read)
  // The last one may be cut in two, so there has to be one more than is kept.
  return start !== undefined && start.drafts.length > mostEntries ? dropLast(start) : read(text)
}

/** Problems behind the last paper that is kept may be only of the cut. */
function dropLast(start: DraftDigest): DraftDigest {
  const last = start.drafts[mostEntries - 1]?.line ?? Infinity
  return { ...start, problems: start.problems.filter(({ line = 0 }) => line <= last) }
}

/** What is wrong with a beginning may be only that it ends too early. */
function tryRead(text: string, read: (text: string) => DraftDigest): DraftDigest | undefined {
  try {
    return read(text)
  } catch {
    return undefined
  }
}

function cutAtLine(text: string, length: number): string {
  return text.slice(0, text.lastIndexOf('\n', length) + 1 || length)
}
