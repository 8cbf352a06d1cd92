/**
 * Topics and sections against what people did, always with weights that were fitted without what is reported on:
 * 1. samples of 40 papers from 6 areas of a conference: V-measure, adjusted Rand index and number of sections ("More
 *    papers" counted as one), beside k-means on TF-IDF that knows the number of areas, and beside the best rule that
 *    goes by a single word per area, chosen with all areas of the whole conference known;
 * 2. the Daily Papers of later months: how often the main topic tells the arXiv primary category.
 */
import { listCandidates } from '../../src/ranking/candidate.ts'
import { rankPapers } from '../../src/ranking/rank.ts'
import type { TopicWeights } from '../../src/ranking/topics/topic-weights.ts'
import { buildConferenceDigest, listSamples, readConference, type ConferencePaper } from './conferences.ts'
import { fitTopics } from './fit-topics.ts'
import { clusterTexts } from './k-means.ts'
import { comparePartitions, createRandom, findInterval } from './measures.ts'
import { readCategorized, readTopicTexts } from './topic-sources.ts'

const sampleCount = 60
const laterFrom = '2025-09-01'
const conferences = ['aaai2022', 'ijcai2022'] as const

type Sorter = (sample: readonly ConferencePaper[]) => readonly string[]

export async function run(): Promise<void> {
  const random = createRandom(5)
  for (const name of conferences) {
    const papers = readConference(name)
    if (papers.length === 0) return
    const texts = readTopicTexts([name]).filter(({ day }) => day === undefined || day < laterFrom)
    const weights = fitTopics(texts)
    const samples = listSamples(papers, sampleCount, 3)
    const areas = new Set(papers.map(({ group }) => group)).size
    print(`\n${name}: ${sampleCount} samples of 40 papers from 6 of ${areas} areas; fitted without ${name}`)
    print('                              V     [95 %]           ARI   [95 %]           sections')
    reportSorter('TF-IDF k-means, knows 6', samples, (sample) => clusterTexts(sample.map(textOf), 6, random))
    reportSorter('best single-word rule', samples, buildWordRule(papers))
    reportSorter('Courant', samples, (sample) => listSections(sample, weights))
    reportSorter('Courant, titles only', samples, (sample) => listSections(sample.map(withoutAbstract), weights))
    reportCategories(weights)
  }
}

function reportSorter(name: string, samples: readonly (readonly ConferencePaper[])[], sort: Sorter): void {
  const results = samples.map((sample) => {
    const found = sort(sample)
    const truth = sample.map(({ group }) => group)
    return { ...comparePartitions(truth, found), sections: new Set(found).size }
  })
  const most = Math.max(...results.map(({ sections }) => sections))
  const mean = results.reduce((sum, { sections }) => sum + sections, 0) / results.length
  const [v, ari] = [formatInterval(results.map(({ v }) => v)), formatInterval(results.map(({ ari }) => ari))]
  print(`${name.padEnd(28)}  ${v}   ${ari}   ${mean.toFixed(1)}, at most ${most}`)
}

function withoutAbstract(paper: ConferencePaper): ConferencePaper {
  return { ...paper, abstract: '' }
}

function listSections(sample: readonly ConferencePaper[], topicWeights: TopicWeights): string[] {
  const { groups } = rankPapers(buildConferenceDigest(sample), { all: true, topicWeights })
  const slugs = new Map(groups.flatMap(({ topic, papers }) => papers.map(({ paper }) => [paper.key, topic.slug])))
  return sample.map(({ id }) => slugs.get(id) ?? 'missing')
}

/** Per area the word with the best F1 for it over the whole conference; a paper follows the surest word it has. */
function buildWordRule(papers: readonly ConferencePaper[]): Sorter {
  const terms = new Map(papers.map((paper) => [paper.id, termsOf(paper)]))
  const counts = new Map<string, number>()
  for (const set of terms.values()) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1)
  const rules = [...Map.groupBy(papers, ({ group }) => group)].map(([group, members]) => {
    const inside = new Map<string, number>()
    for (const { id } of members) for (const term of terms.get(id) ?? []) inside.set(term, (inside.get(term) ?? 0) + 1)
    const scored = [...inside].map(([word, hits]) => ({
      group,
      word,
      f1: (2 * hits) / (members.length + (counts.get(word) ?? 0)),
    }))
    return scored.reduce((a, b) => (b.f1 > a.f1 ? b : a))
  })
  rules.sort((a, b) => b.f1 - a.f1)
  return (sample) => sample.map((paper) => rules.find(({ word }) => terms.get(paper.id)?.has(word))?.group ?? 'none')
}

function termsOf(paper: ConferencePaper): Set<string> {
  return new Set(textOf(paper))
}

function textOf(paper: ConferencePaper): readonly string[] {
  return listCandidates(buildConferenceDigest([paper])).flatMap(({ terms, vocabulary }) =>
    [...terms].map((id) => vocabulary.terms[id] ?? ''),
  )
}

const visual = new Set(['cs.CV', 'eess.IV', 'cs.GR', 'cs.MM'])
const textual = new Set(['cs.CL', 'cs.IR', 'cs.SD', 'eess.AS'])

/** Three coarse kinds of arXiv category: vision and graphics; language, speech and retrieval; all others. */
function coarseCategory(category: string): string {
  return visual.has(category) ? 'vision' : textual.has(category) ? 'language' : 'other'
}

const coarseTopics: Readonly<Record<string, string>> = {
  vision: 'vision',
  'people-images': 'vision',
  '3d': 'vision',
  video: 'vision',
  'image-restoration': 'vision',
  'image-generation': 'vision',
  'vision-language': 'vision',
  medicine: 'vision',
  'language-models': 'language',
  reasoning: 'language',
  alignment: 'language',
  nlp: 'language',
  retrieval: 'language',
  'speech-audio': 'language',
  code: 'language',
  fairness: 'language',
  interpretability: 'language',
}

function reportCategories(topicWeights: TopicWeights): void {
  const later = readCategorized().filter(({ day }) => day >= laterFrom)
  const sample = later.map(({ id, title, summary, primary }) => ({ id, title, abstract: summary, group: primary }))
  const { groups } = rankPapers(buildConferenceDigest(sample), { all: true, topicWeights })
  const topics = new Map(
    groups.flatMap(({ papers }) => papers.map(({ paper, labels }) => [paper.key, labels?.[0]?.slug ?? ''])),
  )
  const right = sample.filter(
    ({ id, group }) => (coarseTopics[topics.get(id) ?? ''] ?? 'other') === coarseCategory(group),
  )
  const kinds = Map.groupBy(sample, ({ group }) => coarseCategory(group))
  const largest = Math.max(...[...kinds.values()].map(({ length }) => length))
  const share = (count: number): string => (count / sample.length).toFixed(3)
  print(
    `main topic tells the arXiv category (vision, language, other) of ${sample.length} papers from ${laterFrom}: ` +
      `${share(right.length)}; always the largest: ${share(largest)}`,
  )
}

function formatInterval(values: readonly number[]): string {
  const { mean, low, high } = findInterval(values)
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
