import type { ScoredCandidate } from './scored-candidate.ts'
import { createPhraseTest, hasAuthor, weighTopic } from './scoring/interest.ts'
import { formatPhrase } from './terms.ts'

/** How many postings of a kind are kept for readers with the same wishes. */
const maxKept = 100_000

/** Papers that have something, by their places, and what it gives in units of a ten-thousandth of a point. */
export interface Posting {
  readonly places: Int32Array
  readonly points: Float64Array
  /** A number of its own; the sum of the tags of a profile tells most profiles apart. */
  readonly tag: number
}

/** Points have four places: in these units they are whole numbers, whose sums are exact. */
export function toUnits(points: number): number {
  return Math.round(points * 1e4)
}

let lastTag = 0

/** Tags are spread over 31 bits, so that few sums of them are equal. */
function createTag(): number {
  lastTag++
  return (Math.imul(lastTag, 0x9e3779b1) >>> 1) + 1
}

/** What each wish of a reader finds in one digest; found once and kept. */
export interface Postings {
  readonly topic: (slug: string) => Posting
  readonly word: (word: string) => Posting
  readonly author: (name: string) => Posting
}

/** The postings of scored papers, by their places in that list. */
export function createPostings(papers: readonly ScoredCandidate[]): Postings {
  const every = [...papers.keys()]
  const byTerm = new Map<string, number[]>()
  for (const [place, { candidate }] of papers.entries()) {
    for (const term of new Set(candidate.terms)) {
      const places = byTerm.get(term)
      if (places) places.push(place)
      else byTerm.set(term, [place])
    }
  }
  return {
    topic: remember((slug) =>
      buildPosting(papers, ({ labels }) => weighTopic(labels.find((label) => label.slug === slug)?.share ?? 0)),
    ),
    word: remember((word) => {
      const phrase = formatPhrase(word)
      const run = phrase.split(' ')
      const possible = phrase === '' ? every : (byTerm.get(run[0] ?? '') ?? [])
      if (phrase !== '' && run.length === 1) return buildWordPosting(possible)
      const has = createPhraseTest(word)
      return buildWordPosting(possible.filter((place) => has((papers[place] as ScoredCandidate).candidate)))
    }),
    author: remember((name) => buildPosting(papers, ({ candidate }) => Number(hasAuthor(candidate, name)))),
  }
}

function remember(build: (name: string) => Posting): (name: string) => Posting {
  const known = new Map<string, Posting>()
  return (name) => {
    const posting = known.get(name) ?? build(name)
    if (known.size < maxKept) known.set(name, posting)
    return posting
  }
}

function buildPosting(papers: readonly ScoredCandidate[], weigh: (paper: ScoredCandidate) => number): Posting {
  const weights = papers.map(weigh)
  const places = Int32Array.from([...weights.keys()].filter((place) => (weights[place] ?? 0) > 0))
  return { places, points: Float64Array.from(places, (place) => toUnits(weights[place] ?? 0)), tag: createTag() }
}

function buildWordPosting(places: readonly number[]): Posting {
  return { places: Int32Array.from(places), points: new Float64Array(places.length).fill(1), tag: createTag() }
}
