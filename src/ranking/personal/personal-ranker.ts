import type { Digest } from '../../digest/digest.ts'
import type { Interests } from './interests.ts'
import type { DigestOptions } from '../ranker.ts'
import { scoreDigest } from '../scoring/score-digest.ts'
import { createLift, liftPapers, weighPosting } from './lift.ts'
import type { Lift, WeighedPosting, Wishes } from './lift.ts'
import { createPostings } from './postings.ts'
import type { Posting, Postings } from './postings.ts'

/** The best papers for one reader by their keys, best first, each with its score. */
export interface PersonalOrder {
  readonly paperKeys: readonly string[]
  readonly scores: readonly number[]
}

/** Orders one digest for many readers. */
export interface PersonalRanker {
  /** The best `limit` papers for these interests. */
  rankFor(interests: Interests, limit: number): PersonalOrder
}

/**
 * Prepares a digest for readers with different interests, where only the order is asked for, without caps and reasons.
 * What a word, a topic or an author finds is found once and kept; a reader then costs some additions in arrays of
 * numbers. Scores and order are those of `rankPapers` with the same interests.
 */
export function createPersonalRanker(digest: Digest, options: DigestOptions = {}): PersonalRanker {
  const papers = scoreDigest(digest, options).scored
  const keys = papers.map(({ candidate }) => candidate.paper.key)
  const postings = createPostings(papers)
  const topic = rememberTopics(postings)
  const lift = createLift(papers)
  // One for all readers: a profile is read into it, and nothing of it is kept.
  const wishes: Wishes = { topics: [], words: [], authors: [], exclude: [] }
  return {
    rankFor(interests, limit) {
      fillTopics(wishes.topics, interests.topics, topic)
      fill(wishes.words, interests.words, postings.word)
      fill(wishes.authors, interests.authors, postings.author)
      fill(wishes.exclude, interests.exclude, postings.word)
      return listOrder(lift, keys, liftPapers(lift, wishes, limit))
    },
  }
}

function fill<T, P extends Posting>(list: P[], wanted: readonly T[] = [], find: (wish: T) => P): void {
  list.length = wanted.length
  for (let at = 0; at < wanted.length; at++) list[at] = find(wanted[at] as T)
}

/** Of several topics the largest counts, so the order in which they are given does not matter. */
function fillTopics(list: WeighedPosting[], topics: Interests['topics'] = [], find: FindTopic): void {
  list.length = 0
  if (isList(topics)) for (const slug of topics) list.push(find(slug, 1))
  else {
    for (const [slug, weight] of Object.entries(topics)) {
      if (Number.isFinite(weight) && weight !== 0) list.push(find(slug, weight))
    }
  }
}

function isList(topics: NonNullable<Interests['topics']>): topics is readonly string[] {
  return Array.isArray(topics)
}

type FindTopic = (slug: string, weight: number) => WeighedPosting

/** The postings of topics by weight; weights are few, because readers move them by steps. */
function rememberTopics(postings: Postings): FindTopic {
  const wanted = new Map<string, WeighedPosting>()
  const others = new Map<string, WeighedPosting>()
  return (slug, weight) => {
    const known = weight === 1 ? wanted : others
    const name = weight === 1 ? slug : `${weight} ${slug}`
    const posting = known.get(name)
    if (posting) return posting
    const made = weighPosting(postings.topic(slug), weight)
    if (known.size < maxKept) known.set(name, made)
    return made
  }
}

/** How many topics with their weights are kept. */
const maxKept = 10_000

function listOrder({ best, scores }: Lift, keys: readonly string[], count: number): PersonalOrder {
  const paperKeys: string[] = []
  const points: number[] = []
  for (let at = 0; at < count; at++) {
    const place = best[at] ?? 0
    paperKeys.push(keys[place] ?? '')
    points.push((scores[place] ?? 0) / 1e4)
  }
  return { paperKeys, scores: points }
}
