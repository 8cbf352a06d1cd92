import type { PlainDate } from '../clock.ts'
import type { Digest, Entry } from '../digest/digest.ts'
import type { Paper } from '../digest/paper.ts'
import { compareText } from './compare-text.ts'
import { countPhrases, type Phrases } from './terms/phrases.ts'
import { listSignals, type Signals } from './signals.ts'
import { createVocabulary, type Vocabulary } from './terms/vocabulary.ts'

/** An entry with the terms ranking looks at, made once and used by every component. */
export interface Candidate {
  readonly paper: Paper
  readonly signals: Signals
  /** What the numbers of the terms stand for; the same for all candidates of a digest. */
  readonly vocabulary: Vocabulary
  readonly titleTerms: Int32Array
  /** Terms of title and abstract, in reading order. */
  readonly terms: Int32Array
  readonly phrases: Phrases
  readonly day: PlainDate
}

/** All entries of a digest as candidates, in an order that does not depend on the order of the input. */
export function listCandidates(digest: Digest): Candidate[] {
  const vocabulary = createVocabulary()
  const entries = digest.entries.map((entry) => ({ ...entry, signals: listSignals(entry) })).sort(compareEntries)
  return entries.map((entry) => buildCandidate(entry, digest.date, vocabulary))
}

/** One entry, its signals checked, as a candidate. */
export function buildCandidate({ paper, signals }: Entry, day: PlainDate, vocabulary: Vocabulary): Candidate {
  const title = vocabulary.listIds(paper.title)
  const terms = Int32Array.from([...title, ...vocabulary.listIds(paper.abstract)])
  return {
    paper,
    signals,
    vocabulary,
    titleTerms: Int32Array.from(title),
    terms,
    phrases: countPhrases(terms),
    day,
  }
}

/** Order by key, then by everything else that can differ, so that equal keys do not fall back on the input order. */
function compareEntries(a: Entry, b: Entry): number {
  return compareText(a.paper.key, b.paper.key) || compareText(fingerprint(a), fingerprint(b))
}

function fingerprint({ paper, signals }: Entry): string {
  return JSON.stringify([paper.version ?? 0, paper.title, paper.url, paper.abstract, paper.authors, signals])
}
