/**
 * `node test/eval/fit-score.ts` fits the weights of the score on the days of the Daily Papers whose votes are known and
 * writes src/ranking/scoring/score-model.data.json. The target is the logarithm of the votes against the mean of the day; later
 * months count more, because what readers like changes.
 */
import { writeFileSync } from 'node:fs'
import { listCandidates } from '../../src/ranking/candidate.ts'
import { measureDayMetadata, measureMetadata } from '../../src/ranking/scoring/metadata.ts'
import type { ScoreModel } from '../../src/ranking/scoring/score-model.ts'
import { measureText, type TextFeatures } from '../../src/ranking/scoring/text.ts'
import { buildDigest, listDays, readDailyPapers, type DailyPaper } from './daily-papers.ts'
import { fitMetadata, type MetadataSample } from './fit-metadata.ts'
import { fitRidge, predictRidge, type Observation } from './ridge.ts'

/** Months after which a paper counts half. */
const halfLife = 12
const penalty = 15
/** A term must occur in so many papers to get a weight. */
const minPapers = 10
const titleScale = 0.6
const shapeScale = 0.1
/** Points for one standard deviation of a day's votes. */
const pointsPerDeviation = 4

interface Sample extends MetadataSample {
  readonly features: TextFeatures
  readonly fold: number
}

interface Columns {
  readonly terms: ReadonlyMap<string, number>
  readonly titleTerms: ReadonlyMap<string, number>
  readonly shape: ReadonlyMap<string, number>
  readonly means: ReadonlyMap<string, { mean: number; deviation: number }>
  readonly count: number
}

/** Fits a model on the given days; nothing of other days is looked at. */
export function fitScore(days: readonly (readonly DailyPaper[])[]): ScoreModel {
  const samples = days.flatMap((rows, at) => listSamples(rows, at % 5, days.at(-1)?.[0]?.day ?? ''))
  const columns = buildColumns(samples)
  const rows = samples.map((sample) => buildObservation(sample, columns))
  const coefficients = fitRidge(rows, columns.count, penalty)
  const metadata = fitMetadata(samples, predictOutOfFold(samples, rows, columns.count), pointsPerDeviation)
  const round = (value: number): number => Math.round(value * pointsPerDeviation * 1000) / 1000
  const weigh = (names: ReadonlyMap<string, number>, scale: number): Record<string, number> =>
    Object.fromEntries(
      [...names]
        .map(([name, column]): [string, number] => [name, round((coefficients[column] ?? 0) * scale)])
        .filter(([, value]) => value !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
  const shape = Object.entries(weigh(columns.shape, shapeScale)).map(([name, weight]) => {
    const { mean = 0, deviation = 1 } = columns.means.get(name) ?? {}
    return [name, { mean: Math.round(mean * 1000) / 1000, deviation: Math.round(deviation * 1000) / 1000, weight }]
  })
  return {
    version: 1,
    fittedOn: [days[0]?.[0]?.day ?? '', days.at(-1)?.[0]?.day ?? ''],
    terms: weigh(columns.terms, 1),
    titleTerms: weigh(columns.titleTerms, titleScale),
    shape: Object.fromEntries(shape) as ScoreModel['shape'],
    ...metadata,
  }
}

function listSamples(rows: readonly DailyPaper[], fold: number, lastDay: string): Sample[] {
  const votes = new Map(rows.map(({ id, upvotes }) => [id, Math.log1p(upvotes)]))
  const mean = average([...votes.values()])
  const deviation = Math.sqrt(average([...votes.values()].map((value) => (value - mean) ** 2)))
  const candidates = listCandidates(buildDigest(rows, 'metadata'))
  const day = measureDayMetadata(candidates)
  const engagement = [
    ['stars', centre(rows, ({ githubStars }) => githubStars)],
    ['comments', centre(rows, ({ numComments }) => numComments)],
  ] as const
  const months = (Date.parse(lastDay) - Date.parse(rows[0]?.day ?? lastDay)) / 86_400_000 / 30.4
  return candidates.map((candidate) => ({
    candidate,
    features: measureText(candidate),
    metadata: new Map(
      [...measureMetadata(candidate)].map(([name, value]) => [
        name,
        value === undefined ? 0 : value - (day.get(name) ?? 0),
      ]),
    ),
    engagement: new Map(engagement.map(([name, values]) => [name, values.get(candidate.paper.key) ?? 0])),
    target: ((votes.get(candidate.paper.key) ?? mean) - mean) / (deviation + 0.3),
    weight: 0.5 ** (months / halfLife),
    fold,
  }))
}

/** log10(1 + count) of each paper against the mean of the day; 0 where the source does not tell. */
function centre(rows: readonly DailyPaper[], count: (row: DailyPaper) => number | null): Map<string, number> {
  const known = rows.flatMap((row): [string, number][] => {
    const value = count(row)
    return value === null ? [] : [[row.id, Math.log10(1 + value)]]
  })
  const mean = average(known.map(([, value]) => value))
  return new Map(known.map(([id, value]) => [id, value - mean]))
}

function buildColumns(samples: readonly Sample[]): Columns {
  let count = 0
  const number = (names: readonly string[]): Map<string, number> => new Map(names.map((name) => [name, count++]))
  const frequent = (list: (features: TextFeatures) => ReadonlyMap<string, number>): string[] => {
    const papers = new Map<string, number>()
    for (const { features } of samples) {
      for (const name of list(features).keys()) papers.set(name, (papers.get(name) ?? 0) + 1)
    }
    return [...papers].flatMap(([name, size]) => (size >= minPapers ? [name] : [])).sort()
  }
  const shapes = [...(samples[0]?.features.shape.keys() ?? [])]
  const means = new Map(
    shapes.map((name) => {
      const values = samples.map(({ features }) => features.shape.get(name) ?? 0)
      const mean = average(values)
      return [name, { mean, deviation: Math.sqrt(average(values.map((value) => (value - mean) ** 2))) || 1 }]
    }),
  )
  const terms = number(frequent(({ terms }) => terms))
  const titleTerms = number(frequent(({ titleTerms }) => titleTerms))
  return { terms, titleTerms, shape: number(shapes), means, count }
}

function buildObservation({ features, target, weight }: Sample, columns: Columns): Observation {
  const places: number[] = []
  const values: number[] = []
  const add = (column: number | undefined, value: number): void => {
    if (column === undefined) return
    places.push(column)
    values.push(value)
  }
  for (const [name, value] of features.terms) add(columns.terms.get(name), value)
  for (const [name, value] of features.titleTerms) add(columns.titleTerms.get(name), value * titleScale)
  for (const [name, value] of features.shape) {
    const { mean = 0, deviation = 1 } = columns.means.get(name) ?? {}
    add(columns.shape.get(name), ((value - mean) / deviation) * shapeScale)
  }
  return { columns: places, values, target, weight }
}

function predictOutOfFold(samples: readonly Sample[], rows: readonly Observation[], count: number): number[] {
  const predictions: number[] = Array.from({ length: rows.length }, () => 0)
  for (let fold = 0; fold < 5; fold++) {
    const coefficients = fitRidge(
      rows.filter((_, at) => samples[at]?.fold !== fold),
      count,
      penalty,
    )
    for (const [at, row] of rows.entries()) {
      if (samples[at]?.fold === fold) predictions[at] = predictRidge(coefficients, row)
    }
  }
  return predictions
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

if (import.meta.main) {
  const model = fitScore(listDays(readDailyPapers(), '2024', '2026'))
  const target = new URL('../../src/ranking/scoring/score-model.data.json', import.meta.url)
  writeFileSync(target, `${JSON.stringify(model, null, 1)}\n`)
  const size = Object.keys(model.terms).length + Object.keys(model.titleTerms).length
  process.stdout.write(
    `${target.pathname}: ${size} terms, ${Object.keys(model.authors).length} authors, beside them ${JSON.stringify([model.metadata, model.engagement])}\n`,
  )
}
