import { once } from '../once.ts'
import { dropPaper, type DroppedPaper } from '../ranking.ts'
import { compareScored, type ScoredCandidate } from '../scored-candidate.ts'
import { roundPoints, type Component } from '../scoring/points.ts'
import { listWishComponents } from './components.ts'
import { listDistinct, type Interests } from './interests.ts'
import { checkMemory, emptyMemory, type ReaderMemory } from './memory.ts'
import type { Postings } from './postings.ts'
import { createReaderOrder } from './reader-order.ts'

/** What one reader brings along. */
export interface Reader {
  readonly interests: Interests
  readonly memory: ReaderMemory
  readonly minScore: number | undefined
}

/** Papers as one reader would have them, best first, and those that this reader does not want. */
export interface Judgement {
  readonly scored: readonly ScoredCandidate[]
  readonly refused: readonly DroppedPaper[]
}

/**
 * Prepares to judge scored papers for any number of readers. Rules of refusal, the first counts: a word the reader
 * excludes; had before and not updated since; a score below the reader's least.
 */
export function createJudge(papers: readonly ScoredCandidate[], postings: Postings): (reader: Reader) => Judgement {
  const findOrder = once(() => createReaderOrder(papers, postings))
  return ({ interests, memory, minScore }) => {
    const wishes = listDistinct(interests)
    if (!hasWishes(wishes) && memory === emptyMemory && minScore === undefined) return { scored: papers, refused: [] }
    const { places, scores } = findOrder()(wishes, papers.length)
    const refused = listExcluded(papers, wishes.exclude, postings)
    const scored: ScoredCandidate[] = []
    let isInOrder = true
    for (const [at, place] of places.entries()) {
      const paper = papers[place] as ScoredCandidate
      const { dropped, component } = checkMemory(paper.candidate.paper, memory)
      const listWished = (): Component[] => listWishComponents(wishes, postings, place)
      const lifted = liftPaper(paper, scores[at] ?? 0, { listWished, component })
      const out = dropped ?? findBelow(lifted, minScore)
      if (out) refused.push(out)
      else scored.push(lifted)
      if (component) isInOrder = false
    }
    return { scored: isInOrder ? scored : scored.sort(compareScored), refused }
  }
}

function hasWishes({ topics, words, authors, exclude }: Interests): boolean {
  return [Object.keys(topics ?? {}), words, authors, exclude].some((list) => list !== undefined && list.length > 0)
}

interface Lifting {
  readonly listWished: () => Component[]
  readonly component: Component | undefined
}

function liftPaper(paper: ScoredCandidate, score: number, { listWished, component }: Lifting): ScoredCandidate {
  if (!component) return { ...paper, score, listAdded: listWished }
  return {
    ...paper,
    score: roundPoints(score + component.points),
    listAdded: () => [...listWished(), component],
  }
}

/** Papers with an excluded word, each with the first that it has. */
function listExcluded(
  papers: readonly ScoredCandidate[],
  words: readonly string[] = [],
  postings: Postings,
): DroppedPaper[] {
  const excluded = new Map<number, string>()
  for (const word of words) {
    for (const place of postings.word(word).places) if (!excluded.has(place)) excluded.set(place, word)
  }
  return [...excluded].map(([place, word]) => {
    const { paper } = (papers[place] as ScoredCandidate).candidate
    return dropPaper(paper, 'excluded', `It contains "${word}", which is excluded.`)
  })
}

function findBelow({ candidate, score, pinned }: ScoredCandidate, minScore?: number): DroppedPaper | undefined {
  if (minScore === undefined || score >= minScore || pinned) return undefined
  const reason = `Its score of ${score} is below the ${minScore} that this reader wants at least.`
  return dropPaper(candidate.paper, 'min_score', reason)
}
