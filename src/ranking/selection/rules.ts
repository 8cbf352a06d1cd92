import type { Candidate } from '../candidate.ts'
import { dropPaper, type DroppedPaper } from '../ranking.ts'
import { findWord, hasAuthor } from '../scoring/interest.ts'
import { normalizeWords } from '../terms/terms.ts'

/** Rules that an editor sets for every reader. */
export interface SelectionRules {
  /** At most so many papers with the same main topic. */
  readonly perTopic?: number
  /** At most so many papers with the same first author. */
  readonly perAuthor?: number
  /** Papers that must be in: key, arXiv id, title, or `author:NAME` or `word:PHRASE` for all that match. */
  readonly pins?: readonly string[]
  /** Papers that must not: the same forms; a bare phrase is looked for in title and abstract. */
  readonly excludes?: readonly string[]
  /** Keep the last place for a good paper with few votes (default true). */
  readonly hiddenGem?: boolean
}

/** The editor's rule that keeps a paper out whatever its score; undefined when none does. */
export function findExclusion(candidate: Candidate, { excludes = [] }: SelectionRules): DroppedPaper | undefined {
  const rule = excludes.find((text) => isMeant(candidate, text) || findWord(candidate, [text]) !== undefined)
  if (rule === undefined) return undefined
  return dropPaper(candidate.paper, 'excluded', `It matches the exclusion "${rule}".`)
}

/** Whether an editor wants a paper in, whatever its score. */
export function isPinned(candidate: Candidate, { pins = [] }: SelectionRules): boolean {
  return pins.some((text) => isMeant(candidate, text))
}

function isMeant(candidate: Candidate, text: string): boolean {
  const { paper } = candidate
  if (text.startsWith('author:')) return hasAuthor(candidate, text.slice(7))
  if (text.startsWith('word:')) return findWord(candidate, [text.slice(5)]) !== undefined
  return paper.key === text || paper.arxivId === text || normalizeWords(paper.title) === normalizeWords(text)
}
