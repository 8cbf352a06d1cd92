import { AppError } from '../errors.ts'
import type { Paper } from '../digest/paper.ts'
import type { DroppedPaper, RankedPaper, Ranking, Topic } from './ranking.ts'
import { listWords } from './terms/terms.ts'

/** Why one paper stands where it stands, or why it does not appear. */
export type Explanation =
  | { readonly kind: 'ranked'; readonly topic: Topic; readonly ranked: RankedPaper; readonly paperCount: number }
  | { readonly kind: 'dropped'; readonly dropped: DroppedPaper }

/**
 * Finds a paper of a ranking by its place, key, arXiv id, DOI, title or words of its title, and tells the sum behind
 * its place or the rule that dropped it. Throws `not_found` for none, `invalid` when the words fit several.
 */
export function explainPaper(ranking: Ranking, paperRef: string): Explanation {
  const ranked = ranking.groups.flatMap(({ topic, papers }) => papers.map((paper) => ({ topic, ranked: paper })))
  const explanations: Explanation[] = [
    ...ranked.map(({ topic, ranked: paper }) => ({
      kind: 'ranked' as const,
      topic,
      ranked: paper,
      paperCount: ranked.length,
    })),
    ...ranking.dropped.map((dropped) => ({ kind: 'dropped' as const, dropped })),
  ]
  const ref = paperRef.trim()
  const found = explanations.find((explanation) => isNamed(explanation, ref)) ?? findByWords(explanations, ref)
  if (found) return found
  throw new AppError(
    'not_found',
    `No paper of this digest is "${ref}". Give its place, key, arXiv id or words of its title.`,
  )
}

function isNamed(explanation: Explanation, ref: string): boolean {
  const paper = paperOf(explanation)
  const names = new Set([paper.key, paper.arxivId, paper.doi].map((name) => name?.toLowerCase()))
  const wanted = ref
    .toLowerCase()
    .replace(/^arxiv:/, '')
    .replace(/(\d)v\d+$/, '$1')
  if (names.has(ref.toLowerCase()) || names.has(wanted)) return true
  return explanation.kind === 'ranked' && ref.replace(/^#/, '') === String(explanation.ranked.rank)
}

function findByWords(explanations: readonly Explanation[], ref: string): Explanation | undefined {
  const wanted = listWords(ref)
  if (wanted.length === 0) return undefined
  const titleOf = (explanation: Explanation): string[] => listWords(paperOf(explanation).title)
  const exact = explanations.find((explanation) => titleOf(explanation).join(' ') === wanted.join(' '))
  if (exact) return exact
  const found = explanations.filter((explanation) => {
    const words = titleOf(explanation)
    return wanted.every((word) => words.some((known) => known.startsWith(word)))
  })
  if (found.length <= 1) return found[0]
  const titles = found.slice(0, 5).map((explanation) => `"${paperOf(explanation).title}"`)
  throw new AppError('invalid', `"${ref}" fits ${found.length} papers: ${titles.join(', ')}. Give more words.`)
}

function paperOf(explanation: Explanation): Paper {
  return explanation.kind === 'ranked' ? explanation.ranked.paper : explanation.dropped.paper
}
