import type { Candidate } from '../../src/ranking/candidate.ts'
import { shareRecord } from '../../src/ranking/scoring/record.ts'
import { normalizeWords } from '../../src/ranking/terms/terms.ts'
import type { ScoreModel } from '../../src/ranking/scoring/score-model.ts'
import { fitRidge, type Observation } from './ridge.ts'

/** A paper with what is known beside its text, each measure against the mean of its day. */
export interface MetadataSample {
  readonly candidate: Candidate
  readonly metadata: ReadonlyMap<string, number>
  readonly engagement: ReadonlyMap<string, number>
  readonly target: number
  readonly weight: number
}

const penalty = 15
/** How freely the text and the record of an author may move against the measures: a larger scale is penalised less. */
const textScale = 4
const recordScale = 4
/** An author must have so many papers to get a record, and the record so many points to be kept. */
const minPapers = 3
const leastRecord = 0.1

/**
 * Weights of the metadata, of the text beside it, and of the record of authors, in one ridge regression. The text
 * predictions given here come from fits on other days, else the text would seem surer than it is. Stars and comments are
 * fitted in a second one, beside all the rest. Records below zero are dropped: what they say does not last.
 */
export function fitMetadata(
  samples: readonly MetadataSample[],
  text: readonly number[],
  pointsPerDeviation: number,
): Pick<ScoreModel, 'metadata' | 'engagement' | 'authors'> {
  const names = [...(samples[0]?.metadata.keys() ?? [])]
  const signals = [...(samples[0]?.engagement.keys() ?? [])]
  const authors = listAuthors(samples)
  const known = ({ metadata }: MetadataSample): number[] => names.map((name) => metadata.get(name) ?? 0)
  const done = ({ engagement }: MetadataSample): number[] => signals.map((name) => engagement.get(name) ?? 0)
  const fit = (measure: (sample: MetadataSample) => readonly number[]): Float64Array => {
    const dense = samples.map((sample, at) => [(text[at] ?? 0) * textScale, ...measure(sample)])
    const size = dense[0]?.length ?? 0
    const rows = samples.map((sample, at) => buildRow(sample, dense[at] ?? [], authors))
    return fitRidge(rows, size + authors.size, penalty)
  }
  const round = (value = 0, scale = pointsPerDeviation): number => Math.round(value * scale * 1000) / 1000
  const [share = 0, ...weights] = fit(known)
  const all = fit((sample) => [...known(sample), ...done(sample)])
  return {
    metadata: Object.fromEntries([
      ['text', round(share, textScale)],
      ...names.map((name, at) => [name, round(weights[at])]),
    ]),
    engagement: Object.fromEntries(signals.map((name, at) => [name, round(all[1 + names.length + at])])),
    authors: Object.fromEntries(
      [...authors]
        .map(([name, at]): [string, number] => {
          const points = (weights[names.length + at] ?? 0) * recordScale * pointsPerDeviation
          return [name, Math.round(points * 100) / 100]
        })
        .filter(([, points]) => points >= leastRecord),
    ),
  }
}

/** A number for every author with enough papers, names in order. */
function listAuthors(samples: readonly MetadataSample[]): ReadonlyMap<string, number> {
  const papers = new Map<string, number>()
  for (const { candidate } of samples) {
    for (const name of namesOf(candidate)) papers.set(name, (papers.get(name) ?? 0) + 1)
  }
  const names = [...papers].flatMap(([name, count]) => (count >= minPapers && name !== '' ? [name] : []))
  return new Map(names.sort().map((name, at) => [name, at]))
}

function buildRow(
  { candidate, target, weight }: MetadataSample,
  dense: readonly number[],
  authors: ReadonlyMap<string, number>,
): Observation {
  const places = [...namesOf(candidate)].flatMap((name) => authors.get(name) ?? [])
  const share = shareRecord(candidate.paper.authors.length) * recordScale
  return {
    columns: [...dense.keys(), ...places.map((place) => dense.length + place)],
    values: [...dense, ...places.map(() => share)],
    target,
    weight,
  }
}

function namesOf({ paper }: Candidate): ReadonlySet<string> {
  return new Set(paper.authors.map(({ name }) => normalizeWords(name)))
}
