/** How fast a large digest is ranked, and one digest for many readers, beside full-text search in the same run. */
import { DatabaseSync } from 'node:sqlite'
import type { Digest } from '../../src/digest/digest.ts'
import type { Interests } from '../../src/ranking/personal/interests.ts'
import { createPostings } from '../../src/ranking/personal/postings.ts'
import { createReaderOrder } from '../../src/ranking/personal/reader-order.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import { createRanker } from '../../src/ranking/ranker.ts'
import { scoreDigest } from '../../src/ranking/scoring/score-digest.ts'
import { createRandom } from '../eval/measures.ts'
import { aDigest } from '../support/papers.ts'

const topics = ['games', 'robotics', 'nlp', 'vision', 'theory', 'rl', 'agents', 'video', 'graphs', 'medicine']

export async function run(): Promise<void> {
  const large = makeDigest(5000)
  rankPapers(makeDigest(300))
  const [all, first] = [measure(() => rankPapers(large, { all: true })), measure(() => rankPapers(large))]
  print(
    `5,000 papers ranked, grouped and summarised, processor time: all shown ${all.toFixed(0)} ms, twenty shown ${first.toFixed(0)} ms`,
  )
  for (const size of [50, 500]) rankWhole(makeDigest(size), size)
  for (const size of [500, 5000]) compareProfiles(makeDigest(size), size)
  await Promise.resolve()
}

/** Whole rankings for readers: caps, reasons, sections and summaries included. */
function rankWhole(digest: Digest, size: number): void {
  const ranker = createRanker(digest)
  for (const interests of makeProfiles(digest, 2000, 6)) ranker.rank({ interests })
  const profiles = makeProfiles(digest, 2000, 7)
  const took = measure(() => profiles.map((interests) => ranker.rank({ interests })))
  print(
    `${size} papers, a whole ranking for one of ${profiles.length} readers: ${(took / profiles.length).toFixed(3)} ms`,
  )
}

/** The order that a whole ranking starts from. Five rounds, each with profiles of its own and both in turn, because other programs disturb now one, now the other. */
function compareProfiles(digest: Digest, size: number): void {
  const { scored } = scoreDigest(digest, {})
  const findOrder = createReaderOrder(scored, createPostings(scored))
  // Looks up most words once, as an index is built before it is searched; full-text search has its own from the inserts.
  for (const profile of makeProfiles(digest, 5000, 4)) findOrder(profile, 20)
  const search = openSearch(digest)
  const rounds = [11, 12, 13, 14, 15].map((seed) => {
    const profiles = makeProfiles(digest, 10_000, seed)
    const asked = profiles.slice(0, 100)
    const ours = profiles.length / (measure(() => profiles.map((profile) => findOrder(profile, 20))) / 1000)
    const theirs = asked.length / (measure(() => asked.map((profile) => search(profile))) / 1000)
    return { ours, theirs, ratio: ours / theirs }
  })
  const middle = (of: (round: (typeof rounds)[number]) => number): string =>
    rounds
      .map(of)
      .sort((a, b) => a - b)[2]
      ?.toFixed(0) ?? ''
  print(
    `${size} papers, best 20 for each of 10000 different profiles, median of 5 rounds: ${middle(({ ours }) => ours)}/s; ` +
      `FTS5 bm25 ${middle(({ theirs }) => theirs)}/s; ratio ${middle(({ ratio }) => ratio)}`,
  )
}

/** Papers of about 200 words over a vocabulary of 30,000 whose frequencies fall as in a language (Zipf). */
function makeDigest(count: number): Digest {
  const random = createRandom(count)
  const word = (): string => `w${Math.floor(30_000 ** random())}`
  const sentence = (): string => `We propose ${Array.from({ length: 20 }, word).join(' ')}.`
  return aDigest(
    Array.from({ length: count }, (_, at) => ({
      key: `key-${at}`,
      title: Array.from({ length: 9 }, word).join(' '),
      abstract: Array.from({ length: 9 }, sentence).join(' '),
      authors: [{ name: `Ada Author${at}` }],
      signals: { upvotes: Math.floor(200 ** random()) },
    })),
  )
}

/** Two topics, an author and 12 to 20 different words of the papers each, drawn as often as the papers have them. */
function makeProfiles(digest: Digest, count: number, seed: number): Interests[] {
  const random = createRandom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const words = digest.entries.flatMap(({ paper }) => `${paper.title} ${paper.abstract}`.match(/\bw\d+/g) ?? [])
  const authors = digest.entries.flatMap(({ paper }) => paper.authors.map(({ name }) => name))
  return Array.from({ length: count }, () => ({
    words: [...new Set(Array.from({ length: 12 + Math.floor(random() * 9) }, () => pick(words)))],
    topics: [pick(topics), pick(topics)],
    authors: [pick(authors)],
  }))
}

/** Asks for the words alone: topics and authors would cost it more. */
function openSearch(digest: Digest): (profile: Interests) => unknown {
  const database = new DatabaseSync(':memory:')
  database.exec("CREATE VIRTUAL TABLE papers USING fts5(key UNINDEXED, title, abstract, tokenize='porter')")
  const insert = database.prepare('INSERT INTO papers VALUES (?, ?, ?)')
  for (const { paper } of digest.entries) insert.run(paper.key, paper.title, paper.abstract)
  const query = database.prepare('SELECT key, rank FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT 20')
  return ({ words = [] }) => query.all(words.join(' OR '))
}

/** Milliseconds of processor time: other programs on the machine do not count. */
function measure(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
