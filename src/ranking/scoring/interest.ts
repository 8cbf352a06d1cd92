import type { Candidate } from '../candidate.ts'
import type { Interests } from '../interests.ts'
import type { Reason, TopicLabel } from '../ranking.ts'
import { formatPhrase, listWords } from '../terms.ts'

/** Points for a topic that is the whole paper, for a word, and for an author the reader asked for. */
const topicPoints = 20
const wordPoints = 15
const authorPoints = 30

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
  const best = labels.find(({ slug, share }) => slugs.includes(slug) && share >= 0.1)
  if (!best) return []
  return [{ signal: 'topic', points: topicPoints * best.share, sentence: `You follow ${best.title}.` }]
}

function scoreWords(candidate: Candidate, words: readonly string[]): Reason[] {
  const found = words.filter((word) => hasPhrase(candidate, word))
  if (found.length === 0) return []
  const quoted = found.map((word) => `“${word}”`).join(', ')
  return [{ signal: 'words', points: wordPoints * Math.sqrt(found.length), sentence: `It mentions ${quoted}.` }]
}

function scoreAuthors(candidate: Candidate, authors: readonly string[]): Reason[] {
  const found = authors.find((author) => hasAuthor(candidate, author))
  return found === undefined ? [] : [{ signal: 'author', points: authorPoints, sentence: `You follow ${found}.` }]
}

/** By stems up to three terms; a longer phrase, or one of stop words alone, is looked for as it stands. */
function hasPhrase({ phrases, paper }: Candidate, word: string): boolean {
  const phrase = formatPhrase(word)
  if (phrase !== '' && phrase.split(' ').length <= 3) return phrases.has(phrase)
  const text = ` ${listWords(`${paper.title} ${paper.abstract}`).join(' ')} `
  const words = listWords(word).join(' ')
  return words !== '' && text.includes(` ${words} `)
}
