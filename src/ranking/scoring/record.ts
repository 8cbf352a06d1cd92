import type { Candidate } from '../candidate.ts'
import { normalizeWords } from '../terms/terms.ts'
import type { Component } from './points.ts'
import type { ScoreModel } from './score-model.ts'

/** What the record of one author counts among so many. */
export function shareRecord(authorCount: number): number {
  return 1 / Math.sqrt(Math.max(1, authorCount))
}

/**
 * Points for authors whose earlier papers readers voted for: their sum over the root of the number of authors. A record
 * only ever adds; nobody is known for bad papers.
 */
export function scoreRecord({ paper }: Candidate, { authors }: ScoreModel): Component[] {
  const known = paper.authors
    .map(({ name }) => ({ name, points: findPoints(authors, normalizeWords(name)) }))
    .filter(({ points }) => points > 0)
  if (known.length === 0) return []
  const points = known.reduce((sum, one) => sum + one.points, 0) * shareRecord(paper.authors.length)
  const [best] = known.sort((a, b) => b.points - a.points)
  return [{ signal: 'record', points, sentence: () => `Readers liked earlier papers of ${best?.name ?? ''}.` }]
}

function findPoints(authors: ScoreModel['authors'], name: string): number {
  return Object.hasOwn(authors, name) ? (authors[name] ?? 0) : 0
}
