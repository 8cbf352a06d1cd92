import type { Interests } from './interests.ts'
import { emptyMemory } from './memory.ts'
import type { ReaderMemory } from './memory.ts'
import { findPersonalComponents } from './components.ts'
import type { Postings } from './postings.ts'
import type { DroppedPaper } from '../ranking.ts'
import { compareScored } from '../scored-candidate.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { compareComponents, sumPoints } from '../scoring/points.ts'
import type { Component } from '../scoring/points.ts'
import { drop, findSeen } from '../selection/select.ts'

/** What one reader brings along. */
export interface Reader {
  readonly interests: Interests
  readonly memory: ReaderMemory
  readonly minScore: number | undefined
}

/**
 * Scored papers as one reader would have them, best first, and those that this reader does not want. Rules of refusal,
 * the first counts: a word the reader excludes; had before and not updated since; a score below the reader's least.
 */
export function judgePapers(
  papers: readonly ScoredCandidate[],
  postings: Postings,
  { interests, memory, minScore }: Reader,
): { scored: readonly ScoredCandidate[]; refused: readonly DroppedPaper[] } {
  const found = findPersonalComponents(interests, postings)
  const excluded = findExcluded(interests.exclude ?? [], postings)
  if (found.size + excluded.size === 0 && memory === emptyMemory && minScore === undefined) {
    return { scored: papers, refused: [] }
  }
  const scored: ScoredCandidate[] = []
  const refused: DroppedPaper[] = []
  for (const [place, paper] of papers.entries()) {
    const word = excluded.get(place)
    const seen = findSeen(paper.candidate, memory)
    const lifted = liftPaper(paper, found.get(place), seen.component)
    const out = word === undefined ? (seen.dropped ?? findBelow(lifted, minScore)) : dropExcluded(paper, word)
    if (out) refused.push(out)
    else scored.push(lifted)
  }
  return { scored: scored.sort(compareScored), refused }
}

function liftPaper(paper: ScoredCandidate, found: readonly Component[] | undefined, seen?: Component): ScoredCandidate {
  if (!found && !seen) return paper
  const wished = found ? [...paper.components, ...found].sort(compareComponents) : paper.components
  const components = seen ? [...wished, seen] : wished
  return { ...paper, components, score: sumPoints(components) }
}

/** The first excluded word that each paper has, by place. */
function findExcluded(words: readonly string[], postings: Postings): ReadonlyMap<number, string> {
  const excluded = new Map<number, string>()
  for (const word of words) {
    for (const place of postings.word(word).places) if (!excluded.has(place)) excluded.set(place, word)
  }
  return excluded
}

function dropExcluded({ candidate }: ScoredCandidate, word: string): DroppedPaper {
  return drop(candidate, 'excluded', `It contains "${word}", which is excluded.`)
}

function findBelow({ candidate, score, pinned }: ScoredCandidate, minScore?: number): DroppedPaper | undefined {
  if (minScore === undefined || score >= minScore || pinned) return undefined
  return drop(candidate, 'min_score', `Its score of ${score} is below the ${minScore} that this reader wants at least.`)
}
