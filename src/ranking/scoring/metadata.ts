import type { Candidate } from '../candidate.ts'
import type { Reason } from '../ranking.ts'

const dayMs = 86_400_000

/** Points for what is known beside the text: authors, code, project page, age. */
export function scoreMetadata({ paper, day }: Candidate): Reason[] {
  const reasons: Reason[] = []
  const authors = paper.authorCount ?? paper.authors.length
  if (authors > 0) {
    const sentence = authors === 1 ? 'By one author.' : `By ${authors} authors.`
    reasons.push({ signal: 'authors', points: 2 * Math.log2(1 + Math.min(authors, 60)), sentence })
  }
  if (paper.links.some(({ kind }) => kind === 'code')) {
    reasons.push({ signal: 'code', points: 3, sentence: 'The code is public.' })
  }
  if (paper.links.some(({ kind }) => kind === 'project')) {
    reasons.push({ signal: 'page', points: 1, sentence: 'It has a project page.' })
  }
  const age = paper.published === undefined ? undefined : (Date.parse(day) - Date.parse(paper.published)) / dayMs
  if (age !== undefined && age >= -1) {
    const days = Math.max(0, Math.round(age))
    const sentence = days === 0 ? 'Published on the day.' : `Published ${days} ${days === 1 ? 'day' : 'days'} before.`
    reasons.push({ signal: 'freshness', points: 2 * 2 ** (-days / 14), sentence })
  }
  return reasons
}
