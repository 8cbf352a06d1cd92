import type { ScoredCandidate } from '../scored-candidate.ts'
import { listTopicWishes, type Interests } from './interests.ts'
import { applyWishes, clearWishes } from './apply-wishes.ts'
import { selectBest } from './best-list.ts'
import {
  createLift,
  growWordPoints,
  pointsOf,
  weighPosting,
  type Lift,
  type WeighedPosting,
  type Wishes,
} from './lift.ts'
import type { Posting, Postings } from './postings.ts'

/** Papers in the order of one reader, best first, by their places in the common order, each with its score. */
export interface ReaderOrder {
  readonly places: readonly number[]
  readonly scores: readonly number[]
}

/** Gives the best `limit` papers for these interests; papers with an excluded word are not among them. */
export type FindOrder = (interests: Interests, limit: number) => ReaderOrder

/**
 * Prepares scored papers for readers with different interests. What a word, a topic or an author finds is found once
 * and kept; a reader then costs some additions in arrays of numbers, and a short order costs no sorting.
 */
export function createReaderOrder(papers: readonly ScoredCandidate[], postings: Postings): FindOrder {
  const findTopic = rememberTopics(postings)
  const lift = createLift(papers)
  // One for all readers: interests are read into it, and nothing of them is kept.
  const wishes: Wishes = { topics: [], words: [], authors: [], exclude: [] }
  return (interests, limit) => {
    fill(wishes.topics, listTopicWishes(interests), findTopic)
    fill(wishes.words, interests.words, postings.word)
    fill(wishes.authors, interests.authors, postings.author)
    fill(wishes.exclude, interests.exclude, postings.word)
    return listBest(lift, findBest(lift, wishes, Math.min(limit, papers.length)))
  }
}

/** Plain lists: short typed arrays cost more to make than to fill. */
function listBest(lift: Lift, count: number): ReaderOrder {
  const [places, scores]: [number[], number[]] = [[], []]
  for (let at = 0; at < count; at++) {
    const place = lift.best[at] as number
    places.push(place)
    scores.push(pointsOf(lift, place))
  }
  return { places, scores }
}

function findBest(lift: Lift, wishes: Wishes, limit: number): number {
  if (limit === 0) return 0
  growWordPoints(lift, wishes.words.length)
  const applied = applyWishes(lift, wishes)
  const count = selectBest(lift, applied, limit)
  clearWishes(lift, applied)
  return count
}

function fill<T, P extends Posting>(list: P[], wanted: readonly T[] = [], find: (wish: T) => P): void {
  list.length = wanted.length
  for (let at = 0; at < wanted.length; at++) list[at] = find(wanted[at] as T)
}

/** How many topics with their weights are kept. */
const maxKept = 10_000

/** The postings of topics by weight; weights are few, because readers move them by steps. */
function rememberTopics(postings: Postings): (wish: readonly [slug: string, weight: number]) => WeighedPosting {
  const kept = new Map<string, WeighedPosting>()
  return ([slug, weight]) => {
    const name = weight === 1 ? slug : `${weight} ${slug}`
    const known = kept.get(name)
    if (known) return known
    const made = weighPosting(postings.topic(slug), weight)
    if (kept.size < maxKept) kept.set(name, made)
    return made
  }
}
