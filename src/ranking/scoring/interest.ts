import type { Candidate } from '../candidate.ts'
import type { Interests } from '../interests.ts'
import type { Reason, TopicLabel } from '../ranking.ts'
import { countRun, formatPhrase, listWords } from '../terms.ts'
import { roundPoints } from './points.ts'

/** Points for a topic that is the whole paper, and for a first word the reader asked for. */
const topicPoints = 20
const wordPoints = 15
/** A topic counts from this share of the paper on. */
const leastTopicShare = 0.1

/** Points for a wanted topic with this share in the paper; 0 where it is a side matter. */
export function weighTopic(share: number): number {
  return share >= leastTopicShare ? roundPoints(topicPoints * share) : 0
}

/** Points for so many wanted words: each further one counts less. */
export function weighWords(count: number): number {
  return roundPoints(wordPoints * Math.sqrt(count))
}

/** Points for a wanted author, however many of them wrote it. */
export const authorPoints = 30

/** Points for what the reader asked to see. */
export function scoreInterests(candidate: Candidate, labels: readonly TopicLabel[], interests: Interests): Reason[] {
  return [
    ...scoreTopics(labels, interests.topics ?? []),
    ...scoreWords(candidate, interests.words ?? []),
    ...scoreAuthors(candidate, interests.authors ?? []),
  ]
}

/** The first of the given words or phrases that the paper contains; undefined when there is none. */
export function findWord(candidate: Candidate, words: readonly string[]): string | undefined {
  return words.find((word) => hasPhrase(candidate, word))
}

/** Whether one of the paper's authors has this full name or surname. */
export function hasAuthor(candidate: Candidate, wanted: string): boolean {
  const words = listWords(wanted).join(' ')
  if (words === '') return false
  return candidate.paper.authors.some(({ name }) => {
    const known = listWords(name).join(' ')
    return known === words || known.endsWith(` ${words}`)
  })
}

function scoreTopics(labels: readonly TopicLabel[], slugs: readonly string[]): Reason[] {
  const best = labels.find(({ slug, share }) => slugs.includes(slug) && weighTopic(share) > 0)
  if (!best) return []
  return [{ signal: 'topic', points: weighTopic(best.share), sentence: `You follow ${best.title}.` }]
}

function scoreWords(candidate: Candidate, words: readonly string[]): Reason[] {
  const found = words.filter((word) => hasPhrase(candidate, word))
  if (found.length === 0) return []
  const quoted = found.map((word) => `“${word}”`).join(', ')
  return [{ signal: 'words', points: weighWords(found.length), sentence: `It mentions ${quoted}.` }]
}

function scoreAuthors(candidate: Candidate, authors: readonly string[]): Reason[] {
  const found = authors.find((author) => hasAuthor(candidate, author))
  return found === undefined ? [] : [{ signal: 'author', points: authorPoints, sentence: `You follow ${found}.` }]
}

/** Whether title and abstract have a word or phrase: by its stems; one of stop words alone is looked for as it stands. */
function hasPhrase(candidate: Candidate, word: string): boolean {
  return createPhraseTest(word)(candidate)
}

/** The test whether title and abstract have a word or phrase, prepared for many papers. */
export function createPhraseTest(word: string): (candidate: Candidate) => boolean {
  const phrase = formatPhrase(word)
  const run = phrase.split(' ')
  if (phrase !== '' && run.length <= 2) return ({ phrases }) => phrases.has(phrase)
  if (phrase !== '') return ({ terms }) => countRun(terms, run) > 0
  const words = listWords(word).join(' ')
  return ({ paper }) =>
    words !== '' && ` ${listWords(`${paper.title} ${paper.abstract}`).join(' ')} `.includes(` ${words} `)
}
