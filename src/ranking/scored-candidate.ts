import type { Paper } from '../digest/paper.ts'
import { compareText } from './candidate.ts'
import type { Candidate } from './candidate.ts'
import type { Component } from './scoring/points.ts'
import type { PaperTopics } from './topics/classify.ts'

/** A candidate with its score, its topics, and what the selection looks at. */
export interface ScoredCandidate {
  readonly candidate: Candidate
  readonly components: readonly Component[]
  readonly score: number
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
export function compareTies(a: ScoredCandidate | undefined, b: ScoredCandidate | undefined): number {
  if (!a || !b) return 0
  return (
    compareText(dateOf(b.candidate.paper), dateOf(a.candidate.paper)) ||
    compareText(a.candidate.paper.key, b.candidate.paper.key)
  )
}

function dateOf(paper: Paper): string {
  return paper.published ?? paper.updated ?? ''
}
