import type { PlainDate } from '../clock.ts'
import type { Digest, Entry } from '../digest/digest.ts'
import type { Paper } from '../digest/paper.ts'
import { listSignals } from './signals.ts'
import { countPhrases, listTerms } from './terms.ts'

/** An entry with the words ranking looks at, made once and used by every component. */
export interface Candidate {
  readonly paper: Paper
  readonly signals: Readonly<Record<string, number>>
  readonly titleTerms: readonly string[]
  readonly terms: readonly string[]
  /** Terms and pairs of terms of title and abstract, and how often they occur. */
  readonly phrases: ReadonlyMap<string, number>
  readonly day: PlainDate
}

/** All entries of a digest as candidates, in an order that does not depend on the order of the input. */
export function listCandidates(digest: Digest): Candidate[] {
  return digest.entries.map((entry) => buildCandidate(entry, digest.date)).sort(compareCandidates)
}

/** One entry as a candidate. */
export function buildCandidate(entry: Entry, day: PlainDate): Candidate {
  const { paper } = entry
  const titleTerms = listTerms(paper.title)
  const terms = [...titleTerms, ...listTerms(paper.abstract)]
  return { paper, signals: listSignals(entry), titleTerms, terms, phrases: countPhrases(terms), day }
}

/** Order by key, then by everything else that can differ, so that equal keys do not fall back on the input order. */
function compareCandidates(a: Candidate, b: Candidate): number {
  return compareText(a.paper.key, b.paper.key) || compareText(fingerprint(a), fingerprint(b))
}

function fingerprint({ paper, signals }: Candidate): string {
  return JSON.stringify([paper.version ?? 0, paper.title, paper.url, paper.abstract, paper.authors, signals])
}

/** Order by code units: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
