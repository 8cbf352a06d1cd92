import type { PlainDate } from '../clock.ts'
import type { Paper } from './paper.ts'

/** A paper's appearance in one digest. */
export interface Entry {
  readonly paper: Paper
  /** Place in the source, 1 is first. */
  readonly position: number
  /** Numbers the source gives: `upvotes`, `stars`, `comments` … */
  readonly signals: Readonly<Record<string, number>>
}

/** What one source listed as trending on one day: the input of everything. */
export interface Digest {
  readonly source: string
  readonly date: PlainDate
  readonly entries: readonly Entry[]
}

/** Something in the input that could not be used; the rest of the input still is. */
export interface Problem {
  readonly line?: number
  readonly code: string
  readonly message: string
}

/** A paper that was looked up by its title, and what it was taken for. */
export interface EnrichmentMatch {
  readonly title: string
  /** Title of the paper found; absent where none was near enough. */
  readonly foundTitle?: string
  readonly key?: string
  /** 0 to 1: the share of words that the titles have in common; 1 where they are the same but for signs. */
  readonly confidence: number
}

/** A digest as understood from one or more inputs, with all that was wrong in them. */
export interface ParsedDigest {
  /** Name of the format detected or asked for. */
  readonly format: string
  /** How surely the format was detected, 0 to 1; 1 when it was asked for. */
  readonly confidence: number
  readonly digest: Digest
  readonly problems: readonly Problem[]
  /** Entries of papers that stood in it already and became one with them; absent where there are none. */
  readonly repeated?: number
  /** What was looked up; absent where nothing was asked to be. */
  readonly matches?: readonly EnrichmentMatch[]
}
