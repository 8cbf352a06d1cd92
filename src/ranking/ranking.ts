import type { PlainDate } from '../clock.ts'
import type { Paper } from '../digest/paper.ts'
import type { Signals } from './signals.ts'

/** Our heading for a group of papers (arXiv's own word is category). */
export interface Topic {
  readonly slug: string
  readonly title: string
}

/** The heading of what fits under no other one; always the last. */
export const moreTopic: Topic = { slug: 'more', title: 'More papers' }

/** How well a paper fits a topic. */
export interface TopicLabel extends Topic {
  /** Share of the paper that is about it, 0 to 1; over all topics the shares add up to 1. */
  readonly share: number
  /** Words of the paper that speak for the topic, strongest first. */
  readonly words: readonly string[]
}

/** One component of a score: its name, its points, and the sentence a reader sees (empty where there is nothing to say). */
export interface Reason {
  readonly signal: string
  readonly points: number
  readonly sentence: string
}

/** A paper with its place (1 is best), its score (higher is better) and why. */
export interface RankedPaper {
  readonly paper: Paper
  readonly rank: number
  readonly score: number
  readonly reasons: readonly Reason[]
  /** Numbers the source gave, for the line of facts. */
  readonly signals: Signals
  /** Whole sentences of the abstract that say what is new, in reading order; empty without an abstract. */
  readonly summary: readonly string[]
  /** Why the paper stands under its topic. */
  readonly placement: string
  /** What the paper is about, main topic first; a paper may be about several. */
  readonly labels?: readonly TopicLabel[]
}

/** Papers under one heading, best first. */
export interface TopicGroup {
  readonly topic: Topic
  readonly papers: readonly RankedPaper[]
}

/** A paper that is not shown, and the rule that decided so. */
export interface DroppedPaper {
  readonly paper: Paper
  /** Name of the rule: `limit`, `topic_cap`, `duplicate`, `excluded` … */
  readonly rule: string
  /** The rule as a sentence with its numbers. */
  readonly reason: string
}

/** A paper left out, by a rule and its sentence. */
export function dropPaper(paper: Paper, rule: string, reason: string): DroppedPaper {
  return { paper, rule, reason }
}

/** The result of the stage: every paper of the digest is in a group or among the dropped, once. */
export interface Ranking {
  readonly date: PlainDate
  readonly groups: readonly TopicGroup[]
  readonly dropped: readonly DroppedPaper[]
}
