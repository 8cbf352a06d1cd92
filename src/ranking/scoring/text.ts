import type { Candidate } from '../candidate.ts'
import { once } from '../once.ts'
import { countPhrases, type Phrases } from '../terms/phrases.ts'
import type { Vocabulary } from '../terms/vocabulary.ts'
import type { Component } from './points.ts'
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
  digits: (_, abstract) => Math.sqrt(countDigits(abstract)),
  percent: (_, abstract) => Number(/\d\s?\\?%/.test(abstract)),
  acronyms: (_, abstract) => Math.sqrt(countMatches(abstract, /\b[A-Z]{2,}\b/g)),
  modelSizes: (_, abstract) => Math.sqrt(countMatches(abstract, /\b\d+(?:\.\d+)?B\b/g)),
  sentences: (_, abstract) => countMatches(abstract, /[.!?]\s+[A-Z]/g) + 1,
}

/** The measures of a paper's text; terms count by 1 + ln(occurrences) over the root of the number of different terms. */
export function measureText({ paper, phrases, titleTerms, vocabulary }: Candidate): TextFeatures {
  const title = countPhrases(titleTerms)
  const nameTerms = ({ terms, termCounts }: Phrases): Map<string, number> =>
    new Map([...terms].map((id, at) => [vocabulary.terms[id] ?? '', weighTerm(termCounts[at] ?? 0, terms.length)]))
  return {
    terms: nameTerms(phrases),
    titleTerms: nameTerms(title),
    shape: new Map(Object.entries(shapes).map(([name, measure]) => [name, measure(paper.title, paper.abstract)])),
  }
}

/** The weights of a model by the numbers of a vocabulary that is complete. */
export interface TextModel {
  readonly terms: Float64Array
  readonly titleTerms: Float64Array
  readonly shape: ScoreModel['shape']
}

/** Reads the weights of a model in the numbers of a vocabulary. */
export function buildTextModel({ terms, titleTerms, shape }: ScoreModel, vocabulary?: Vocabulary): TextModel {
  const read = (weights: Readonly<Record<string, number>>): Float64Array =>
    Float64Array.from(vocabulary?.terms ?? [], (term) => (Object.hasOwn(weights, term) ? (weights[term] ?? 0) : 0))
  return { terms: read(terms), titleTerms: read(titleTerms), shape }
}

/** Points for what title and abstract say, fitted on what readers voted for; the only component that is always there. */
export function scoreText(candidate: Candidate, model: TextModel): Component {
  const title = countPhrases(candidate.titleTerms)
  const { paper } = candidate
  let points = addTerms(candidate.phrases, model.terms) + addTerms(title, model.titleTerms)
  for (const [name, { mean, deviation, weight }] of Object.entries(model.shape)) {
    points += (((shapes[name]?.(paper.title, paper.abstract) ?? mean) - mean) / deviation) * weight
  }
  return { signal: 'text', points, sentence: once(() => formatSentence(candidate, model, points)) }
}

function addTerms({ terms, termCounts }: Phrases, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < terms.length; at++) {
    const weight = weights[terms[at] ?? 0] ?? 0
    if (weight !== 0) sum += weighTerm(termCounts[at] ?? 0, terms.length) * weight
  }
  return sum
}

function weighTerm(count: number, different: number): number {
  return (1 + Math.log(count)) / Math.sqrt(Math.max(1, different))
}

/** The sentence names words only where they are what lifts the paper; what lowers it is for `explain` alone. */
function formatSentence(candidate: Candidate, model: TextModel, total: number): string {
  const { paper, phrases, titleTerms, vocabulary } = candidate
  const [inTitle, inAll] = [countPhrases(titleTerms).terms.length, phrases.terms.length]
  const strongest = [...phrases.terms]
    .map((id, at) => {
      const titled = titleTerms.includes(id) ? weighTerm(1, inTitle) * (model.titleTerms[id] ?? 0) : 0
      return { id, value: weighTerm(phrases.termCounts[at] ?? 0, inAll) * (model.terms[id] ?? 0) + titled }
    })
    .filter(({ value }) => value > 0.1)
    .sort((a, b) => b.value - a.value || a.id - b.id)
  const likely = strongest.slice(0, 9).map(({ id }) => id)
  const found = vocabulary.findWords(`${paper.title} ${paper.abstract}`, new Set(likely))
  const words = likely
    .map((id) => found.get(id) ?? '')
    .filter(({ length }) => length > 3)
    .slice(0, 3)
  if (total <= 0 || words.length === 0) return 'Judged by the words of title and abstract.'
  return `Readers often vote for papers with ${words.map((word) => `“${word}”`).join(', ')}.`
}

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function countDigits(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) count++
  }
  return count
}
