import type { Paper } from '../digest/paper.ts'
import type { Candidate } from './candidate.ts'
import { compareText } from './compare-text.ts'
import type { Component } from './scoring/points.ts'
import type { PaperTopics } from './topics/classify.ts'

/** A candidate with its score, its topics, and what the selection looks at. */
export interface ScoredCandidate {
  readonly candidate: Candidate
  /** What is the same for every reader; the points add up to `score`, with those of `listAdded`. */
  readonly components: readonly Component[]
  /** What is added for one reader (wishes, an update) or one issue (a hidden gem); listed only for what is shown. */
  readonly listAdded?: () => readonly Component[]
  readonly score: number
  /** The points of `score` for what readers did: votes, stars, comments. */
  readonly engagement: number
  readonly topics: PaperTopics
  /** An editor wants it in, whatever its score. */
  readonly pinned: boolean
  /** The first author by the words of the name. */
  readonly firstAuthor?: string
}

/** The order of an issue: score, then the later date, then the key. */
export function compareScored(a: ScoredCandidate, b: ScoredCandidate): number {
  return b.score - a.score || compareTies(a, b)
}

/** The order of papers with the same score. */
export function compareTies(a: ScoredCandidate, b: ScoredCandidate): number {
  return (
    compareText(dateOf(b.candidate.paper), dateOf(a.candidate.paper)) ||
    compareText(a.candidate.paper.key, b.candidate.paper.key)
  )
}

function dateOf(paper: Paper): string {
  return paper.published ?? paper.updated ?? ''
}
