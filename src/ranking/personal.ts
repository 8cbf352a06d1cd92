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
      const key = formatKey(interests, limit)
      const known = kept.get(key)
      if (known) return known
      const places = lift(interests, limit, postings)
      if (kept.size < maxKept) kept.set(key, places)
      return places
    },
  }
}

/** One text for equal interests, in whatever order they are given; the separators occur in no word. */
function formatKey({ topics = [], words = [], authors = [], exclude = [] }: Interests, limit: number): string {
  let key = String(limit)
  for (const part of [topics, words, authors, exclude]) {
    key += `\u0001${part.length > 1 ? part.toSorted().join('\u0002') : (part[0] ?? '')}`
  }
  return key
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

/** Arrays with a number per paper, made once and cleared after each reader. */
interface Lift {
  readonly base: Float64Array
  /** Each paper as it stands for readers whom nothing lifts; shared by all of them. */
  readonly common: readonly PersonalPlace[]
  readonly topics: Float64Array
  readonly words: Int32Array
  readonly authors: Float64Array
  /** 0 untouched, 1 lifted, 2 excluded. */
  readonly state: Uint8Array
  readonly touched: Int32Array
  touchedCount: number
}

const lifted = 1
const excluded = 2
/** Points for so many words, looked up instead of computed. */
const wordTable = Float64Array.from({ length: 1000 }, (_, count) => weighWords(count))

function createLift(papers: readonly ScoredCandidate[]) {
  const size = papers.length
  const lift: Lift = {
    base: Float64Array.from(papers, ({ score }) => score),
    common: papers.map(({ candidate, score }) => ({ paperKey: candidate.paper.key, score })),
    topics: new Float64Array(size),
    words: new Int32Array(size),
    authors: new Float64Array(size),
    state: new Uint8Array(size),
    touched: new Int32Array(size),
    touchedCount: 0,
  }
  return (interests: Interests, limit: number, postings: Postings): PersonalPlace[] => {
    for (const slug of interests.topics ?? []) liftTopic(lift, postings.topic(slug))
    for (const word of interests.words ?? []) liftWord(lift, postings.word(word).places)
    for (const name of interests.authors ?? []) liftAuthor(lift, postings.author(name).places)
    for (const word of interests.exclude ?? []) exclude(lift, postings.word(word).places)
    const best = mergeOrders(papers, lift, limit)
    clearLift(lift)
    return best
  }
}

function touch(lift: Lift, place: number): void {
  if (lift.state[place] !== 0) return
  lift.state[place] = lifted
  lift.touched[lift.touchedCount++] = place
}

function liftTopic(lift: Lift, { places, points }: Posting): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    touch(lift, place)
    lift.topics[place] = Math.max(lift.topics[place] ?? 0, points[at] ?? 0)
  }
}

function liftWord(lift: Lift, places: Int32Array): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at] ?? 0
    touch(lift, place)
    lift.words[place] = (lift.words[place] ?? 0) + 1
  }
}

function liftAuthor(lift: Lift, places: Int32Array): void {
  for (const place of places) {
    touch(lift, place)
    lift.authors[place] = authorPoints
  }
}

function exclude(lift: Lift, places: Int32Array): void {
  for (const place of places) {
    touch(lift, place)
    lift.state[place] = excluded
  }
}

function clearLift(lift: Lift): void {
  for (let at = 0; at < lift.touchedCount; at++) {
    const place = lift.touched[at] ?? 0
    lift.state[place] = lift.topics[place] = lift.words[place] = lift.authors[place] = 0
  }
  lift.touchedCount = 0
}

function scoreLifted({ base, topics, words, authors }: Lift, place: number): number {
  const wordPoints = wordTable[words[place] ?? 0] ?? 0
  return roundPoints((base[place] ?? 0) + (topics[place] ?? 0) + wordPoints + (authors[place] ?? 0))
}

/** Lifted papers by their new score and the others in the common order, which also breaks ties. */
function mergeOrders(papers: readonly ScoredCandidate[], lift: Lift, limit: number): PersonalPlace[] {
  const up = listBest(papers, lift, limit)
  const best: PersonalPlace[] = []
  let next = 0
  let other = 0
  while (best.length < limit) {
    while (next < papers.length && lift.state[next] !== 0) next++
    const [raised, common] = [up[other], papers[next]]
    if (!raised && !common) break
    const takeRaised = raised !== undefined && (!common || isBefore(papers, raised, next))
    const place = takeRaised ? raised.place : next
    const score = takeRaised ? raised.points : (lift.base[next] ?? 0)
    const shared = takeRaised ? undefined : lift.common[next]
    best.push(shared ?? { paperKey: papers[place]?.candidate.paper.key ?? '', score })
    if (takeRaised) other++
    else next++
  }
  return best
}

interface Raised {
  readonly place: number
  readonly points: number
}

function isBefore(papers: readonly ScoredCandidate[], { place, points }: Raised, next: number): boolean {
  const common = papers[next]
  const score = common?.score ?? 0
  return points === score ? compareTies(papers[place], common) < 0 : points > score
}

/** The best lifted papers, in order: a short list kept sorted, for most papers fall short of its end at once. */
function listBest(papers: readonly ScoredCandidate[], lift: Lift, limit: number): Raised[] {
  const best: Raised[] = []
  let least = Number.NEGATIVE_INFINITY
  for (let at = 0; at < lift.touchedCount; at++) {
    const place = lift.touched[at] ?? 0
    const points = scoreLifted(lift, place)
    if (points < least || lift.state[place] !== lifted) continue
    let to = best.length
    while (to > 0 && isBehind(papers, best[to - 1], place, points)) to--
    best.splice(to, 0, { place, points })
    if (best.length > limit) best.pop()
    if (best.length === limit) least = best.at(-1)?.points ?? least
  }
  return best
}

function isBehind(
  papers: readonly ScoredCandidate[],
  other: Raised | undefined,
  place: number,
  points: number,
): boolean {
  if (!other || other.points !== points) return (other?.points ?? 0) < points
  return compareTies(papers[other.place], papers[place]) > 0
}
