/**
 * How well the score finds what readers voted for. Fitted on the days before `reportFrom`, reported on the days after:
 * mean over days of NDCG@5 (gain ln(1 + votes)) and of Spearman's rank correlation, with a 95 % bootstrap interval over
 * days, in the three situations, beside simple rankers.
 *
 * What was looked at: the record of authors and the penalties beside it were chosen on March to August 2025, each month
 * predicted from the days before it, and then reported once. The shape of the text model was chosen earlier on splits that
 * include reported months, so its figures are a little too good.
 */
import { rankPapers } from '../../src/ranking/rank.ts'
import type { ScoreModel } from '../../src/ranking/scoring/score-model.ts'
import { buildDigest, listDays, readDailyPapers, type DailyPaper, type Situation } from './daily-papers.ts'
import { fitScore } from './fit-score.ts'
import { createRandom, findInterval, measureNdcg, measureSpearman } from './measures.ts'

const reportFrom = '2025-09-01'

type Ranker = (rows: readonly DailyPaper[]) => readonly number[]

export async function run(): Promise<void> {
  const papers = readDailyPapers()
  if (papers.length === 0) return
  const fitted = fitScore(listDays(papers, '2024', reportFrom))
  const days = listDays(papers, reportFrom, '2027').filter((rows) => rows.length > 2)
  const random = createRandom(7)
  process.stdout.write(
    `fitted on ${fitted.fittedOn.join(' to ')}, reported on ${days.length} days from ${reportFrom}\n\n`,
  )
  process.stdout.write('ranker                                NDCG@5 [95 %]         Spearman [95 %]\n')
  const rankers: readonly (readonly [string, Ranker])[] = [
    ['random order', (rows) => rows.map(() => random())],
    ['newest arXiv id first', (rows) => rows.map(({ id }) => Number(id))],
    ['length of the abstract', (rows) => rows.map(({ summary }) => summary.length)],
    ['number of authors', (rows) => rows.map(({ authors }) => authors.length)],
    [
      'repository and stars',
      (rows) => rows.map((row) => Number(row.githubRepo !== null) + Math.log1p(row.githubStars ?? 0)),
    ],
    ['number of comments', (rows) => rows.map(({ numComments }) => numComments)],
    ['Courant, title and abstract only', rankAs('text', fitted)],
    ['Courant, with metadata', rankAs('metadata', fitted)],
    ['Courant, with metadata and stars', rankAs('stars', fitted)],
    ['Courant, with engagement', rankAs('engagement', fitted)],
  ]
  for (const [name, ranker] of rankers) process.stdout.write(`${name.padEnd(36)}  ${reportRanker(days, ranker)}\n`)
}

function rankAs(situation: Situation, scoreModel: ScoreModel): Ranker {
  return (rows) => {
    const ranking = rankPapers(buildDigest(rows, situation), { all: true, scoreModel })
    const ranks = new Map(ranking.groups.flatMap(({ papers }) => papers.map(({ paper, rank }) => [paper.key, rank])))
    return rows.map(({ id }) => -(ranks.get(id) ?? 0))
  }
}

function reportRanker(days: readonly (readonly DailyPaper[])[], ranker: Ranker): string {
  const scores = days.map((rows) => ranker(rows))
  const votes = days.map((rows) => rows.map(({ upvotes }) => upvotes))
  const ndcg = scores.map((score, at) => measureNdcg((votes[at] ?? []).map(Math.log1p), score, 5))
  const spearman = scores.map((score, at) => measureSpearman(votes[at] ?? [], score))
  return `${formatInterval(ndcg)}   ${formatInterval(spearman)}`
}

function formatInterval(values: readonly number[]): string {
  const { mean, low, high } = findInterval(values)
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
}
