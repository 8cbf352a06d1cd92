import type { Digest } from '../../digest/digest.ts'
import { listTopicWishes } from '../interests.ts'
import type { Interests } from '../interests.ts'
import { createLift, liftPapers } from './lift.ts'
import type { Lift, Wishes } from './lift.ts'
import { createPostings } from './postings.ts'
import type { Posting, Postings } from './postings.ts'
import type { DigestOptions } from '../ranker.ts'
import { scoreDigest } from '../score-digest.ts'

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

interface Answer {
  readonly interests: Interests
  readonly limit: number
  readonly places: readonly PersonalPlace[]
}

/**
 * Prepares a digest for readers with different interests. What a word, a topic or an author finds is found once and
 * kept; a reader then costs some additions in arrays of numbers. Scores and order are those of `rankPapers` with the
 * same interests.
 */
export function createPersonalRanker(digest: Digest, options: DigestOptions = {}): PersonalRanker {
  const papers = scoreDigest(digest, options).scored
  const keys = papers.map(({ candidate }) => candidate.paper.key)
  const postings = createPostings(papers)
  const lift = createLift(papers)
  const kept = new Map<number, Answer>()
  return {
    rankFor(interests, limit) {
      const wishes = findWishes(interests, postings)
      const hash = hashWishes(wishes, limit)
      const known = kept.get(hash)
      if (known && isSame(known, interests, limit)) return known.places
      const places = listPlaces(lift, keys, liftPapers(lift, wishes, limit))
      if (!known && kept.size < maxKept) kept.set(hash, { interests, limit, places })
      return places
    },
  }
}

function findWishes(interests: Interests, postings: Postings): Wishes {
  const { words = [], authors = [], exclude = [] } = interests
  return {
    topics: listTopicWishes(interests).map(([slug, weight]) => ({ posting: postings.topic(slug), weight })),
    words: words.map((word) => postings.word(word)),
    authors: authors.map((name) => postings.author(name)),
    exclude: exclude.map((word) => postings.word(word)),
  }
}

/** A number that equal wishes share in whatever order they are given; other wishes seldom do. */
function hashWishes({ topics, words, authors, exclude }: Wishes, limit: number): number {
  return (
    limit + sumTags(topics.map(({ posting }) => posting)) + sumTags(words) + sumTags(authors) + 7 * sumTags(exclude)
  )
}

function sumTags(postings: readonly Posting[]): number {
  let sum = 0
  for (const { tag } of postings) sum += tag
  return sum
}

function isSame(answer: Answer, interests: Interests, limit: number): boolean {
  if (answer.limit !== limit) return false
  return answer.interests === interests || formatKey(answer.interests) === formatKey(interests)
}

/** One text for equal interests, in whatever order they are given. */
function formatKey(interests: Interests): string {
  const { words = [], authors = [], exclude = [] } = interests
  return JSON.stringify([listTopicWishes(interests), ...[words, authors, exclude].map((part) => part.toSorted())])
}

function listPlaces({ best, scores }: Lift, keys: readonly string[], count: number): PersonalPlace[] {
  const places: PersonalPlace[] = []
  for (let at = 0; at < count; at++) {
    const place = best[at] ?? 0
    places.push({ paperKey: keys[place] ?? '', score: (scores[place] ?? 0) / 1e4 })
  }
  return places
}
