import { buildPaper } from './build-paper.ts'
import type { Entry, Problem } from '../digest.ts'
import type { Draft, DraftDigest } from '../draft.ts'
import { mergeEntries } from '../merge.ts'
import { buildSignals } from '../signals.ts'

/** The entries of a source, and the drafts that could not become one. */
export interface BuiltEntries {
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
  /** How many entries were of papers that others are of too. */
  readonly repeated: number
}

/** Makes entries of drafts, each paper once, as many as are read of one source. */
export function buildEntries(drafted: DraftDigest, mostEntries: number, keepsTex: boolean): BuiltEntries {
  const problems: Problem[] = []
  const entries: Entry[] = []
  if (drafted.drafts.length > mostEntries) {
    problems.push({
      code: 'too_many',
      message: `Only the first ${mostEntries} entries are read; the rest is left out.`,
    })
  }
  for (const draft of drafted.drafts.slice(0, mostEntries)) {
    const paper = buildPaper(draft, { isDailyPapers: drafted.isDailyPapers ?? false, keepsTex })
    if (paper === undefined) problems.push(buildProblem(draft))
    else entries.push({ paper, position: entries.length + 1, signals: buildSignals(draft.signals ?? {}) })
  }
  const merged = mergeEntries(entries)
  return {
    entries: merged.map(({ paper, signals }, index) => ({ paper, position: index + 1, signals })),
    problems,
    repeated: entries.length - merged.length,
  }
}

function buildProblem({ line, title }: Draft): Problem {
  const message = title.trim() === '' ? 'An entry without a title; skipped.' : 'A title without a letter; skipped.'
  return { ...(line === undefined ? {} : { line }), code: 'no_title', message }
}
