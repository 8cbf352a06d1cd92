import type { Digest } from '../digest/digest.ts'
import { createDescriber, groupPapers } from './group.ts'
import type { Interests } from './personal/interests.ts'
import { createJudge } from './personal/judge.ts'
import { emptyMemory, type ReaderMemory } from './personal/memory.ts'
import { createPostings } from './personal/postings.ts'
import type { Ranking } from './ranking.ts'
import { scoreDigest, type ScoringOptions } from './scoring/score-digest.ts'
import { selectPapers } from './selection/select.ts'
import { defaultSummaryCharacters } from './summary/summarize.ts'

/** Papers in an issue unless asked otherwise. */
const defaultLimit = 20

/** How a digest is ranked for every reader. */
export interface DigestOptions extends ScoringOptions {
  /** Limit of a summary (default 280). */
  readonly summaryCharacters?: number
}

/** What is one reader's own. */
export interface PersonalOptions {
  /** Papers to keep (default 20). */
  readonly limit?: number
  readonly interests?: Interests
  /** What this reader had already. */
  readonly memory?: ReaderMemory
  /** Only papers of at least this score; those that an editor pins come in with any. */
  readonly minScore?: number
}

/** One digest, prepared for any number of readers. */
export interface Ranker {
  /** The ranking of one reader; the same as `rankPapers` gives with the same options. */
  rank(personal?: PersonalOptions): Ranking
}

/**
 * Prepares a digest once: duplicates, scores, topics, and (when first shown) summaries are the same for all readers. A
 * reader then costs what their wishes find, a selection and its sections. Nothing of one reader is left for the next.
 */
export function createRanker(digest: Digest, options: DigestOptions = {}): Ranker {
  const { all = false, selection = {} } = options
  const { scored, refused, reader } = scoreDigest(digest, options)
  const judge = createJudge(scored, createPostings(scored))
  const describe = createDescriber(reader, options.summaryCharacters ?? defaultSummaryCharacters)
  return {
    rank({ limit = defaultLimit, interests = {}, memory = emptyMemory, minScore } = {}) {
      const judged = judge({ interests, memory, minScore })
      const { chosen, dropped } = all
        ? { chosen: judged.scored, dropped: [] }
        : selectPapers(judged.scored, limit, selection)
      return {
        date: digest.date,
        groups: groupPapers(chosen, reader.taxonomy, describe),
        dropped: [...dropped, ...refused, ...judged.refused],
      }
    },
  }
}
