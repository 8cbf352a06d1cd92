import { compareScored, type ScoredCandidate } from '../scored-candidate.ts'
import { roundPoints } from '../scoring/points.ts'

/** An issue needs so many papers before one of its places is given away. */
const leastForGem = 8

/** A gem, the paper it was before it was one, and the paper whose place it gets. */
export interface GemSwap {
  readonly gem: ScoredCandidate
  readonly from: ScoredCandidate
  readonly out: ScoredCandidate
}

/**
 * The paper that text and metadata speak for most among those with too few votes, and the last of the chosen, which
 * makes room for it; only where votes decide, and only where they speak for it more than for the middle of the issue.
 */
export function findGem(chosen: readonly ScoredCandidate[], left: readonly ScoredCandidate[]): GemSwap | undefined {
  if (chosen.length < leastForGem || !chosen.some(hasVotes)) return undefined
  const out = findFirst(
    chosen.filter(({ pinned }) => !pinned),
    (a, b) => compareScored(b, a),
  )
  const from = findFirst(left, (a, b) => measurePromise(b) - measurePromise(a) || compareScored(a, b))
  if (!out || !from) return undefined
  const promises = chosen.map(measurePromise).sort((a, b) => a - b)
  if (measurePromise(from) <= (promises[promises.length >> 1] ?? 0)) return undefined
  return { gem: buildGem(from), from, out }
}

function buildGem(paper: ScoredCandidate): ScoredCandidate {
  const sentence = 'A hidden gem: few votes so far, but much that readers usually like.'
  const component = { signal: 'gem', points: 1, sentence: () => sentence }
  return {
    ...paper,
    score: roundPoints(paper.score + component.points),
    listAdded: () => [...(paper.listAdded?.() ?? []), component],
  }
}

function findFirst(
  papers: readonly ScoredCandidate[],
  compare: (a: ScoredCandidate, b: ScoredCandidate) => number,
): ScoredCandidate | undefined {
  let first = papers[0]
  for (const paper of papers) if (first && compare(paper, first) < 0) first = paper
  return first
}

function hasVotes({ components }: ScoredCandidate): boolean {
  return components.some(({ signal }) => signal === 'votes')
}

/** The points of a paper without what readers did. */
function measurePromise({ score, engagement }: ScoredCandidate): number {
  return score - engagement
}
