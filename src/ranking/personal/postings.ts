import type { ScoredCandidate } from '../scored-candidate.ts'
import { createPhraseTest, leastTopicShare, listNameEndings } from '../scoring/interest.ts'
import { formatPhrase, listWords } from '../terms.ts'

/** How many words and names are kept for readers with the same wishes. */
const maxKept = 100_000

/** Papers that have something, by their places, in order. */
export interface Posting {
  readonly places: Int32Array
  /** A number of its own; the sum of the tags of a profile tells most profiles apart. */
  readonly tag: number
}

/** Papers that are about a topic, and how much. */
export interface TopicPosting extends Posting {
  readonly title: string
  readonly shares: Float64Array
}

let lastTag = 0

/** Tags are spread over 31 bits, so that few sums of them are equal. */
function createTag(): number {
  lastTag++
  return (Math.imul(lastTag, 0x9e3779b1) >>> 1) + 1
}

/** What each wish of a reader finds in one digest; found once and kept. */
export interface Postings {
  readonly topic: (slug: string) => TopicPosting
  readonly word: (word: string) => Posting
  readonly author: (name: string) => Posting
}

/** The postings of scored papers, by their places in that list. */
export function createPostings(papers: readonly ScoredCandidate[]): Postings {
  const byTerm = once(() => indexPapers(papers, ({ candidate }) => candidate.terms))
  const byName = once(() =>
    indexPapers(papers, ({ candidate }) => candidate.paper.authors.flatMap(({ name }) => listNameEndings(name))),
  )
  return {
    topic: remember((slug) => buildTopicPosting(papers, slug)),
    word: remember((word) => {
      const phrase = formatPhrase(word)
      const run = phrase.split(' ')
      const possible = phrase === '' ? [...papers.keys()] : (byTerm().get(run[0] ?? '') ?? [])
      if (phrase !== '' && run.length === 1) return buildPosting(possible)
      const has = createPhraseTest(word)
      return buildPosting(possible.filter((place) => has((papers[place] as ScoredCandidate).candidate)))
    }),
    author: remember((name) => buildPosting(byName().get(listWords(name).join(' ')) ?? [])),
  }
}

function once<T>(build: () => T): () => T {
  let built: T | undefined
  return () => (built ??= build())
}

function remember<T>(build: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return (name) => {
    const posting = known.get(name) ?? build(name)
    if (known.size < maxKept) known.set(name, posting)
    return posting
  }
}

function indexPapers(
  papers: readonly ScoredCandidate[],
  listNames: (paper: ScoredCandidate) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (const [place, paper] of papers.entries()) {
    for (const name of new Set(listNames(paper))) {
      const places = index.get(name)
      if (places) places.push(place)
      else index.set(name, [place])
    }
  }
  return index
}

function buildPosting(places: readonly number[]): Posting {
  return { places: Int32Array.from(places), tag: createTag() }
}

function buildTopicPosting(papers: readonly ScoredCandidate[], slug: string): TopicPosting {
  const labels = papers.map((paper) => paper.labels.find((label) => label.slug === slug))
  const places = [...labels.keys()].filter((place) => (labels[place]?.share ?? 0) >= leastTopicShare)
  return {
    ...buildPosting(places),
    title: labels.find((label) => label !== undefined)?.title ?? slug,
    shares: Float64Array.from(places, (place) => labels[place]?.share ?? 0),
  }
}
