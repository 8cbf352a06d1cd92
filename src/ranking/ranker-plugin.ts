import type { Digest } from '../digest/digest.ts'
import type { PersonalOptions, Ranker } from './ranker.ts'
import type { Ranking } from './ranking.ts'

/** A ranker of the operator's own: a module that exports `rank`. It is asked once for every selection of an issue. */
export interface RankerPlugin {
  /** @param builtIn our own ranker of this digest, to start from */
  rank(digest: Digest, personal: PersonalOptions, builtIn: Ranker): Ranking
}
