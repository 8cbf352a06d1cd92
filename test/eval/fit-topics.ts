/**
 * `node test/eval/fit-topics.ts` fits, beside the words that the taxonomy names, weights for further terms and writes
 * src/ranking/topics/topic-weights.data.json. Nobody has sorted papers under our topics; people have sorted them under areas, sessions
 * and categories, and each of those allows some of our topics. The fit starts from what the taxonomy's words say among
 * the allowed topics, learns terms from that (softmax regression), sorts again with what it learnt, and so on.
 */
import { writeFileSync } from 'node:fs'
import { buildCandidate, type Candidate } from '../../src/ranking/candidate.ts'
import { compareText } from '../../src/ranking/compare-text.ts'
import { measureTopicTerms, sumWordPoints } from '../../src/ranking/topics/classify.ts'
import { buildTopicModel, buildTopicReader } from '../../src/ranking/topics/topic-model.ts'
import type { TopicWeights } from '../../src/ranking/topics/topic-weights.ts'
import { builtInTaxonomy } from '../../src/ranking/topics/taxonomy.ts'
import { createVocabulary } from '../../src/ranking/terms/vocabulary.ts'
import { createRandom } from './measures.ts'
import { shuffle } from './conferences.ts'
import { readTopicTexts, type LabelledText } from './topic-sources.ts'

const minTexts = 12
const maxTerms = 5000
const rounds = 3
const passes = 3
const penalty = 2e-5
const rate = 0.2
/** Weights kept: those that matter most, by their size and by how many texts have the term. */
const keptWeights = 48_000
/** Weights are rounded to a multiple of this. */
const step = 0.25

interface Sample {
  readonly columns: Int32Array
  readonly values: Float64Array
  readonly words: Float64Array
  readonly allowed: readonly number[]
  weight: number
  target: Float64Array<ArrayBuffer>
}

/** Fits weights on the given texts. */
export function fitTopics(texts: readonly LabelledText[]): TopicWeights {
  const topics = builtInTaxonomy.topics.map(({ slug }) => slug)
  const words = createVocabulary()
  const candidates = texts.map(({ paper }) =>
    buildCandidate({ paper, position: 1, signals: {} }, '2025-01-01' as never, words),
  )
  const vocabulary = listVocabulary(candidates)
  const columns = new Map(vocabulary.map(({ term }, at) => [term, at]))
  const reader = buildTopicReader(buildTopicModel(builtInTaxonomy, {}), words)
  const samples = candidates.map((candidate, at) => {
    const terms = [...measureTopicTerms(candidate)].filter(([term]) => columns.has(term))
    const allowed = (texts[at]?.topics ?? []).map((slug) => topics.indexOf(slug)).filter((topic) => topic >= 0)
    return {
      columns: Int32Array.from(terms, ([term]) => columns.get(term) ?? 0),
      values: Float64Array.from(terms, ([, value]) => value),
      words: sumWordPoints(candidate, reader),
      allowed,
      weight: 1,
      target: new Float64Array(topics.length),
    }
  })
  let weights: readonly Float64Array[] = vocabulary.map(() => new Float64Array(topics.length))
  for (let round = 0; round < rounds; round++) {
    for (const sample of samples) sample.target = predict(sample, weights, true)
    balance(samples, topics.length)
    weights = trainSoftmax(samples, vocabulary.length, topics.length)
  }
  return formatWeights(topics, vocabulary, weights)
}

/** The terms that may get weights, and in how many texts each stands. */
type Vocabulary = readonly { readonly term: string; readonly count: number }[]

function listVocabulary(candidates: readonly Candidate[]): Vocabulary {
  const counts = new Map<string, number>()
  for (const candidate of candidates) {
    for (const term of measureTopicTerms(candidate).keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  }
  const frequent = [...counts].map(([term, count]) => ({ term, count }))
  return frequent
    .filter(({ count }) => count >= minTexts && count < candidates.length * 0.3)
    .sort((a, b) => b.count - a.count || compareText(a.term, b.term))
    .slice(0, maxTerms)
}

/** Shares of the topics: those of the words and the weights together, among the allowed ones if asked. */
function predict(sample: Sample, weights: readonly Float64Array[], restricted: boolean): Float64Array<ArrayBuffer> {
  const logits = Float64Array.from(sample.words)
  for (const [at, column] of sample.columns.entries()) {
    const row = weights[column]
    if (!row) continue
    const value = sample.values[at] ?? 0
    for (let topic = 0; topic < row.length; topic++) logits[topic] = (logits[topic] ?? 0) + value * (row[topic] ?? 0)
  }
  if (restricted && sample.allowed.length > 0) {
    for (let topic = 0; topic < logits.length; topic++) if (!sample.allowed.includes(topic)) logits[topic] = -50
  }
  const top = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

/** A topic of many texts must not swallow the small ones: texts of frequent topics count less. */
function balance(samples: readonly Sample[], topicCount: number): void {
  const mass = new Float64Array(topicCount).fill(20)
  for (const { target } of samples)
    for (const [topic, share] of target.entries()) mass[topic] = (mass[topic] ?? 0) + share
  const mean = samples.length / topicCount
  for (const sample of samples) {
    const rarity = sample.target.reduce((sum, share, topic) => sum + share * Math.sqrt(mean / (mass[topic] ?? 1)), 0)
    sample.weight = rarity * (sample.allowed.length > 0 ? 1 : 0.4)
  }
}

/** Softmax regression on soft targets by AdaGrad, the words' points given; passes in an order by a fixed lot. */
function trainSoftmax(samples: readonly Sample[], termCount: number, topicCount: number): Float64Array[] {
  const weights = Array.from({ length: termCount }, () => new Float64Array(topicCount))
  const squares = Array.from({ length: termCount }, () => new Float64Array(topicCount).fill(1e-6))
  const random = createRandom(11)
  for (let pass = 0; pass < passes; pass++) {
    for (const sample of shuffle(samples, random)) {
      const error = predict(sample, weights, false).map(
        (share, topic) => (share - (sample.target[topic] ?? 0)) * sample.weight,
      )
      for (const [at, column] of sample.columns.entries()) {
        const row = weights[column]
        const square = squares[column]
        if (!row || !square) continue
        const value = sample.values[at] ?? 0
        for (let topic = 0; topic < topicCount; topic++) {
          const gradient = (error[topic] ?? 0) * value + penalty * (row[topic] ?? 0)
          square[topic] = (square[topic] ?? 0) + gradient * gradient
          row[topic] = (row[topic] ?? 0) - (rate * gradient) / Math.sqrt(square[topic] ?? 1)
        }
      }
    }
  }
  return weights
}

/** By topic and rounded weight, the terms; strongest first. */
function formatWeights(
  topics: readonly string[],
  vocabulary: Vocabulary,
  weights: readonly Float64Array[],
): TopicWeights {
  const cells = vocabulary.flatMap(({ term, count }, at) =>
    topics.map((slug, topic) => {
      const weight = Math.round((weights[at]?.[topic] ?? 0) / step) * step
      return { slug, term: term.replace(' ', '_'), weight, impact: Math.abs(weight) * Math.sqrt(count) }
    }),
  )
  const kept = cells
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => b.impact - a.impact)
    .slice(0, keptWeights)
  const byTopic = Map.groupBy(kept, ({ slug }) => slug)
  return Object.fromEntries(topics.map((slug) => [slug, groupByWeight(byTopic.get(slug) ?? [])]))
}

function groupByWeight(cells: readonly { readonly term: string; readonly weight: number }[]): Record<string, string> {
  const groups = [...Map.groupBy(cells, ({ weight }) => weight)].sort(([a], [b]) => b - a)
  // A key such as "2" would be moved to the front by the rules of JavaScript; "2.00" stays where it is.
  return Object.fromEntries(
    groups.map(([weight, list]) => [
      weight.toFixed(2),
      list
        .map(({ term }) => term)
        .sort()
        .join(' '),
    ]),
  )
}

if (import.meta.main) {
  const weights = fitTopics(readTopicTexts())
  const target = new URL('../../src/ranking/topics/topic-weights.data.json', import.meta.url)
  const text = `${JSON.stringify(weights, null, 1)}\n`
  writeFileSync(target, text)
  process.stdout.write(`${target.pathname}: ${text.length} bytes\n`)
}
