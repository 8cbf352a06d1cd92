import type { Digest } from '../digest/digest.ts'
import type { Interests } from './interests.ts'
import type { RankOptions } from './rank.ts'
import { scoreDigest } from './score-digest.ts'
import { compareTies } from './scored-candidate.ts'
import type { ScoredCandidate } from './scored-candidate.ts'
import { authorPoints, createPhraseTest, hasAuthor, weighTopic, weighWords } from './scoring/interest.ts'
import { roundPoints } from './scoring/points.ts'
import { formatPhrase } from './terms.ts'

/** A paper in one reader's order. */
export interface PersonalPlace {
  readonly paperKey: string
  readonly score: number
}

/** Ranks one digest for many readers. */
export interface PersonalRanker {
  /** The best `limit` papers for these interests; the same interests are ranked once. */
  rankFor(interests: Interests, limit: number): readonly PersonalPlace[]
}

/** How many answers are kept for readers with the same interests. */
const maxKept = 100_000

/** Papers that have something, by their places, and the points it gives. */
interface Posting {
  readonly places: Int32Array
  readonly points: Float64Array
}

/**
 * Prepares a digest for readers with different interests. Their points only lift papers, so the best for a reader are
 * among the papers that are lifted and the first of the common order: no other paper is looked at. What a word, a topic
 * or an author lifts is found once and kept. Scores and order are those of `rankPapers` with the same interests.
 */
export function createPersonalRanker(digest: Digest, options: RankOptions = {}): PersonalRanker {
  const papers = scoreDigest(digest, { ...options, interests: {} }).scored
  const postings = createPostings(papers)
  const lift = createLift(papers)
  const kept = new Map<string, readonly PersonalPlace[]>()
  return {
    rankFor(interests, limit) {
      const key = JSON.stringify([limit, ...listParts(interests).map((part) => part.toSorted())])
      const known = kept.get(key)
      if (known) return known
      const places = lift(interests, limit, postings)
      if (kept.size < maxKept) kept.set(key, places)
      return places
    },
  }
}

function listParts({ topics = [], words = [], authors = [], exclude = [] }: Interests): readonly (readonly string[])[] {
  return [topics, words, authors, exclude]
}

interface Postings {
  topic(slug: string): Posting
  word(word: string): Posting
  author(name: string): Posting
}

function createPostings(papers: readonly ScoredCandidate[]): Postings {
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
      const has = createPhraseTest(word)
      const possible = byTerm.get(formatPhrase(word).split(' ')[0] ?? '') ?? (formatPhrase(word) === '' ? every : [])
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
  return { places, points: Float64Array.from(places, (place) => weights[place] ?? 0) }
}

function buildWordPosting(places: readonly number[]): Posting {
  return { places: Int32Array.from(places), points: new Float64Array(places.length).fill(1) }
}

/** The ranking for one reader, over arrays that are made once and cleared after use. */
function createLift(papers: readonly ScoredCandidate[]) {
  const topics = new Float64Array(papers.length)
  const words = new Float64Array(papers.length)
  const authors = new Float64Array(papers.length)
  const state = new Uint8Array(papers.length)
  const score = (place: number): number =>
    roundPoints(
      (papers[place]?.score ?? 0) + (topics[place] ?? 0) + weighWords(words[place] ?? 0) + (authors[place] ?? 0),
    )
  return (interests: Interests, limit: number, postings: Postings): PersonalPlace[] => {
    const touched: number[] = []
    const mark = (place: number, value: number): void => {
      if (state[place] === 0) touched.push(place)
      state[place] = Math.max(state[place] ?? 0, value)
    }
    const apply = (posting: Posting, into: Float64Array, merge: (a: number, b: number) => number): void => {
      for (let at = 0; at < posting.places.length; at++) {
        const place = posting.places[at] ?? 0
        mark(place, lifted)
        into[place] = merge(into[place] ?? 0, posting.points[at] ?? 0)
      }
    }
    for (const slug of interests.topics ?? []) apply(postings.topic(slug), topics, Math.max)
    for (const word of interests.words ?? []) apply(postings.word(word), words, add)
    for (const name of interests.authors ?? []) apply(postings.author(name), authors, () => authorPoints)
    for (const word of interests.exclude ?? []) for (const place of postings.word(word).places) mark(place, excluded)
    const best = mergeOrders(papers, state, touched, { limit, score })
    for (const place of touched) state[place] = topics[place] = words[place] = authors[place] = 0
    return best
  }
}

const lifted = 1
const excluded = 2

function add(a: number, b: number): number {
  return a + b
}

/** Lifted papers by their new score and the others in the common order, which also breaks ties. */
function mergeOrders(
  papers: readonly ScoredCandidate[],
  state: Uint8Array,
  touched: readonly number[],
  { limit, score }: { limit: number; score: (place: number) => number },
): PersonalPlace[] {
  const up = listBest(papers, touched, state, { limit, score })
  const best: PersonalPlace[] = []
  let next = 0
  for (const { place, points } of up) {
    while (best.length < limit && next < papers.length) {
      const common = papers[next]
      if (!common) break
      const isFree = state[next] === 0
      if (isFree && (common.score < points || (common.score === points && compareTies(papers[place], common) < 0)))
        break
      if (isFree) best.push({ paperKey: common.candidate.paper.key, score: common.score })
      next++
    }
    if (best.length >= limit) return best
    best.push({ paperKey: papers[place]?.candidate.paper.key ?? '', score: points })
  }
  for (; best.length < limit && next < papers.length; next++) {
    const common = papers[next]
    if (common && state[next] === 0) best.push({ paperKey: common.candidate.paper.key, score: common.score })
  }
  return best
}

/** The best lifted papers, in order: a short list kept sorted, for most papers fall short of its end at once. */
function listBest(
  papers: readonly ScoredCandidate[],
  touched: readonly number[],
  state: Uint8Array,
  { limit, score }: { limit: number; score: (place: number) => number },
): { place: number; points: number }[] {
  const best: { place: number; points: number }[] = []
  for (const place of touched) {
    if (state[place] !== lifted) continue
    const points = score(place)
    const last = best.at(-1)
    if (best.length >= limit && last && points < last.points) continue
    let at = best.length
    while (at > 0) {
      const other = best[at - 1]
      if (!other || other.points > points) break
      if (other.points === points && compareTies(papers[other.place], papers[place]) <= 0) break
      at--
    }
    best.splice(at, 0, { place, points })
    if (best.length > limit) best.pop()
  }
  return best
}
