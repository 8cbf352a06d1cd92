import type { Candidate } from '../candidate.ts'
import { countRun } from '../terms/phrases.ts'
import { listTerms, listWords, normalizeWords } from '../terms/terms.ts'
import type { Vocabulary } from '../terms/vocabulary.ts'
import { roundPoints } from './points.ts'

/** Points for a topic that is the whole paper, and for a first word the reader asked for. */
const topicPoints = 20
const wordPoints = 15
/** A topic counts from this share of the paper on. */
export const leastTopicShare = 0.1

/** Points for a topic with this share in the paper, wanted with this weight; below zero where it is not wanted. */
export function weighTopic(share: number, weight: number): number {
  return roundPoints(topicPoints * share * weight)
}

/** Points for so many wanted words: each further one counts less. */
export function weighWords(count: number): number {
  return roundPoints(wordPoints * Math.sqrt(count))
}

/** Points for a wanted author, however many of them wrote it. */
export const authorPoints = 30

/** The first of the given words or phrases that the paper contains; undefined when there is none. */
export function findWord(candidate: Candidate, words: readonly string[]): string | undefined {
  return words.find((word) => createPhraseTest(word, candidate.vocabulary)(candidate))
}

/** Whether one of the paper's authors has this full name or surname. */
export function hasAuthor(candidate: Candidate, wanted: string): boolean {
  const words = normalizeWords(wanted)
  return candidate.paper.authors.some(({ name }) => listNameEndings(name).includes(words))
}

/** What an author is asked for by: the words of the name, all of them or from a later one on. */
export function listNameEndings(name: string): string[] {
  const words = listWords(name)
  return words.map((_, at) => words.slice(at).join(' '))
}

/**
 * The test whether title and abstract have a word or phrase, prepared for all papers of a digest: by its stems; one of
 * stop words alone is looked for as it stands.
 */
export function createPhraseTest(word: string, vocabulary: Vocabulary): (candidate: Candidate) => boolean {
  const terms = listTerms(word)
  if (terms.length > 0) {
    const run = terms.map((term) => vocabulary.findId(term) ?? unknownTerm)
    return run.includes(unknownTerm) ? () => false : ({ terms: ids }) => countRun(ids, run) > 0
  }
  const words = normalizeWords(word)
  return ({ paper }) => words !== '' && ` ${normalizeWords(`${paper.title} ${paper.abstract}`)} `.includes(` ${words} `)
}

const unknownTerm = -1
