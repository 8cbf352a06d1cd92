import { compareScored } from '../scored-candidate.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { roundPoints } from '../scoring/points.ts'

/** An issue needs so many papers before one of its places is given away. */
const leastForGem = 8

/**
 * Gives the last place to the paper that text and metadata speak for most among those with too few votes; only where
 * votes decide, and only where they speak for it more than for the middle of the issue.
 */
export function swapGem(
  chosen: ScoredCandidate[],
  left: readonly ScoredCandidate[],
): { gem: ScoredCandidate; out: ScoredCandidate } | undefined {
  const out = chosen
    .filter(({ pinned }) => !pinned)
    .sort(compareScored)
    .at(-1)
  const best = left.toSorted((a, b) => measurePromise(b) - measurePromise(a) || compareScored(a, b))[0]
  if (!out || !best || chosen.length < leastForGem || !best.components.some(({ signal }) => signal === 'votes'))
    return undefined
  const promises = chosen.map(measurePromise).sort((a, b) => a - b)
  if (measurePromise(best) <= (promises[promises.length >> 1] ?? 0)) return undefined
  const sentence = 'A hidden gem: few votes so far, but much that readers usually like.'
  const gem = {
    ...best,
    score: roundPoints(best.score + 1),
    components: [...best.components, { signal: 'gem', points: 1, sentence: () => sentence }],
  }
  chosen.splice(chosen.indexOf(out), 1, gem)
  return { gem, out }
}

const engagement = new Set(['votes', 'stars', 'comments'])

/** The points of a paper without what readers did. */
function measurePromise({ components }: ScoredCandidate): number {
  return components.reduce((sum, { signal, points }) => sum + (engagement.has(signal) ? 0 : points), 0)
}
