import type { Digest } from '../digest/digest.ts'
import { createRanker, type DigestOptions, type PersonalOptions } from './ranker.ts'
import type { Ranking } from './ranking.ts'

/** How to rank; everything has a default. */
export interface RankOptions extends DigestOptions, PersonalOptions {}

/**
 * Digest → Ranking. Every entry comes out once, in a group or among the dropped; neither the order of the entries nor
 * the machine changes the result. Steps: fold duplicates, exclude, score, select, sort under topics, summarise. Whoever
 * ranks one digest for many readers makes a ranker once (`createRanker`).
 */
export function rankPapers(digest: Digest, options: RankOptions = {}): Ranking {
  return createRanker(digest, options).rank(options)
}
