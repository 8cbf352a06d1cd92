import { addTo } from '../multimap.ts'
import { once } from '../once.ts'
import type { ScoredCandidate } from '../scored-candidate.ts'
import { createPhraseTest, leastTopicShare, listNameEndings } from '../scoring/interest.ts'
import { listTerms, normalizeWords } from '../terms/terms.ts'
import { createVocabulary } from '../terms/vocabulary.ts'

/** How many words and names are kept for readers with the same wishes. */
const maxKept = 100_000

/** Papers that have something, by their places, in order. */
export interface Posting {
  readonly places: Int32Array
  /** The papers that do not have it, where those are fewer. */
  readonly absent?: Int32Array
}

/** Papers that are about a topic, and how much. */
export interface TopicPosting extends Posting {
  readonly title: string
  readonly shares: Float64Array
}

/** What each wish of a reader finds in one digest; found once and kept. */
export interface Postings {
  readonly topic: (slug: string) => TopicPosting
  readonly word: (word: string) => Posting
  readonly author: (name: string) => Posting
}

/** The postings of scored papers, by their places in that list. */
export function createPostings(papers: readonly ScoredCandidate[]): Postings {
  const vocabulary = papers[0]?.candidate.vocabulary ?? createVocabulary()
  const byTerm = once(() => indexPapers(papers, ({ candidate }) => candidate.phrases.terms))
  const byId: (Posting | undefined)[] = Array.from({ length: vocabulary.terms.length })
  const term = (id = -1): Posting => {
    const posting = byId[id] ?? buildWordPosting(byTerm().get(id) ?? [], papers.length)
    if (id >= 0) byId[id] = posting
    return posting
  }
  const phrase = remember((word) => {
    const [first, ...others] = listTerms(word)
    const id = first === undefined ? undefined : vocabulary.findId(first)
    if (first !== undefined && others.length === 0) return term(id)
    const possible = first === undefined ? papers.keys() : term(id).places
    const has = createPhraseTest(word, vocabulary)
    return buildPosting([...possible].filter((place) => has((papers[place] as ScoredCandidate).candidate)))
  })
  const byName = once(() =>
    indexPapers(
      papers,
      ({ candidate }) => new Set(candidate.paper.authors.flatMap(({ name }) => listNameEndings(name))),
    ),
  )
  return {
    topic: remember((slug) => buildTopicPosting(papers, slug)),
    word: (word) => {
      const id = vocabulary.findWordId(word)
      return id === undefined ? phrase(word) : term(id)
    },
    author: remember((name) => buildPosting(byName().get(normalizeWords(name)) ?? [])),
  }
}

function remember<T>(build: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return (name) => {
    const posting = known.get(name)
    if (posting !== undefined) return posting
    const made = build(name)
    if (known.size < maxKept) known.set(name, made)
    return made
  }
}

function indexPapers<K>(
  papers: readonly ScoredCandidate[],
  listNames: (paper: ScoredCandidate) => Iterable<K>,
): ReadonlyMap<K, readonly number[]> {
  const index = new Map<K, number[]>()
  for (const [place, paper] of papers.entries()) {
    for (const name of listNames(paper)) addTo(index, name, place)
  }
  return index
}

function buildPosting(places: readonly number[]): Posting {
  return { places: Int32Array.from(places) }
}

function buildWordPosting(places: readonly number[], paperCount: number): Posting {
  if (places.length * 2 <= paperCount) return buildPosting(places)
  const present = new Set(places)
  const absent = Array.from({ length: paperCount }, (_, place) => place).filter((place) => !present.has(place))
  return { ...buildPosting(places), absent: Int32Array.from(absent) }
}

function buildTopicPosting(papers: readonly ScoredCandidate[], slug: string): TopicPosting {
  const at = papers[0]?.topics.taxonomy.topics.findIndex((topic) => topic.slug === slug) ?? -1
  const shareIn = (place: number): number => papers[place]?.topics.shares[at] ?? 0
  const places = [...papers.keys()].filter((place) => shareIn(place) >= leastTopicShare)
  return {
    ...buildPosting(places),
    title: papers[0]?.topics.taxonomy.topics[at]?.title ?? slug,
    shares: Float64Array.from(places, shareIn),
  }
}
