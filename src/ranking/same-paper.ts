import type { Paper } from '../digest/paper.ts'
import type { Candidate } from './candidate.ts'
import { listWords, normalizeWords } from './terms/terms.ts'

/** Titles are near when this share of their terms agrees (Jaccard index). */
export const nearTitle = 0.65
/** Titles that agree so far need only an author in common; others need nearly the same abstract. */
const sameTitle = 0.9
const sameAbstract = 0.8
/** Fewer terms than this are no title that could be near to another one. */
const leastTerms = 3

/** Whether two entries are one paper by their words: rules 2 to 4 of `mergeDuplicates`. */
export function isSamePaper(a: Candidate, b: Candidate): boolean {
  if (hasConflict(a.paper, b.paper)) return false
  const shared = measureOverlap(a.titleTerms, b.titleTerms)
  const isNear = shared >= nearTitle && Math.min(a.titleTerms.length, b.titleTerms.length) >= leastTerms
  const isEqual = hasEqualTitle(a, b, shared)
  if (!isNear && !isEqual) return false
  const authors = sharesAuthor(a.paper, b.paper)
  if (isEqual) return authors !== false
  if (shared >= sameTitle && authors === true) return true
  return authors !== false && measureOverlap(a.phrases.terms, b.phrases.terms) >= sameAbstract
}

/** Titles with the same terms, or without any, are compared word by word; signs alone are no words. */
function hasEqualTitle(a: Candidate, b: Candidate, shared: number): boolean {
  if (shared !== 1 && a.titleTerms.length > 0) return false
  const words = normalizeWords(a.paper.title)
  return words !== '' && words === normalizeWords(b.paper.title)
}

/** Two different identifiers of one kind are two papers, whatever the titles say. */
function hasConflict(a: Paper, b: Paper): boolean {
  if (a.arxivId !== undefined && b.arxivId !== undefined) return a.arxivId !== b.arxivId
  return a.doi !== undefined && b.doi !== undefined && a.doi.toLowerCase() !== b.doi.toLowerCase()
}

/** Undefined when one of the two names no author. */
function sharesAuthor(a: Paper, b: Paper): boolean | undefined {
  if (a.authors.length === 0 || b.authors.length === 0) return undefined
  const names = new Set(a.authors.map(({ name }) => listWords(name).at(-1)))
  return b.authors.some(({ name }) => names.has(listWords(name).at(-1)))
}

/** Jaccard index of two lists of terms, 0 to 1. */
function measureOverlap(a: Int32Array, b: Int32Array): number {
  const left = new Set(a)
  const right = new Set(b)
  let common = 0
  for (const term of left) if (right.has(term)) common++
  return common === 0 ? 0 : common / (left.size + right.size - common)
}
