import type { Candidate } from '../candidate.ts'
import type { Reason } from '../ranking.ts'
import { listSentences } from '../summary/sentences.ts'
import { listWords, stemWord } from '../terms.ts'
import type { ScoreModel } from './score-model.ts'

/** What the points of a text are made of, by the names of the model. */
export interface TextFeatures {
  readonly terms: ReadonlyMap<string, number>
  readonly titleTerms: ReadonlyMap<string, number>
  readonly shape: ReadonlyMap<string, number>
}

const shapes: Readonly<Record<string, (title: string, abstract: string) => number>> = {
  abstractLength: (_, abstract) => Math.log(1 + abstract.length),
  titleLength: (title) => Math.log(1 + title.length),
  titleWords: (title) => title.split(' ').length,
  named: (title) => Number(/^[^:]{2,30}: /.test(title)),
  question: (title) => Number(title.includes('?')),
  survey: (title) => Number(/\bsurvey\b/i.test(title)),
  technicalReport: (title) => Number(/\btechnical report\b/i.test(title)),
  codeLink: (_, abstract) => Number(/github|huggingface\.co/i.test(abstract)),
  link: (_, abstract) => Number(/https?:/i.test(abstract)),
  digits: (_, abstract) => Math.sqrt(countMatches(abstract, /\d/g)),
  percent: (_, abstract) => Number(/\d\s?\\?%/.test(abstract)),
  acronyms: (_, abstract) => Math.sqrt(countMatches(abstract, /\b[A-Z]{2,}\b/g)),
  modelSizes: (_, abstract) => Math.sqrt(countMatches(abstract, /\b\d+(?:\.\d+)?B\b/g)),
  sentences: (_, abstract) => listSentences(abstract).length,
}

/** The measures of a paper's text; terms count by 1 + ln(occurrences) over the root of the number of different terms. */
export function measureText({ paper, terms, titleTerms }: Candidate): TextFeatures {
  return {
    terms: weighTerms(terms),
    titleTerms: weighTerms(titleTerms),
    shape: new Map(Object.entries(shapes).map(([name, measure]) => [name, measure(paper.title, paper.abstract)])),
  }
}

/** Points for what title and abstract say, fitted on what readers voted for; the only component that is always there. */
export function scoreText(candidate: Candidate, model: ScoreModel): Reason[] {
  const features = measureText(candidate)
  const words = [...listPoints(features.terms, model.terms), ...listPoints(features.titleTerms, model.titleTerms)]
  const shape = Object.entries(model.shape).reduce((sum, [name, { mean, deviation, weight }]) => {
    return sum + (((features.shape.get(name) ?? mean) - mean) / deviation) * weight
  }, 0)
  const points = words.reduce((sum, [, value]) => sum + value, shape)
  return [{ signal: 'text', points, sentence: formatSentence(candidate, words, points) }]
}

function listPoints(
  measured: ReadonlyMap<string, number>,
  weights: Readonly<Record<string, number>>,
): [string, number][] {
  return [...measured].map(([term, value]) => [term, value * (Object.hasOwn(weights, term) ? (weights[term] ?? 0) : 0)])
}

function weighTerms(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1)
  const root = Math.sqrt(Math.max(1, counts.size))
  for (const [term, count] of counts) counts.set(term, (1 + Math.log(count)) / root)
  return counts
}

/** The sentence names words only where they are what lifts the paper; what lowers it is for `explain` alone. */
function formatSentence({ paper }: Candidate, points: readonly [string, number][], total: number): string {
  const sums = new Map<string, number>()
  for (const [term, value] of points) sums.set(term, (sums.get(term) ?? 0) + value)
  const strongest = [...sums].filter(([, value]) => value > 0.1).sort((a, b) => b[1] - a[1])
  const words = strongest
    .map(([term]) => findSurface(term, `${paper.title} ${paper.abstract}`))
    .filter((word) => word.length > 3)
    .slice(0, 3)
  if (total <= 0 || words.length === 0) return 'Judged by the words of title and abstract.'
  return `Readers often vote for papers with ${words.map((word) => `“${word}”`).join(', ')}.`
}

/** The word of the text behind a stem. */
function findSurface(term: string, text: string): string {
  return listWords(text).find((word) => stemWord(word) === term) ?? term
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
