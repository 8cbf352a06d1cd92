import type { Paper } from '../../digest/paper.ts'
import type { Candidate } from '../candidate.ts'
import type { ReaderMemory } from '../personal/memory.ts'
import type { DroppedPaper } from '../ranking.ts'
import { swapGem } from './hidden-gem.ts'
import { compareScored } from '../scored-candidate.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { findWord, hasAuthor } from '../scoring/interest.ts'
import type { Component } from '../scoring/points.ts'
import { listWords } from '../terms/terms.ts'

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

/** What was chosen, best first, and what was not and why. */
export interface Selected {
  readonly chosen: readonly ScoredCandidate[]
  readonly dropped: readonly DroppedPaper[]
}

/** The editor's rule that keeps a paper out whatever its score; undefined when none does. */
export function findExclusion(candidate: Candidate, rules: SelectionRules): DroppedPaper | undefined {
  const rule = (rules.excludes ?? []).find((text) => matchesRule(candidate, text) || findWord(candidate, [text]))
  return rule === undefined ? undefined : drop(candidate, 'excluded', `It matches the exclusion "${rule}".`)
}

/** Whether the reader had the paper: dropped, unless there is a newer version than the one they had. */
export function findSeen(
  candidate: Candidate,
  memory: ReaderMemory,
): { dropped?: DroppedPaper; component?: Component } {
  const { paper } = candidate
  const seen = memory.find(paper.key)
  if (!seen) return {}
  const newer = paper.version !== undefined && seen.version !== undefined && paper.version > seen.version
  const updated =
    paper.updated !== undefined && paper.published !== paper.updated && paper.updated.slice(0, 10) > seen.on
  if (newer || updated) {
    return { component: { signal: 'updated', points: 1, sentence: () => `Updated since you saw it on ${seen.on}.` } }
  }
  return { dropped: drop(candidate, 'seen', `It was in an issue of ${seen.on}.`) }
}

/**
 * Takes the best `limit` papers within the caps; pinned papers always come in. Caps that nobody set only keep an issue
 * varied: they give way where places would stay empty. The last place may go to a hidden gem. `scored` is best first.
 */
export function selectPapers(scored: readonly ScoredCandidate[], limit: number, rules: SelectionRules): Selected {
  const chosen = scored.filter(({ pinned }) => pinned)
  const others = scored.filter(({ pinned }) => !pinned)
  const capped = takeBest(others, chosen, limit, listCaps(rules, limit))
  for (const [paper, cap] of capped) if (!cap.strict && chosen.length < limit) chosen.push(paper)
  const left = others.filter((paper) => !capped.has(paper) && !chosen.includes(paper))
  const swapped = rules.hiddenGem === false ? undefined : swapGem(chosen, left)
  const taken = new Set(chosen)
  const dropped = others
    .filter((paper) => !taken.has(paper) && paper.candidate !== swapped?.gem.candidate)
    .map((paper) => dropSelected(paper, paper === swapped?.out ? 'gem' : capped.get(paper), limit))
  return { chosen: chosen.sort(compareScored), dropped }
}

/** Moves papers into `chosen` until it is full; gives those that a cap kept out, and the cap. */
function takeBest(
  papers: readonly ScoredCandidate[],
  chosen: ScoredCandidate[],
  limit: number,
  caps: readonly Cap[],
): Map<ScoredCandidate, Cap> {
  const counts = new Map<string, number>()
  const count = (paper: ScoredCandidate, { rule, nameOf }: Cap, by: number): number => {
    const name = nameOf(paper)
    if (name === undefined) return 0
    const key = `${rule}:${name}`
    const now = (counts.get(key) ?? 0) + by
    counts.set(key, now)
    return now
  }
  for (const paper of chosen) for (const cap of caps) count(paper, cap, 1)
  const capped = new Map<ScoredCandidate, Cap>()
  for (const paper of papers) {
    const full = caps.find((cap) => count(paper, cap, 0) >= cap.most)
    if (full) capped.set(paper, full)
    else if (chosen.length < limit) {
      chosen.push(paper)
      for (const cap of caps) count(paper, cap, 1)
    }
  }
  return capped
}

/** At most so many papers that have a name in common. */
interface Cap {
  readonly rule: string
  readonly most: number
  readonly strict: boolean
  readonly nameOf: (paper: ScoredCandidate) => string | undefined
  readonly what: string
}

function listCaps(rules: SelectionRules, limit: number): Cap[] {
  return [
    {
      rule: 'topic_cap',
      most: rules.perTopic ?? Math.max(4, Math.ceil(limit * 0.4)),
      strict: rules.perTopic !== undefined,
      nameOf: ({ topics }) => topics.taxonomy.topics[topics.main]?.slug,
      what: 'on the same topic',
    },
    {
      rule: 'author_cap',
      most: rules.perAuthor ?? 2,
      strict: rules.perAuthor !== undefined,
      nameOf: (paper) => paper.firstAuthor,
      what: 'of the same first author',
    },
  ]
}

function dropSelected(
  { candidate, score }: ScoredCandidate,
  why: Cap | 'gem' | undefined,
  limit: number,
): DroppedPaper {
  if (why === 'gem')
    return drop(
      candidate,
      'hidden_gem',
      `Its score of ${score} is the lowest of the best ${limit}; a hidden gem has its place.`,
    )
  if (why) return drop(candidate, why.rule, `${why.most} better papers ${why.what} are in.`)
  return drop(candidate, 'limit', `Its score of ${score} is below the best ${limit}.`)
}

/** A paper left out, by a rule and its sentence. */
export function drop({ paper }: { readonly paper: Paper }, rule: string, reason: string): DroppedPaper {
  return { paper, rule, reason }
}

/** Whether an editor wants a paper in, whatever its score. */
export function isPinned(candidate: Candidate, rules: SelectionRules): boolean {
  return (rules.pins ?? []).some((text) => matchesRule(candidate, text))
}

function matchesRule(candidate: Candidate, text: string): boolean {
  const { paper } = candidate
  if (text.startsWith('author:')) return hasAuthor(candidate, text.slice(7))
  if (text.startsWith('word:')) return findWord(candidate, [text.slice(5)]) !== undefined
  return paper.key === text || paper.arxivId === text || listWords(paper.title).join(' ') === listWords(text).join(' ')
}

/** The first author by the words of the name; undefined where none is known. */
export function firstAuthor({ authors }: Paper): string | undefined {
  const name = authors[0]?.name
  return name === undefined ? undefined : listWords(name).join(' ')
}
